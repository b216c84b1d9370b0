"""Gauges count up to a day, by their comparator, against the goal and against what the day should show."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build import TODAY, Quota, Wanted, a_campaign, a_standing, a_task, a_unit
from luoshi.campaigns.models import Campaign, Count, Target
from luoshi.orgs.holidays import calendar
from luoshi.oversight.counts import counts, target
from luoshi.oversight.gauges import Gauge, contributions, gauges
from luoshi.oversight.lights import expected

pytestmark = pytest.mark.django_db


def a_target(campaign: Campaign, number: int = 1) -> Target:
    return Target.objects.get(campaign=campaign, task__number=number)


def counted(target: Target, amount: float, day: date = TODAY, unit: str = "县住建局", source: str = "test") -> Count:
    return Count.objects.create(
        campaign_id=target.campaign_id, kind=target.counted, unit=a_unit(unit), day=day, amount=amount, source=source
    )


def a_gauge(comparator: str, amount: float, goal: float = 10, unit: str = "个") -> Gauge:
    campaign = a_campaign(Wanted("甲", targets=(Quota("目标", goal, unit, comparator),)))
    counted(a_target(campaign), amount)
    return gauges(campaign)[0]


@pytest.mark.parametrize(
    ("comparator", "amount", "met"),
    [
        (">=", 10, True), (">=", 9.9, False), ("=", 10, True), ("=", 12, True), ("=", 9, False),
        (">", 10, False), (">", 10.1, True), ("<=", 10, True), ("<=", 10.1, False), ("<", 10, False), ("<", 9, True),
    ],
)  # fmt: skip
def test_a_target_is_met_by_its_comparator(comparator: str, amount: float, met: bool) -> None:
    assert a_gauge(comparator, amount).is_met == met


def test_a_unit_sees_what_it_gave_and_nobody_else_s_counts() -> None:
    quotas = (Quota("12场", 12, "场"), Quota("95%以上", 95, "%"))
    campaign = a_campaign(Wanted("甲", ("县住建局",), ("县水利局",), targets=quotas), issued=True)
    total, share = Target.objects.filter(campaign=campaign).order_by("number")
    for unit, amount in (("县住建局", 3), ("县水利局", 40)):
        counted(total, amount, unit=unit)
        counted(share, amount, unit=unit)
    own, whole = a_standing("liaison", "县住建局"), a_standing("office")
    assert [gauge.amount for gauge in gauges(campaign, who=own)] == [3, 3]
    assert [row.unit for row in counts(total, TODAY, who=own)] == ["县住建局"]
    assert [gauge.amount for gauge in gauges(campaign, who=whole)] == [43, 21.5]
    assert len(counts(total, TODAY, who=whole)) == 2


def test_amounts_add_up_and_shares_average_each_unit_s_latest() -> None:
    quotas = (Quota("12场", 12, "场"),)
    campaign = a_campaign(Wanted("甲", targets=quotas), Wanted("乙", targets=(Quota("95%以上", 95, "%"),)))
    total, share = a_target(campaign, 1), a_target(campaign, 2)
    counted(total, 3)
    counted(total, 4, TODAY - timedelta(9), "县水利局")
    counted(share, 60, TODAY - timedelta(9))
    counted(share, 90, TODAY - timedelta(1))
    counted(share, 100, TODAY - timedelta(3), "县水利局")
    counted(share, 10, TODAY - timedelta(20))
    summed, averaged = gauges(campaign)
    assert (summed.amount, summed.sources, summed.last) == (7, 2, TODAY)
    assert averaged.amount == 95
    assert averaged.is_met


def test_a_past_day_shows_what_was_counted_then() -> None:
    campaign = a_campaign(Wanted("甲", targets=(Quota("12场", 12, "场"),)))
    counted(a_target(campaign), 3, date(2026, 5, 20))
    counted(a_target(campaign), 4, date(2026, 6, 1))
    then = gauges(campaign, as_of=date(2026, 5, 31))[0]
    assert (then.amount, then.share, then.last) == (3, 25, date(2026, 5, 20))
    days, task = calendar(), a_task(campaign)
    assert task.start and task.due
    assert then.due_share == expected(days.number(task.start), days.number(task.due), days.number(date(2026, 5, 31)))


def test_what_is_counted_elsewhere_feeds_no_gauge() -> None:
    campaign = a_campaign(Wanted("甲", targets=(Quota("12场", 12, "场"),)))
    other = a_campaign(Wanted("甲", targets=(Quota("12场", 12, "场"),)), title="另一个")
    counted(a_target(other), 5)
    assert gauges(campaign)[0].amount == 0
    assert gauges(campaign)[0].last is None


def test_who_sees_single_tasks_sees_their_gauges_only() -> None:
    quotas = (Quota("12场", 12, "场"),)
    campaign = a_campaign(Wanted("甲", targets=quotas), Wanted("乙", units=("县水利局",), targets=quotas), issued=True)
    seen = gauges(campaign, who=a_standing("liaison", "县水利局"))
    assert [gauge.number for gauge in seen] == [2]
    assert len(gauges(campaign, who=a_standing("office"))) == 2


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=12), st.integers(1, 5), st.integers(0, 40))
@settings(derandomize=True, max_examples=25, deadline=None)
def test_the_rows_behind_a_gauge_add_up_to_it_page_by_page(said: list, size: int, back: int) -> None:
    campaign = a_campaign(Wanted("甲", targets=(Quota("12场", 12, "场"),)))
    held, day = a_target(campaign), TODAY - timedelta(back)
    for ago, amount in said:
        counted(held, amount, TODAY - timedelta(ago))
    gauge = gauges(campaign, as_of=day)[0]
    rows, before = [], None
    while page := counts(held, day, before=before, limit=size):
        rows += page
        before = page[-1].id
    assert sum(row.amount for row in rows) == gauge.amount
    assert len(rows) == gauge.sources
    assert [row.day for row in rows] == sorted((row.day for row in rows), reverse=True)
    assert max((row.day for row in rows), default=None) == gauge.last


def test_a_unit_s_contributions_are_told_by_target() -> None:
    campaign = a_campaign(Wanted("甲", targets=(Quota("12场", 12, "场"),)))
    held = a_target(campaign)
    counted(held, 3)
    counted(held, 4, unit="县水利局")
    given = contributions(campaign, a_standing(), a_unit("县水利局").pk)
    assert [(gauge.target_id, amount) for gauge, amount in given] == [(held.pk, 4)]
    assert target(campaign, held.pk) == held
    assert target(a_campaign(title="另一个"), held.pk) is None


@pytest.mark.parametrize(
    ("start", "due", "now", "percent"),
    [
        (None, 9, 5, None), (1, None, 5, None), (10, 20, 15, 50), (10, 20, 5, 0), (10, 20, 30, 100),
        (10, 10, 9, 0), (10, 10, 10, 100), (20, 10, 9, 0), (20, 10, 30, 100),
    ],
)  # fmt: skip
def test_expected_progress_is_the_share_of_working_days_gone_by(
    start: int | None, due: int | None, now: int, percent: int | None
) -> None:
    assert expected(start, due, now) == percent
