"""The calendar arithmetic of 旬 and months."""

import pytest

from luoshi.kit.calendar import Day, dekad_bounds, is_day, month_length


@pytest.mark.parametrize(
    ("year", "month", "days"),
    [(2031, 1, 31), (2031, 4, 30), (2031, 2, 28), (2032, 2, 29), (2100, 2, 28), (2000, 2, 29), (None, 2, 28)],
)
def test_months_have_their_lengths(year: int | None, month: int, days: int) -> None:
    assert month_length(year, month) == days


def test_a_dekad_has_ten_days_and_the_last_the_rest_of_the_month() -> None:
    assert dekad_bounds(2031, 4, 1) == (Day(2031, 4, 1), Day(2031, 4, 10))
    assert dekad_bounds(2031, 4, 2) == (Day(2031, 4, 11), Day(2031, 4, 20))
    assert dekad_bounds(2032, 2, 3) == (Day(2032, 2, 21), Day(2032, 2, 29))


def test_a_day_is_written_as_iso_and_without_its_year_where_none_is_known() -> None:
    assert Day(2031, 4, 5).iso() == "2031-04-05"
    assert Day(None, 4, 5).iso() == "--04-05"


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2031, 13, 1), (2031, 0, 1), (2031, 4, 31), (2031, 2, 29), (2031, 4, 0)]
)
def test_no_such_day(year: int, month: int, day: int) -> None:
    assert not is_day(year, month, day)


def test_the_29th_of_february_may_be_a_day_where_no_year_is_known() -> None:
    assert is_day(None, 2, 29)
    assert is_day(2032, 2, 29)
