"""Acts on the calendar: days that are worked, or are not, whatever the published calendar says."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.journal.record import SYSTEM, record
from luoshi.kit.seen import expect, mark
from luoshi.kit.verdict import GRANTED, Verdict, demand, denied
from luoshi.orgs.access import Standing
from luoshi.orgs.models import DayRule

LONGEST = 60
UNSEEN = mark({})
"""The mark of a day without an exception."""


@dataclass(frozen=True, slots=True)
class DayException:
    """A day that is worked or is not, why, and for which unit; for all where None.

    `seen` is the mark of the exception that it is to replace (`day_facts`); without one it replaces none.
    """

    day: date
    is_workday: bool
    note: str = ""
    unit_id: int | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class DayRow:
    """One exception as it is listed; `unit` is empty for all."""

    id: int
    day: date
    is_workday: bool
    note: str
    unit: str


def may_set_days(who: Standing) -> Verdict:
    """Whether this person may add exceptions to the calendar, and take them away."""
    if who.has("office", "admin_system"):
        return GRANTED
    return denied(_("调休和放假由领导小组办公室或系统管理员维护。"))


def set_day(given: DayException, *, by: Standing) -> DayRule:
    """Add an exception, or let the one that was seen say otherwise; the same again changes nothing.

    Raises Overtaken where somebody else has set the day since.
    """
    demand(may_set_days(by))
    with transaction.atomic():
        place: dict[str, Any] = {"day": given.day, "unit_id": given.unit_id}
        wanted = {"is_workday": given.is_workday, "note": given.note.strip()[:LONGEST]}
        rule, created = DayRule.objects.select_for_update().get_or_create(**place, defaults=wanted)
        facts = day_facts(rule)
        if not created and facts == wanted:
            return rule
        if not created:
            expect(given.seen or UNSEEN, facts)
            DayRule.objects.filter(pk=rule.pk).update(**wanted)
            rule.refresh_from_db()
        _record("day.set", rule, by)
    return rule


def day_facts(rule: DayRule) -> dict[str, object]:
    """What an exception says of its day."""
    return {"is_workday": rule.is_workday, "note": rule.note}


def drop_day(rule_id: int, *, by: Standing) -> DayRule | None:
    """Take an exception away; None where there is none any more."""
    demand(may_set_days(by))
    with transaction.atomic():
        rule = DayRule.objects.select_for_update().filter(pk=rule_id).first()
        if rule is not None:
            _record("day.drop", rule, by)
            DayRule.objects.filter(pk=rule_id).delete()
    return rule


def exceptions(since: date) -> list[DayRow]:
    """The exceptions from a day on, in order, those for all before those of units."""
    rows = DayRule.objects.filter(day__gte=since).select_related("unit").order_by("day", "unit__order", "pk")
    return [DayRow(row.pk, row.day, row.is_workday, row.note, row.unit.name if row.unit else "") for row in rows]


def _record(act: str, rule: DayRule, by: Standing) -> None:
    data = {"day": rule.day, "is_workday": rule.is_workday, "unit": rule.unit_id}
    record(SYSTEM, act, "day", [rule.pk], by=by.acting(), data=data, texts={"note": rule.note})
