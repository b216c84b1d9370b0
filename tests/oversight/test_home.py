"""The home page's parts agree with the lists behind them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build import TODAY, Quota, Wanted, a_campaign, a_person, a_set, a_standing, a_task, an_assignment
from luoshi.campaigns import feedback
from luoshi.campaigns.doubts import Doubts
from luoshi.campaigns.issue import issue, preview
from luoshi.campaigns.models import Duty
from luoshi.campaigns.settle import set_basis
from luoshi.oversight.changes import changes
from luoshi.oversight.home import home
from luoshi.oversight.items import Filters
from luoshi.oversight.lights import LIGHTS
from luoshi.oversight.parties import by_leader, choices, shares
from luoshi.oversight.queries import page, tally, task_ids
from luoshi.oversight.sheet import sheet

pytestmark = pytest.mark.django_db
TASKS = st.lists(
    st.builds(
        Wanted,
        title=st.just("任务"),
        units=st.lists(st.sampled_from(["甲局", "乙局", "丙局"]), max_size=2, unique=True).map(tuple),
        support=st.lists(st.sampled_from(["甲局", "丁局"]), max_size=2, unique=True).map(tuple),
        leaders=st.lists(st.sampled_from(["王明", "王明华", "李清"]), max_size=2).map(tuple),
        due=st.one_of(st.none(), st.dates(date(2026, 5, 20), date(2026, 7, 10))),
        stage=st.one_of(st.none(), st.integers(0, 2)),
    ),
    min_size=1,
    max_size=6,
)


@given(TASKS, st.booleans())
@settings(derandomize=True, max_examples=20, deadline=None)
def test_shares_leaders_and_stages_are_counts_of_lists(tasks: list[Wanted], issued: bool) -> None:
    campaign, office = a_campaign(*tasks, issued=issued), a_standing()
    shown = home(campaign, office)
    for share in shares(campaign, office):
        assert share.leads == len(page(campaign, office, Filters(unit=share.unit_id), size=99).items)
        assert share.joins == len(page(campaign, office, Filters(joint=share.unit_id), size=99).items)
        for light in LIGHTS:
            assert share.lights[light] == tally(campaign, office, Filters(unit=share.unit_id, light=light)).total
    for name, lights in by_leader(campaign, office).items():
        for light in LIGHTS:
            assert lights[light] == len(page(campaign, office, Filters(leader=name, light=light), size=99).items)
    for card in shown.stages:
        assert card.total == len(page(campaign, office, Filters(stage=card.id), size=99).items)
        assert sum(card.lights.values()) == card.total
    wanted = choices(campaign, office)
    assert set(wanted.leaders) == set(
        Duty.objects.filter(role="lead_person", task__campaign=campaign).values_list("name", flat=True)
    )
    assert [pk for pk, _name in wanted.units] == [share.unit_id for share in shares(campaign, office) if share.leads]


@given(TASKS)
@settings(derandomize=True, max_examples=20, deadline=None)
def test_who_owes_most_comes_first_and_all_owe_something(tasks: list[Wanted]) -> None:
    campaign, office = a_campaign(*tasks, issued=True), a_standing()
    owed = home(campaign, office).worst
    red_and_yellow = page(campaign, office, Filters(light="bad,warn"), size=99).items
    assert len(owed) == min(6, len(red_and_yellow))
    assert {item.key for item in owed} <= {item.key for item in red_and_yellow}
    assert [item.reason.code for item in owed] == sorted(item.reason.code for item in owed)


def test_the_current_stage_says_which_working_day_today_is() -> None:
    shown = home(a_campaign(), a_standing())
    assert shown.current is not None
    assert (shown.current.number, shown.current.phase) == (2, "now")
    assert [card.phase for card in shown.stages] == ["past", "now", "coming"]
    assert (shown.workday, shown.workdays) == (28, 36)


def test_without_stages_there_is_no_current_one() -> None:
    shown = home(a_campaign(stages=False), a_standing())
    assert (shown.stages, shown.current, shown.workdays) == ((), None, 0)


def test_before_issuing_home_says_what_could_go_out() -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙", units=("某单位",)), unknown=("某单位",))
    shown = home(campaign, a_standing())
    assert (shown.doubts.ready, shown.doubts.without_unit) == (1, 1)
    assert shown.doubts.unsettled == (("某单位", 1),)
    assert shown.doubts.findings[0].code == "holiday"
    out = home(a_campaign(title="另一个", issued=True), a_standing()).doubts
    assert (out.ready, out.without_unit) == (0, 0)


def test_a_liaison_s_home_holds_neither_doubts_nor_others_work() -> None:
    campaign = a_campaign(
        Wanted("甲", targets=(Quota("3场", 3, "场"),)), Wanted("乙", units=("县水利局",)), issued=True
    )
    feedback.sign(an_assignment(campaign, 1), by=a_standing("liaison", "县住建局"))
    shown = home(campaign, a_standing("liaison", "县水利局"))
    assert (shown.doubts, shown.gauges) == (Doubts(), ())
    assert [change.line.act for change in shown.changes] == ["assignment.issue"]


def test_owing_units_are_named_with_their_liaisons() -> None:
    a_person("liaison", "县住建局", "韩牧之")
    campaign = a_campaign(Wanted("甲", due=date(2026, 6, 1)), issued=True)
    shown = home(campaign, a_standing())
    assert shown.liaisons == {an_assignment(campaign).unit_id: ("韩牧之",)}


def test_changes_name_their_task_and_are_paged_without_a_gap() -> None:
    tasks = (Wanted("甲", targets=(Quota("每人5户", 5, "户", per="每人"),)), Wanted("乙"))
    campaign = a_campaign(*tasks, issued=True)
    by, row = a_standing("liaison", "县住建局"), an_assignment(campaign)
    feedback.sign(row, by=by)
    set_basis(campaign.targets.get(), 3, by=a_standing())
    for n in range(5):
        feedback.report(row, feedback.Report(n, f"第{n}次"), by=by)
    office, seen, before = a_standing(), [], None
    while True:
        shown = changes(campaign, office, 3, before)
        seen += shown.lines
        before = shown.before
        if before is None:
            break
    assert [change.line.seq for change in seen] == list(range(len(seen), 0, -1))
    subjects = {change.line.act: change.subject for change in seen}
    assert subjects["assignment.sign"] and subjects["assignment.sign"].unit == "县住建局"
    assert subjects["target.basis"] and subjects["target.basis"].title == "甲"
    assert subjects["campaign.adopt"] is None
    mine = changes(campaign, by, 99)
    assert {change.line.act for change in mine.lines} == {"assignment.issue", "assignment.sign", "assignment.report"}


def test_a_sheet_opens_at_the_assignment_asked_for_or_at_the_only_one() -> None:
    campaign, office = a_campaign(Wanted("甲", units=("各乡镇",)), unknown=("各乡镇",)), a_standing()
    single = a_campaign(title="另一个", issued=True)
    alone = sheet(single, office, an_assignment(single).task_id)
    assert alone is not None and alone.chosen is not None and alone.work is not None
    unissued = sheet(campaign, office, task_ids(campaign, office, Filters())[0])
    assert unissued is not None and unissued.chosen is not None
    assert (unissued.chosen.state, unissued.work) == ("unissued", None)
    assert sheet(campaign, office, 10**9) is None
    assert unissued.task.due is None or unissued.task.due > TODAY


def test_home_counts_what_the_preview_of_issuing_lists() -> None:
    a_set("各乡镇", ("青溪镇", "白沙镇"))
    a_set("各专班", ())
    wanted = (
        Wanted("甲", units=("各乡镇",)),
        Wanted("乙"),
        Wanted("丙", units=("某单位",)),
        Wanted("丁", units=("各专班",)),
    )
    campaign = a_campaign(*wanted, unknown=("某单位",))
    for number in (0, 1):
        said, shown = preview(campaign), home(campaign, a_standing()).doubts
        assert (shown.ready, shown.without_unit) == (len(said.ready), len(said.without_unit)) == (2 - number, 2)
        campaign.leader_approves_issue = True
        campaign.save()
        issue(campaign, [a_task(campaign, 2).pk], by=a_standing())
