"""The working calendar in force: the published one, weekdays beyond its last year, and local exceptions."""

from collections.abc import Iterable
from datetime import date
from functools import cache

import chinese_calendar
from chinese_calendar.constants import holidays

from luoshi.kit.workdays import Workdays
from luoshi.orgs.models import DayRule
from luoshi.platform.gather import Gathered

KNOWN_UNTIL: date = max(holidays)
LAST = date(2045, 12, 31)


def calendar() -> Workdays:
    """The calendar in force; made once for each set of local exceptions."""
    return _calendar(tuple(DayRule.objects.order_by("day").values_list("day", "is_workday")))


def local_exceptions() -> Gathered:
    """The local exceptions as a column of another query, for `calendar_by`."""
    return Gathered(DayRule.objects.order_by("day"), "day", "is_workday")


def calendar_by(exceptions: Iterable[tuple[str, bool]]) -> Workdays:
    """The calendar with these exceptions, as `local_exceptions` yields them."""
    return _calendar(tuple((date.fromisoformat(day), bool(is_workday)) for day, is_workday in exceptions))


def is_published(day: date) -> bool:
    """False where the published calendar ends before that day's year and plain weekdays are assumed."""
    return day.year <= KNOWN_UNTIL.year


@cache
def _calendar(rules: tuple[tuple[date, bool], ...]) -> Workdays:
    local = dict(rules)

    def is_workday(day: date) -> bool:
        if day in local:
            return bool(local[day])
        if day.year < 2004 or not is_published(day):
            return day.weekday() < 5
        return bool(chinese_calendar.is_workday(day))

    return Workdays(is_workday, LAST)
