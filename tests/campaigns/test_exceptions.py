"""Exceptions to the calendar are set by the office, written down, and felt by every count of working days."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build import Wanted, a_campaign, a_standing, a_unit
from luoshi.campaigns.exceptions import drop_day, set_day
from luoshi.campaigns.models import Assignment
from luoshi.journal.models import Entry
from luoshi.kit.seen import Overtaken, mark
from luoshi.kit.verdict import Refused
from luoshi.orgs.days import DayException, day_facts, exceptions
from luoshi.orgs.holidays import calendar, calendars
from luoshi.orgs.models import DayRule

pytestmark = pytest.mark.django_db
SATURDAY, MONDAY = date(2026, 6, 27), date(2026, 6, 29)


def test_a_saturday_can_be_worked_and_a_monday_be_off() -> None:
    set_day(DayException(SATURDAY, True, "调休上班"), by=a_standing("office"))
    set_day(DayException(MONDAY, False), by=a_standing("admin_system"))
    days = calendar()
    assert days.is_workday(SATURDAY)
    assert not days.is_workday(MONDAY)
    assert [(row.day, row.note, row.unit) for row in exceptions(SATURDAY)] == [
        (SATURDAY, "调休上班", ""),
        (MONDAY, "", ""),
    ]


def test_a_unit_s_own_day_goes_before_what_holds_for_all() -> None:
    by, unit = a_standing(), a_unit("县司法局")
    set_day(DayException(MONDAY, False), by=by)
    set_day(DayException(MONDAY, True, "", unit.pk), by=by)
    set_day(DayException(SATURDAY, True), by=by)
    found = calendars()
    assert set(found) == {None, unit.pk}
    assert (found[None].is_workday(MONDAY), found[unit.pk].is_workday(MONDAY)) == (False, True)
    assert found[unit.pk].is_workday(SATURDAY)
    assert not calendar().is_workday(MONDAY)


def test_the_same_day_said_twice_is_one_exception_and_one_entry() -> None:
    by = a_standing()
    for _time in range(2):
        set_day(DayException(MONDAY, False), by=by)
    assert (DayRule.objects.count(), Entry.objects.filter(act="day.set").count()) == (1, 1)
    rule = set_day(DayException(MONDAY, True, seen=mark(day_facts(DayRule.objects.get()))), by=by)
    assert (DayRule.objects.count(), Entry.objects.filter(act="day.set").count()) == (1, 2)
    for _time in range(2):
        drop_day(rule.pk, by=by)
    assert (DayRule.objects.count(), Entry.objects.filter(act="day.drop").count()) == (0, 1)


def test_who_sets_a_day_after_somebody_else_is_told_and_overwrites_nothing() -> None:
    first, second = a_standing("office"), a_standing("admin_system")
    rule = set_day(DayException(MONDAY, False, "县庆"), by=first)
    with pytest.raises(Overtaken):
        set_day(DayException(MONDAY, True, "照常上班"), by=second)
    early = mark(day_facts(rule))
    set_day(DayException(MONDAY, True, "县庆改期", seen=early), by=first)
    with pytest.raises(Overtaken):
        set_day(DayException(MONDAY, False, "放假", seen=early), by=second)
    assert [(row.is_workday, row.note) for row in exceptions(MONDAY)] == [(True, "县庆改期")]
    assert Entry.objects.filter(act="day.set").count() == 2


def test_units_set_no_days() -> None:
    with pytest.raises(Refused, match="领导小组办公室"):
        set_day(DayException(MONDAY, False), by=a_standing("unit_head", "县住建局"))


@given(
    st.lists(
        st.tuples(st.dates(date(2026, 6, 20), date(2026, 7, 10)), st.sampled_from([True, False, None])), max_size=6
    )
)
@settings(derandomize=True, max_examples=15)
def test_assignments_count_by_the_calendar_in_force(tries: list[tuple[date, bool | None]]) -> None:
    dues = (date(2026, 6, 26), date(2026, 6, 30), date(2026, 7, 4), None)
    campaign = a_campaign(*(Wanted("甲", due=due, start=date(2026, 6, 24)) for due in dues), issued=True)
    by = a_standing()
    for day, is_workday in tries:
        held = DayRule.objects.filter(day=day).first()
        if is_workday is not None:
            set_day(DayException(day, is_workday, seen=mark(day_facts(held)) if held else ""), by=by)
        elif held is not None:
            drop_day(held.pk, by=by)
    days = calendar()
    for row in Assignment.objects.filter(campaign=campaign):
        assert row.start_n == (days.number(row.start) if row.start else None)
        assert row.due_n == (days.number(row.due) if row.due else None)
