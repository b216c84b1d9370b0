"""The calendar in force: published holidays, swapped days, local exceptions."""

from datetime import date

import pytest

from luoshi.orgs.holidays import KNOWN_UNTIL, calendar, is_published
from luoshi.orgs.models import DayRule

pytestmark = pytest.mark.django_db


def test_published_holidays_are_not_worked_and_swapped_days_are() -> None:
    days = calendar()
    assert not days.is_workday(date(2024, 10, 1))
    assert days.is_workday(date(2024, 9, 29))
    assert days.between(date(2024, 9, 30), date(2024, 10, 8)) == 1


def test_a_local_exception_takes_effect_at_once() -> None:
    day = date(2024, 6, 18)
    assert calendar().is_workday(day)
    DayRule.objects.create(day=day, is_workday=False, note="本地放假")
    assert not calendar().is_workday(day)


def test_beyond_the_published_years_weekdays_are_assumed() -> None:
    day = date(KNOWN_UNTIL.year + 3, 10, 1)
    assert not is_published(day)
    assert calendar().is_workday(day) == (day.weekday() < 5)
