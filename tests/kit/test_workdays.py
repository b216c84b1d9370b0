"""Working days by number agree with counting them one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kit.workdays import EPOCH, Workdays

LAST = date(2003, 12, 31)
WEEKDAYS = Workdays(lambda day: day.weekday() < 5, LAST)
DAYS = st.dates(EPOCH, LAST)


def counted(start: date, end: date) -> int:
    """Working days after `start` up to `end`, one by one."""
    return sum((start + timedelta(n)).weekday() < 5 for n in range(1, (end - start).days + 1))


@given(DAYS, DAYS)
def test_days_between_are_those_that_one_counts(start: date, end: date) -> None:
    forth = counted(start, end) if start <= end else -counted(end, start)
    assert WEEKDAYS.between(start, end) == forth


@given(DAYS)
def test_a_number_grows_by_one_on_each_working_day_and_stays_on_others(day: date) -> None:
    before = WEEKDAYS.number(day - timedelta(1))
    assert WEEKDAYS.number(day) == before + WEEKDAYS.is_workday(day)
    assert WEEKDAYS.is_workday(day) == (day.weekday() < 5)


@given(st.dates(EPOCH, date(2003, 6, 1)), st.integers(1, 60))
def test_the_day_after_so_many_working_days_is_a_working_day_so_far_away(day: date, n: int) -> None:
    found = WEEKDAYS.after(day, n)
    assert WEEKDAYS.is_workday(found)
    assert WEEKDAYS.between(day, found) == n


def test_beyond_the_known_years_there_is_no_day() -> None:
    with pytest.raises(IndexError):
        WEEKDAYS.after(LAST, 1)
    assert not WEEKDAYS.is_workday(LAST + timedelta(365))


def test_a_swapped_saturday_counts_and_a_holiday_does_not() -> None:
    off, worked = date(2003, 1, 1), date(2003, 1, 4)
    days = Workdays(lambda day: day == worked or (day.weekday() < 5 and day != off), LAST)
    assert days.between(date(2002, 12, 31), date(2003, 1, 5)) == 3
