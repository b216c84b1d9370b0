"""Pure calendar arithmetic of official texts: the days of a month, of a 旬, of a quarter, as inclusive bounds."""

from typing import NamedTuple

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Day(NamedTuple):
    """A day of the calendar; `year` is None where no year is known."""

    year: int | None
    month: int
    day: int

    def iso(self) -> str:
        """`YYYY-MM-DD`, or `--MM-DD` without a year."""
        head = "-" if self.year is None else f"{self.year:04d}"
        return f"{head}-{self.month:02d}-{self.day:02d}"


def month_length(year: int | None, month: int) -> int:
    """Days of the month; February has 28 where the year is unknown."""
    if month == 2 and year is not None and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return LENGTHS[month - 1]


def dekad_bounds(year: int | None, month: int, dekad: int) -> tuple[Day, Day]:
    """First and last day of the month's 上旬 (1), 中旬 (2) or 下旬 (3)."""
    last = month_length(year, month) if dekad == 3 else dekad * 10
    return Day(year, month, dekad * 10 - 9), Day(year, month, last)


def is_day(year: int | None, month: int, day: int) -> bool:
    """True if the calendar has that day (29 February also where the year is unknown)."""
    if not 1 <= month <= 12 or day < 1:
        return False
    return day <= (29 if month == 2 and year is None else month_length(year, month))
