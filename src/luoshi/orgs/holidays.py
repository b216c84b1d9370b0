"""The working calendar in force: the published one, weekdays beyond its last year, and local exceptions."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import chinese_calendar
from chinese_calendar.constants import holidays
from django.db.models import QuerySet

from luoshi.kit.workdays import Workdays
from luoshi.orgs.models import DayRule
from luoshi.platform.gather import Gathered

KNOWN_UNTIL: date = max(holidays)
LAST = date(2045, 12, 31)


def calendar() -> Workdays:
    """The calendar in force; made once for each set of local exceptions."""
    return _calendar(tuple(_for_all().values_list("day", "is_workday")))


def calendars() -> dict[int | None, Workdays]:
    """The calendar in force (None), and that of each unit with exceptions of its own, by unit."""
    rules: dict[int | None, dict[date, bool]] = {None: {}}
    for unit_id, day, is_workday in DayRule.objects.order_by("day").values_list("unit_id", "day", "is_workday"):
        rules.setdefault(unit_id, {})[day] = is_workday
    return {unit_id: _calendar(tuple(sorted((rules[None] | own).items()))) for unit_id, own in rules.items()}


def local_exceptions() -> Gathered:
    """The local exceptions as a column of another query, for `calendar_by`."""
    return Gathered(_for_all(), "day", "is_workday")


def calendar_by(exceptions: Iterable[tuple[str, bool]]) -> Workdays:
    """The calendar with these exceptions, as `local_exceptions` yields them."""
    return _calendar(tuple((date.fromisoformat(day), bool(is_workday)) for day, is_workday in exceptions))


def is_published(day: date) -> bool:
    """False where the published calendar ends before that day's year and plain weekdays are assumed."""
    return day.year <= KNOWN_UNTIL.year


def _for_all() -> QuerySet[DayRule]:
    return DayRule.objects.filter(unit=None).order_by("day")


@lru_cache(maxsize=128)
def _calendar(rules: tuple[tuple[date, bool], ...]) -> Workdays:
    local = dict(rules)

    def is_workday(day: date) -> bool:
        if day in local:
            return bool(local[day])
        if day.year < 2004 or not is_published(day):
            return day.weekday() < 5
        return bool(chinese_calendar.is_workday(day))

    return Workdays(is_workday, LAST)
