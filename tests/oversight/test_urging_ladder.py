"""The ladder: liaison, head, leader; two working days on each rung, and a rung is not urged twice a day."""

from datetime import date

import pytest

from luoshi.kit.workdays import Workdays
from luoshi.oversight.urging.ladder import CODES, may_climb, next_level

DAYS = Workdays(lambda day: day.weekday() < 5, date(2027, 12, 31))
MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 6, day) for day in (15, 16, 17, 19))
NEXT_MONDAY = date(2026, 6, 22)


def test_the_first_turn_is_the_liaisons() -> None:
    assert next_level([], CODES, MONDAY, DAYS) == "liaison"
    assert may_climb("liaison", [], CODES, MONDAY, DAYS)


@pytest.mark.parametrize("level", ["unit_head", "leader"])
def test_nobody_is_told_before_those_below(level: str) -> None:
    assert not may_climb(level, [], CODES, MONDAY, DAYS)
    assert may_climb(level, [], CODES, MONDAY, DAYS).reason.startswith("先催")


def test_a_rung_has_two_working_days_before_the_next_is_told() -> None:
    past = [("liaison", FRIDAY)]
    assert not may_climb("unit_head", past, CODES, NEXT_MONDAY, DAYS)
    assert may_climb("unit_head", past, CODES, date(2026, 6, 23), DAYS)
    assert next_level(past, CODES, NEXT_MONDAY, DAYS) == "liaison"
    assert next_level(past, CODES, date(2026, 6, 23), DAYS) == "unit_head"


def test_the_same_rung_rests_until_the_next_working_day() -> None:
    past = [("liaison", FRIDAY)]
    for day in (FRIDAY, date(2026, 6, 20), date(2026, 6, 21)):
        verdict = may_climb("liaison", past, CODES, day, DAYS)
        assert not verdict
        assert verdict.reason == "2026年6月19日刚催过，1个工作日以后可以再催。"
    assert may_climb("liaison", past, CODES, NEXT_MONDAY, DAYS)


def test_a_clock_set_back_does_not_open_a_rung_that_rests() -> None:
    assert not may_climb("liaison", [("liaison", TUESDAY)], CODES, MONDAY, DAYS)


def test_a_rung_that_nobody_holds_is_passed_over() -> None:
    assert next_level([], ["unit_head", "leader"], MONDAY, DAYS) == "unit_head"
    assert may_climb("leader", [("liaison", MONDAY)], ["liaison", "leader"], WEDNESDAY, DAYS)


def test_with_nobody_on_the_ladder_the_unit_is_told_at_its_foot() -> None:
    assert next_level([], [], MONDAY, DAYS) == "liaison"


def test_the_top_stays_the_top() -> None:
    past = [("liaison", MONDAY), ("unit_head", WEDNESDAY), ("leader", FRIDAY)]
    assert next_level(past, CODES, date(2026, 6, 24), DAYS) == "leader"


def test_who_was_urged_may_be_urged_again_below_the_rung_that_was_reached() -> None:
    past = [("liaison", MONDAY), ("unit_head", WEDNESDAY)]
    assert may_climb("liaison", past, CODES, WEDNESDAY, DAYS)


def test_after_ten_quiet_working_days_the_ladder_begins_at_its_foot() -> None:
    past = [("liaison", MONDAY), ("unit_head", WEDNESDAY)]
    assert next_level(past, CODES, date(2026, 7, 1), DAYS) in ("leader", "unit_head")
    assert next_level(past, CODES, date(2026, 7, 2), DAYS) == "liaison"
    assert not may_climb("leader", past, CODES, date(2026, 7, 2), DAYS)
