"""Working days by number: the n-th working day since 2000, from a prefix sum, so that no list counts per row."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, timedelta

EPOCH = date(2000, 1, 1)


class Workdays:
    """Working days between `EPOCH` and `last`, by a rule that says whether a day is worked."""

    def __init__(self, is_workday: Callable[[date], bool], last: date) -> None:
        days = ((EPOCH + timedelta(n)).toordinal() for n in range((last - EPOCH).days + 1))
        self.last = last
        self._worked = [day for day in days if is_workday(date.fromordinal(day))]

    def number(self, day: date) -> int:
        """How many working days lie in [EPOCH, day]."""
        return bisect_right(self._worked, day.toordinal())

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        return self.number(end) - self.number(start)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`. Raises IndexError beyond the known years."""
        return date.fromordinal(self._worked[self.number(day) + count - 1])

    def is_workday(self, day: date) -> bool:
        """True if that day is worked."""
        place = bisect_left(self._worked, day.toordinal())
        return place < len(self._worked) and self._worked[place] == day.toordinal()
