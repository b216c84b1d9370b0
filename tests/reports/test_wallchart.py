"""The wall chart puts every item where its days say, and today where today is."""

from datetime import date, timedelta

import pytest

from build import TODAY, Quota, Wanted, a_campaign, a_standing, an_assignment
from luoshi.campaigns.feedback import Report, Submission, report, sign, submit
from luoshi.campaigns.models import Assignment, Campaign, Task
from luoshi.campaigns.verify import Verification, accept
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import tally
from luoshi.reports.wallchart import Axis, Bar, Chart, chart

pytestmark = pytest.mark.django_db
START, END = date(2026, 4, 21), date(2026, 9, 20)
DAYS = (END - START).days + 1


def drawn(campaign: Campaign, first_day: date | None = None, **filters: object) -> Chart:
    return chart(campaign, a_standing(), Filters(**filters), first_day=first_day)  # type: ignore[arg-type]


def a_bar(*, start: date | None, due: date | None, progress: int = 0, first_day: date | None = None) -> Bar:
    """The bar of the only item, between these days and that far."""
    campaign = a_campaign(Wanted("排查", start=start, due=due), issued=True, today=start)
    Campaign.objects.update(frozen_today=TODAY)
    campaign.refresh_from_db()
    for rows in (Task.objects, Assignment.objects):
        rows.update(start=start, due=due)
    unit, held = a_standing("liaison", "县住建局"), an_assignment(campaign)
    sign(held, by=unit)
    if progress:
        report(held, Report(progress, "已办"), by=unit)
    return drawn(campaign, first_day).bars[0]


def share(day: date, *, whole: bool = False) -> float:
    """Where a day begins, or with `whole` ends, on the axis of the stages."""
    return ((day - START).days + whole) / DAYS


def test_a_bar_runs_from_the_first_day_to_the_end_of_the_last() -> None:
    bar = a_bar(start=date(2026, 6, 1), due=date(2026, 6, 30), progress=50)
    assert bar.start == pytest.approx(share(date(2026, 6, 1)))
    assert bar.end == bar.late == pytest.approx(share(date(2026, 6, 30), whole=True))
    assert bar.done == pytest.approx((bar.start + bar.end) / 2)


def test_the_shortfall_reaches_from_what_is_done_to_what_the_days_ask() -> None:
    bar = a_bar(start=date(2026, 6, 1), due=date(2026, 6, 30), progress=10)
    assert bar.item.expected == 60
    assert bar.short == pytest.approx(bar.start + (bar.end - bar.start) * 0.6)
    ahead = a_bar(start=date(2026, 6, 1), due=date(2026, 6, 30), progress=80)
    assert ahead.short == ahead.done


def test_what_waits_for_a_verdict_or_is_done_falls_short_of_nothing() -> None:
    campaign = a_campaign(Wanted("排查", start=date(2026, 6, 1), due=date(2026, 6, 30)), issued=True)
    unit, held = a_standing("liaison", "县住建局"), an_assignment(campaign)
    sign(held, by=unit)
    submit(held, Submission("成果"), by=unit)
    bar = drawn(campaign).bars[0]
    assert bar.short == bar.done == bar.start
    accept(held, Verification(), by=a_standing("supervisor", "督导组"))
    bar = drawn(campaign).bars[0]
    assert bar.done == bar.short == bar.end


def test_an_overdue_bar_runs_on_to_today() -> None:
    bar = a_bar(start=date(2026, 5, 1), due=date(2026, 6, 10), progress=90)
    assert bar.late == pytest.approx(share(TODAY))
    assert bar.late > bar.end
    assert a_bar(start=date(2026, 5, 1), due=TODAY).late == pytest.approx(share(TODAY, whole=True))


def test_a_limit_alone_is_one_day_and_no_limit_runs_to_the_edge() -> None:
    bar = a_bar(start=None, due=date(2026, 6, 30))
    assert (bar.start, bar.end) == pytest.approx((share(date(2026, 6, 30)), share(date(2026, 6, 30), whole=True)))
    assert a_bar(start=date(2026, 6, 1), due=None).end == 1
    assert (lambda b: (b.start, b.end))(a_bar(start=None, due=None)) == (0, 1)


