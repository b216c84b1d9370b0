"""One's own page: each assignment once, for what presses most, by role, over all campaigns; and the count of it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from build import Wanted, a_campaign, a_person, a_post, a_standing, a_task, an_assignment
from luoshi.campaigns.feedback import Submission, sign, submit
from luoshi.campaigns.issue import issue
from luoshi.campaigns.joint.consult import Question, consult
from luoshi.campaigns.models import Assignment, Campaign, Rhythm
from luoshi.campaigns.review import ask as asking
from luoshi.campaigns.rhythm.keep import Rounds, set_rhythm
from luoshi.orgs.access import Standing, standing
from luoshi.oversight.mine.mine import mine, one_kind, waiting
from luoshi.oversight.mine.work import FEW, Block
from luoshi.oversight.urging.preview import NewUrge
from luoshi.oversight.urging.urge import urge

pytestmark = pytest.mark.django_db
UNIT, JOINT = "县住建局", "县水利局"


def change(campaign: Campaign, number: int, **columns: object) -> None:
    Assignment.objects.filter(pk=an_assignment(campaign, number).pk).update(**columns)


@pytest.fixture
def campaign() -> Campaign:
    """One assignment of each kind, and one that is in good order."""
    wanted = [Wanted(f"任务{n}", due=date(2026, 6, 30), start=date(2026, 6, 16)) for n in range(1, 9)]
    campaign = a_campaign(*wanted, issued=True)
    for number in range(1, 9):
        change(campaign, number, state="in_progress")
    change(campaign, 1, due=date(2026, 6, 16))
    change(campaign, 2, returns=1)
    change(campaign, 3, state="issued")
    change(campaign, 4, progress=100)
    set_rhythm(campaign, Rounds("weekly", 5, "方案第五部分"), by=a_standing(), task=a_task(campaign, 5))
    Rhythm.objects.update(since=date(2026, 5, 1))
    change(campaign, 5, issued_at=datetime(2026, 5, 1, tzinfo=UTC), start=None)
    change(campaign, 6, due=date(2026, 6, 20))
    change(campaign, 8, progress=50)
    change(campaign, 7, state="submitted", submitted_on=date(2026, 6, 15))
    return campaign


def kinds(blocks: Iterable[Block]) -> dict[str, list[int]]:
    return {block.kind: [thing.item.number for thing in block.things] for block in blocks}


def test_a_units_own_work_stands_under_what_presses_most(campaign: Campaign) -> None:
    found = mine(a_standing("liaison", UNIT))
    assert kinds(found.blocks) == {
        "overdue": [1], "returned": [2], "to_sign": [3], "ready": [4], "report": [5], "soon": [6]
    }  # fmt: skip
    assert list(kinds(found.blocks)) == ["overdue", "returned", "to_sign", "ready", "report", "soon"]


def test_nobody_sees_the_work_of_another_unit(campaign: Campaign) -> None:
    found = mine(a_standing("liaison", JOINT))
    assert (found.blocks, found.campaigns, found.waiting) == ((), (), 0)


def test_who_only_reads_has_nothing_to_do(campaign: Campaign) -> None:
    found = mine(a_standing("reader", "县委办"))
    assert (found.blocks, found.requests, found.watch, found.waiting) == ((), (), None, 0)


def test_what_only_the_head_may_hand_in_waits_for_the_head(campaign: Campaign) -> None:
    liaison, head = a_standing("liaison", UNIT), a_standing("unit_head", UNIT)
    Campaign.objects.update(head_submits=True)
    assert "ready" not in kinds(mine(liaison).blocks)
    assert kinds(mine(head).blocks)["ready"] == [4]
    assert waiting(head) == waiting(liaison) + 1


def test_a_supervisor_checks_and_urges(campaign: Campaign) -> None:
    found = mine(a_standing("supervisor", "督导组"))
    assert kinds(found.blocks) == {"to_check": [7], "to_urge": [1]}
    assert found.waiting == 1


def test_nobody_checks_what_their_own_unit_handed_in(campaign: Campaign) -> None:
    person = a_person("liaison", UNIT)
    a_post(person, "supervisor", "督导组")
    assert "to_check" not in kinds(mine(standing(person)).blocks)


def test_what_was_urged_says_how_often_and_up_to_which_rung(campaign: Campaign) -> None:
    by = a_standing("supervisor", "督导组")
    a_person("liaison", UNIT)
    urge(campaign, NewUrge((an_assignment(campaign, 1).pk,)), by=by)
    (thing,) = next(block for block in mine(by).blocks if block.kind == "to_urge").things
    assert (thing.urged, thing.rung, thing.urged_on) == (1, "liaison", campaign.today)


def test_a_leader_sees_the_red_lights_first(campaign: Campaign) -> None:
    assert kinds(mine(a_standing("leader", "县政府")).blocks) == {"red": [1]}


def test_a_request_waits_for_who_may_answer_it_and_its_unit_sees_it(campaign: Campaign) -> None:
    head = a_standing("unit_head", UNIT)
    asking.ask_change(an_assignment(campaign, 6), asking.Extension("缺资金", date(2026, 7, 10)), by=head)
    leader = a_standing("leader", "县政府")
    (seen,) = mine(leader).requests
    assert (seen.is_mine, seen.number, seen.asked_due) == (True, 6, date(2026, 7, 10))
    assert [one.is_mine for one in mine(head).requests] == [False]
    assert mine(a_standing("office")).requests == ()
    assert waiting(leader) == mine(leader).waiting == 1


def test_nobody_answers_their_own_request(campaign: Campaign) -> None:
    person = a_person("unit_head", UNIT)
    a_post(person, "leader", "县政府")
    asking.ask_change(an_assignment(campaign, 6), asking.Extension("缺资金", date(2026, 7, 10)), by=standing(person))
    assert [one.is_mine for one in mine(standing(person)).requests] == [False]
    assert waiting(standing(person)) == mine(standing(person)).waiting


def test_a_list_to_be_issued_waits_for_a_leader() -> None:
    campaign = a_campaign(Wanted("甲"))
    Campaign.objects.update(leader_approves_issue=True)
    issue(Campaign.objects.get(pk=campaign.pk), by=a_standing("office"))
    leader = a_standing("leader", "县政府")
    assert [one.tasks for one in mine(leader).lists] == [1]
    assert (waiting(leader), mine(leader).waiting, mine(a_standing("office")).lists) == (1, 1, ())


def test_a_question_waits_for_the_joint_unit() -> None:
    campaign = a_campaign(Wanted("甲", support=(JOINT,)), issued=True)
    consult(an_assignment(campaign), Question("有无不同意见", date(2026, 6, 20)), by=a_standing("office"))
    joint = a_standing("liaison", JOINT)
    assert [one.question for one in mine(joint).questions] == ["有无不同意见"]
    assert (waiting(joint), mine(joint).waiting) == (1, 1)


def test_an_office_sees_what_changed_what_is_not_out_and_what_is_no_unit() -> None:
    a_campaign(Wanted("甲"), Wanted("乙", units=("县某局",)), unknown=("县某局",), today=datetime.now(UTC).date())
    (row,) = mine(a_standing("office")).watch.rows  # type: ignore[union-attr]
    assert (row.unissued, row.unsettled, row.acts["campaign.adopt"]) == (2, 1, 1)


def test_what_changed_before_yesterday_is_no_news() -> None:
    a_campaign(today=date(2099, 1, 1))
    (row,) = mine(a_standing("office")).watch.rows  # type: ignore[union-attr]
    assert row.acts.total() == 0


def test_a_block_shows_a_few_and_counts_all_and_alone_it_shows_them() -> None:
    a_campaign(*(Wanted(f"任务{n}") for n in range(FEW + 3)), issued=True)
    who = a_standing("liaison", UNIT)
    (block,) = mine(who).blocks
    assert (block.total, len(block.things)) == (FEW + 3, FEW)
    alone = one_kind(who, "to_sign")
    assert alone is not None
    assert len(alone.things) == alone.total == FEW + 3
    assert one_kind(who, "overdue") is None


def test_campaigns_with_other_rules_and_days_stand_together() -> None:
    first, second = (a_campaign(Wanted("甲", due=date(2026, 6, 30)), title=f"方案{n}", issued=True) for n in (1, 2))
    who = a_standing("liaison", UNIT)
    for campaign in (first, second):
        sign(an_assignment(campaign), by=who)
    Campaign.objects.filter(pk=second.pk).update(frozen_today=date(2026, 7, 2))
    found = {block.kind: [thing.campaign.pk for thing in block.things] for block in mine(who).blocks}
    assert found["overdue"] == [second.pk]
    assert mine(who).waiting == waiting(who) == 1


@pytest.mark.parametrize("state", ["suspended", "closed"])
def test_where_work_stands_still_nothing_waits(campaign: Campaign, state: str) -> None:
    Campaign.objects.update(state=state)
    who = a_standing("liaison", UNIT)
    assert (mine(who).blocks, waiting(who)) == ((), 0)


def people() -> list[Standing]:
    both = a_person("liaison", UNIT)
    a_post(both, "supervisor", "督导组")
    roles = ("unit_head", UNIT), ("office", "领导小组办公室"), ("leader", "县政府"), ("liaison", JOINT)
    return [standing(both), *(a_standing(role, unit) for role, unit in roles)]


def test_the_count_in_the_frame_is_the_count_of_the_page_and_takes_one_query(campaign: Campaign) -> None:
    asking.ask_change(
        an_assignment(campaign, 6), asking.Extension("缺资金", date(2026, 7, 10)), by=a_standing("unit_head", UNIT)
    )
    for who in people():
        with CaptureQueriesContext(connection) as asked:
            counted = waiting(who)
        assert (counted, len(asked)) == (mine(who).waiting, 1)


def test_the_page_is_read_anew_after_every_act(campaign: Campaign) -> None:
    who = a_standing("liaison", UNIT)
    assert kinds(mine(who).blocks)["to_sign"] == [3]
    sign(an_assignment(campaign, 3), by=who)
    submit(an_assignment(campaign, 3), Submission("都办好了"), by=who)
    assert "to_sign" not in kinds(mine(who).blocks)
