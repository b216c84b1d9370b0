"""Reports are asked on a stated basis, and owed once their day is past and nothing was said."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from build import TODAY, Wanted, a_campaign, a_standing, a_task, an_assignment
from luoshi.campaigns import feedback
from luoshi.campaigns.course import Cause, suspend
from luoshi.campaigns.feedback import Submission, Unanswered
from luoshi.campaigns.models import Assignment, Campaign, Feedback, Rhythm
from luoshi.campaigns.rhythm.keep import Rounds, drop_rhythm, set_rhythm
from luoshi.campaigns.rhythm.owed import owed, owing, reporting
from luoshi.journal.models import Entry
from luoshi.kit.periods import DAY, Cycle, Period
from luoshi.kit.verdict import Refused
from luoshi.orgs.days import DayException, set_day
from luoshi.orgs.holidays import calendar

pytestmark = pytest.mark.django_db
BASIS = "方案第五部分第（二）项"
FRIDAYS = Rounds("weekly", 5, BASIS)
MAY = date(2026, 5, 12)
LAST_WEEK = Period(date(2026, 6, 6), date(2026, 6, 12))


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def running(*tasks: Wanted, since: date = MAY) -> Campaign:
    """A campaign whose tasks were issued and signed for on a day, before it is what `TODAY` is."""
    campaign = a_campaign(*(tasks or (Wanted("甲"),)), today=since, issued=True)
    Assignment.objects.filter(campaign=campaign).update(issued_at=at(since), start=None)
    for row in Assignment.objects.filter(campaign=campaign).select_related("unit", "campaign"):
        feedback.sign(row, by=a_standing("liaison", row.unit.name))
    return campaign


def on(campaign: Campaign, day: date = TODAY) -> Campaign:
    """The campaign read on that day."""
    campaign.frozen_today = day
    campaign.save(update_fields=["frozen_today"])
    return Campaign.objects.get(pk=campaign.pk)


def said(row: Assignment, day: date) -> None:
    Feedback.objects.create(assignment=row, by_name="甲", at=at(day), progress=10, said="一句")


def owes(campaign: Campaign, day: date = TODAY) -> set[int]:
    return set(owing(on(campaign, day)).values_list("pk", flat=True))


def test_what_nobody_asked_for_is_not_owed() -> None:
    campaign = running()
    assert owes(campaign) == set()
    assert reporting(an_assignment(campaign)) is None


def test_a_report_is_owed_from_the_day_after_it_was_due() -> None:
    campaign = running()
    set_rhythm(campaign, FRIDAYS, by=a_standing())
    row = an_assignment(campaign)
    said(row, date(2026, 6, 5))
    assert owes(campaign, date(2026, 6, 12)) == set()
    assert owes(campaign, date(2026, 6, 13)) == {row.pk}
    assert owed(on(campaign), [row.pk]) == {row.pk: LAST_WEEK}


def test_one_report_settles_what_was_owed_also_when_it_comes_late() -> None:
    campaign = running()
    set_rhythm(campaign, FRIDAYS, by=a_standing())
    row = an_assignment(campaign)
    assert owes(campaign) == {row.pk}
    said(row, TODAY)
    assert owes(campaign) == set()
    shown = reporting(an_assignment(campaign))
    assert shown
    after_the_feast = Period(date(2026, 6, 13), date(2026, 6, 22))  # Friday 19 June is 端午节
    assert (shown.period, shown.is_reported, shown.owed) == (after_the_feast, True, None)


def test_while_the_campaign_stands_still_nothing_is_owed() -> None:
    campaign = running()
    set_rhythm(campaign, FRIDAYS, by=a_standing())
    assert owes(campaign)
    suspend(on(campaign), Cause("机构调整"), by=a_standing("leader", "县委"))
    assert owes(campaign) == set()


def test_unchanged_is_a_report() -> None:
    campaign = running()
    set_rhythm(campaign, FRIDAYS, by=a_standing())
    row = an_assignment(on(campaign))
    feedback.report_unchanged(row, by=a_standing("liaison", "县住建局"))
    assert owes(campaign) == set()


def test_a_task_can_be_reported_on_otherwise_than_the_rest_or_not_at_all() -> None:
    campaign = running(Wanted("甲"), Wanted("乙"), Wanted("丙"))
    by = a_standing()
    set_rhythm(campaign, FRIDAYS, by=by)
    set_rhythm(campaign, Rounds("monthly", 20, BASIS), by=by, task=a_task(campaign, 2))
    set_rhythm(campaign, Rounds("none"), by=by, task=a_task(campaign, 3))
    first, second, third = (an_assignment(campaign, number) for number in (1, 2, 3))
    assert owed(on(campaign)) == {
        first.pk: LAST_WEEK, second.pk: Period(date(2026, 4, 21), date(2026, 5, 20))
    }  # fmt: skip
    drop_rhythm(a_task(campaign, 3), by=by)
    assert owes(campaign) == {first.pk, second.pk, third.pk}


def test_who_got_it_too_late_for_the_period_owes_nothing_for_it() -> None:
    campaign = running(since=date(2026, 6, 10))
    set_rhythm(campaign, FRIDAYS, by=a_standing())
    Rhythm.objects.update(since=MAY)
    assert owes(campaign) == set()
    Assignment.objects.update(issued_at=at(date(2026, 6, 9)))
    assert len(owes(campaign)) == 1
    Rhythm.objects.update(since=date(2026, 6, 10))
    assert owes(campaign) == set()
    Rhythm.objects.update(since=MAY)
    Assignment.objects.update(start=date(2026, 6, 10))
    assert owes(campaign) == set()


def test_what_is_not_signed_for_or_is_handed_in_owes_no_report() -> None:
    campaign = running()
    set_rhythm(campaign, FRIDAYS, by=a_standing())
    row = an_assignment(campaign)
    feedback.submit(row, Submission("清单"), by=a_standing("liaison", "县住建局"))
    assert owes(campaign) == set()
    fresh = a_campaign(Wanted("乙"), today=MAY, title="另一个", issued=True)
    set_rhythm(fresh, FRIDAYS, by=a_standing())
    Assignment.objects.filter(campaign=fresh).update(issued_at=at(MAY))
    assert owes(fresh) == set()


def test_a_make_up_day_and_a_unit_s_own_holiday_move_the_day() -> None:
    campaign = running(Wanted("甲"), Wanted("乙", units=("县司法局",)))
    set_rhythm(campaign, FRIDAYS, by=a_standing())
    first, second = an_assignment(campaign, 1), an_assignment(campaign, 2)
    friday = date(2026, 6, 12)
    set_day(DayException(friday, False, "本单位放假", second.unit_id), by=a_standing())
    assert owed(on(campaign, date(2026, 6, 13))) == {
        first.pk: LAST_WEEK, second.pk: Period(date(2026, 5, 30), date(2026, 6, 5))
    }  # fmt: skip
    assert owed(on(campaign, date(2026, 6, 16)))[second.pk] == Period(date(2026, 6, 6), date(2026, 6, 15))
    set_day(DayException(date(2026, 6, 13), True, "调休上班", second.unit_id), by=a_standing())
    assert owed(on(campaign, date(2026, 6, 14)))[second.pk] == Period(date(2026, 6, 6), date(2026, 6, 13))


@pytest.mark.parametrize(
    ("rounds", "field"),
    [
        (Rounds("daily", 1, BASIS), "every"),
        (Rounds("weekly", 8, BASIS), "day"),
        (Rounds("monthly", 0, BASIS), "day"),
        (Rounds("weekly", 5, " "), "basis"),
        (Rounds("half_monthly", 0), "basis"),
    ],
)
def test_no_report_is_asked_without_a_day_and_a_basis(rounds: Rounds, field: str) -> None:
    campaign = a_campaign()
    with pytest.raises(Unanswered) as raised:
        set_rhythm(campaign, rounds, by=a_standing())
    assert raised.value.field == field
    assert not Rhythm.objects.exists()


def test_the_same_rhythm_again_writes_nothing_and_another_basis_keeps_its_beginning() -> None:
    campaign, by = a_campaign(today=MAY), a_standing()
    set_rhythm(campaign, FRIDAYS, by=by)
    entries = Entry.objects.count()
    set_rhythm(on(campaign), FRIDAYS, by=by)
    assert Entry.objects.count() == entries
    again = set_rhythm(on(campaign), Rounds("weekly", 5, "方案第六部分"), by=by)
    assert (again.since, Entry.objects.count()) == (MAY, entries + 1)
    assert set_rhythm(on(campaign), Rounds("weekly", 4, BASIS), by=by).since == TODAY


def test_the_office_alone_asks_for_reports() -> None:
    with pytest.raises(Refused, match="领导小组办公室"):
        set_rhythm(a_campaign(), FRIDAYS, by=a_standing("leader", "县委"))


@given(
    st.sampled_from(["weekly", "monthly"]),
    st.integers(1, 7),
    st.dates(date(2026, 6, 1), date(2026, 9, 30)),
    st.integers(0, 70),
)
@settings(derandomize=True, max_examples=20)
def test_the_list_says_what_the_calendar_says(every: str, day: int, today: date, ago: int) -> None:
    campaign = running(since=date(2026, 3, 2))
    set_rhythm(campaign, Rounds(every, day, BASIS), by=a_standing())
    row, reported = an_assignment(campaign), today - ago * DAY
    said(row, reported)
    cycle, days = Cycle(every, day), calendar()  # type: ignore[arg-type]
    over = cycle.reporting(cycle.reporting(today, days).start - DAY, days)
    assert owed(on(campaign, today)) == ({row.pk: over} if reported < over.start else {})
