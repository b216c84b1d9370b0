"""Periods that come again — weeks, half months, months, quarters, years — and the reports due in them.

A report is due on a working day: one that falls on a holiday is due on the next day that is worked. A reporting period
lasts from the day after one due day to the next due day; dues that a long holiday makes one are one period.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from luoshi.kit.workdays import Workdays

Every = Literal["weekly", "half_monthly", "monthly", "quarterly", "yearly"]
DAY = timedelta(days=1)
MONTHS: dict[str, int] = {"monthly": 1, "quarterly": 3, "yearly": 12}


class Period(NamedTuple):
    """The days from `start` to `end`, both inclusive."""

    start: date
    end: date


def period_of(every: Every, day: date) -> Period:
    """The week (from Monday), half month, month, quarter or year in which the day lies."""
    if every == "weekly":
        monday = day - day.weekday() * DAY
        return Period(monday, monday + 6 * DAY)
    if every == "half_monthly":
        middle, last = day.replace(day=15), placed(day, 31)
        return Period(day.replace(day=1), middle) if day <= middle else Period(middle + DAY, last)
    months = MONTHS[every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, placed(first, 31, months))


def placed(start: date, day: int, month: int = 1) -> date:
    """That day of the `month`-th month from the one of `start` on; the month's last where it is shorter."""
    years, months = divmod(start.month - 1 + month - 1, 12)
    year = start.year + years
    return date(year, months + 1, min(day, monthrange(year, months + 1)[1]))


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often a report is due, and when: on weekday `day` (1 Monday to 7), on day `day` of the month or of the
    quarter's or year's last month. A half month ends with its report, whatever `day` is."""

    every: Every
    day: int

    def nominal(self, day: date) -> date:
        """When the report of the calendar's own period around that day is due, holidays or not."""
        around = period_of(self.every, day)
        if self.every == "weekly":
            return around.start + (self.day - 1) * DAY
        return around.end if self.every == "half_monthly" else placed(around.end, self.day)

    def reporting(self, day: date, days: Workdays) -> Period:
        """The reporting period in which the day lies; its end is the working day on which the report is due."""
        around = period_of(self.every, day)
        while (before := self._due(around.start, days)) >= day:
            around = period_of(self.every, around.start - DAY)
        while (due := self._due(around.start, days)) < day:
            around = period_of(self.every, around.end + DAY)
        return Period(before + DAY, due)

    def _due(self, day: date, days: Workdays) -> date:
        return days.after(self.nominal(day) - DAY, 1)
