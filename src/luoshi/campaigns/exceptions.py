"""Exceptions to the calendar as the campaigns feel them: the working days that assignments count by move along."""

from datetime import date

from django.db import transaction
from django.db.models import F, Q

from luoshi.campaigns.models import Assignment
from luoshi.kit.workdays import Workdays
from luoshi.orgs import days
from luoshi.orgs.access import Standing
from luoshi.orgs.days import DayException
from luoshi.orgs.holidays import calendar
from luoshi.orgs.models import DayRule


def set_day(given: DayException, *, by: Standing) -> DayRule:
    """Add or change an exception; assignments count by the calendar that is then in force."""
    with transaction.atomic():
        before = calendar()
        rule = days.set_day(given, by=by)
        _renumber(rule.day, before)
    return rule


def drop_day(rule_id: int, *, by: Standing) -> None:
    """Take an exception away; assignments count by the calendar that is then in force."""
    with transaction.atomic():
        before = calendar()
        rule = days.drop_day(rule_id, by=by)
        if rule is not None:
            _renumber(rule.day, before)


def _renumber(day: date, before: Workdays) -> None:
    """Move the numbers of working days from that day on by what the exception makes more or less."""
    shift = calendar().number(day) - before.number(day)
    if shift:
        stands = Q(campaign__frozen_today=None) | Q(campaign__frozen_today__gte=day)
        later = Q(start__gte=day) | Q(stands, start__isnull=False, issued_at__date__gte=day)
        Assignment.objects.filter(later).update(start_n=F("start_n") + shift)
        Assignment.objects.filter(due__gte=day).update(due_n=F("due_n") + shift)
