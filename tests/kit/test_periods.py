"""Every day lies in one period, and every report is due on a day that is worked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kit.periods import DAY, Cycle, Every, Period, period_of, placed
from luoshi.kit.workdays import Workdays

EVERY: tuple[Every, ...] = ("weekly", "half_monthly", "monthly", "quarterly", "yearly")
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
LAST = date(2035, 12, 31)
HOLIDAY = [date(2026, 10, 1) + n * DAY for n in range(8)]


def five_day_weeks(*off: date, worked: tuple[date, ...] = ()) -> Workdays:
    """Weekdays but those `off`, and the weekends that are `worked`."""
    return Workdays(lambda day: day in worked or (day.weekday() < 5 and day not in off), LAST)


@given(st.sampled_from(EVERY), DAYS)
def test_every_day_lies_in_exactly_one_period_of_the_calendar(every: Every, day: date) -> None:
    around = period_of(every, day)
    assert around.start <= day <= around.end
    assert period_of(every, around.start) == period_of(every, around.end) == around
    assert period_of(every, around.end + DAY).start == around.end + DAY


@given(st.sampled_from(EVERY[:4]), st.integers(1, 7), DAYS, st.sets(DAYS, max_size=40), st.integers(0, 12))
def test_every_day_lies_in_exactly_one_reporting_period(
    every: Every, day: int, at: date, scattered: set[date], length: int
) -> None:
    holiday = {at + n * DAY for n in range(length)}
    days, cycle = five_day_weeks(*scattered, *holiday), Cycle(every, day)
    found = cycle.reporting(at, days)
    assert found.start <= at <= found.end
    assert days.is_workday(found.end)
    assert cycle.reporting(found.start, days) == cycle.reporting(found.end, days) == found
    assert cycle.reporting(found.end + DAY, days).start == found.end + DAY
    assert cycle.reporting(found.start - DAY, days).end == found.start - DAY


@pytest.mark.parametrize(
    ("cycle", "day", "period"),
    [
        (Cycle("weekly", 5), date(2026, 6, 17), Period(date(2026, 6, 13), date(2026, 6, 19))),
        (Cycle("half_monthly", 0), date(2026, 6, 17), Period(date(2026, 6, 16), date(2026, 6, 30))),
        (Cycle("monthly", 20), date(2026, 6, 17), Period(date(2026, 5, 21), date(2026, 6, 22))),
        (Cycle("monthly", 31), date(2026, 2, 3), Period(date(2026, 2, 3), date(2026, 3, 2))),
        (Cycle("quarterly", 25), date(2026, 6, 26), Period(date(2026, 6, 26), date(2026, 9, 25))),
    ],
)
def test_a_report_is_due_on_the_day_named_or_the_next_that_is_worked(cycle: Cycle, day: date, period: Period) -> None:
    assert cycle.reporting(day, five_day_weeks()) == period


def test_a_weekend_that_is_worked_keeps_its_due_day() -> None:
    saturday = date(2026, 6, 20)
    assert Cycle("monthly", 20).reporting(saturday, five_day_weeks(worked=(saturday,))).end == saturday


def test_dues_that_a_long_holiday_makes_one_are_one_period() -> None:
    found = Cycle("weekly", 5).reporting(date(2026, 10, 3), five_day_weeks(*HOLIDAY))
    assert found == Period(date(2026, 9, 26), date(2026, 10, 9))


@given(DAYS, st.integers(1, 31), st.integers(1, 12))
def test_a_placed_day_is_that_day_or_the_month_s_last(start: date, day: int, month: int) -> None:
    found = placed(start, day, month)
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == month - 1
    assert found.day == day or (found.day < day and (found + timedelta(days=1)).day == 1)