def test_the_axis_holds_every_stage_and_every_item_and_ten_days_at_least() -> None:
    campaign = a_campaign(Wanted("早", start=date(2026, 4, 1)), Wanted("晚", due=date(2026, 10, 3)), issued=True)
    assert drawn(campaign).axis == Axis(date(2026, 4, 1), date(2026, 10, 3))
    alone = a_campaign(Wanted("一日", start=TODAY, due=TODAY), stages=False, issued=True)
    assert drawn(alone).axis == Axis(TODAY, TODAY + timedelta(9))


def test_every_screen_of_a_long_chart_has_the_same_axis() -> None:
    campaign = a_campaign(
        *(Wanted(f"任务{n}", due=date(2026, 6, 1) + timedelta(n * 20)) for n in range(8)), issued=True
    )
    first = chart(campaign, a_standing(), Filters(), size=3)
    second = chart(campaign, a_standing(), Filters(), size=3, after=first.after)
    assert first.axis == second.axis == Axis(START, date(2026, 10, 19))


def test_screens_reach_every_item_once_in_the_order_of_the_plan() -> None:
    campaign = a_campaign(*(Wanted(f"任务{n}") for n in range(11)), issued=True)
    seen, after = [], ""
    while True:
        part = chart(campaign, a_standing(), Filters(), after=after, size=4)
        seen += [bar.item.number for bar in part.bars]
        if not (after := part.after):
            break
    assert seen == list(range(1, 12))


def test_filters_narrow_bars_and_counts_alike() -> None:
    campaign = a_campaign(
        Wanted("甲", due=date(2026, 6, 1)), Wanted("乙", due=date(2026, 9, 1), start=TODAY), issued=True
    )
    red = drawn(campaign, light="bad")
    assert [bar.item.title for bar in red.bars] == ["甲"]
    assert red.tally.total == len(red.bars) == tally(campaign, a_standing(), Filters(light="bad")).total


def test_months_and_ten_day_periods_tile_the_axis() -> None:
    whole = drawn(a_campaign(issued=True))
    for ticks in (whole.months, whole.minor):
        assert ticks[0].start == 0
        assert all(one.end == pytest.approx(other.start) for one, other in zip(ticks, ticks[1:], strict=False))
        assert ticks[-1].end >= 1
    assert [tick.label for tick in whole.months] == [f"2026-{month:02}" for month in range(4, 10)]
    assert "".join(tick.label for tick in whole.minor) == "下" + "上中下" * 4 + "上中"


def test_five_weeks_show_days_and_leave_bars_beyond_the_edges_for_the_page_to_clip() -> None:
    bar = a_bar(start=date(2026, 4, 21), due=date(2026, 9, 20), first_day=date(2026, 6, 8))
    assert bar.start < 0 < 1 < bar.end
    days = drawn(a_campaign(issued=True), date(2026, 6, 8))
    assert days.axis == Axis(date(2026, 6, 8), date(2026, 7, 12))
    assert [tick.label for tick in days.minor] == [str((date(2026, 6, 8) + timedelta(n)).day) for n in range(35)]
    assert days.today == pytest.approx(9 / 35)


def test_today_is_drawn_where_it_is_and_not_at_all_outside() -> None:
    campaign = a_campaign(issued=True)
    assert drawn(campaign).today == pytest.approx(share(TODAY))
    assert drawn(campaign, date(2026, 7, 1)).today is None
    assert drawn(campaign, TODAY).today == 0
    later = a_campaign(issued=True, today=date(2026, 12, 1))
    assert drawn(later).today is None


def test_a_bar_says_in_a_few_words_what_is_counted() -> None:
    goals = tuple(Quota(f"不少于{n}个", n, "个") for n in (18, 3.5, 7, 9))
    campaign = a_campaign(Wanted("老旧小区改造提升工程", targets=goals), issued=True)
    said = drawn(campaign).bars[0].node
    assert said == "老旧小区改造提升工程18个　老旧小区改造提升工程3.5个　老旧小区改造提升工程7个"


def test_what_is_too_long_for_a_bar_is_left_out_and_not_cut() -> None:
    goals = (Quota("不少于18个", 18, "个"),)
    campaign = a_campaign(Wanted("老旧小区改造提升重点工程项目", targets=goals), issued=True)
    assert drawn(campaign).bars[0].node == "18个"


def test_a_unit_sees_its_own_bars_alone() -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙", units=("县水利局",)), issued=True)
    mine = chart(campaign, a_standing("liaison", "县水利局"), Filters())
    assert [bar.item.title for bar in mine.bars] == ["乙"]
    assert mine.tally.total == 1
