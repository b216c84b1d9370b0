"""A unit signs, reports and submits; somebody else verifies; every guard says why not."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build import Quota, Wanted, a_campaign, a_person, a_post, a_standing, a_unit, an_assignment
from luoshi.campaigns import feedback, verify
from luoshi.campaigns.access import campaigns_visible_to, may, may_plan, may_report, may_see, visible_to
from luoshi.campaigns.feedback import Quantity, Report, Submission, Unanswered
from luoshi.campaigns.models import Assignment, Campaign, Count, Feedback, Round, Target
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.campaigns.verify import Verification
from luoshi.journal.models import Entry
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import standing

pytestmark = pytest.mark.django_db
DONE = Submission("清单一份，附签字页")


@pytest.fixture
def row() -> Assignment:
    """An assignment of 县住建局 that counts toward a sum and a share, not signed for yet."""
    quotas = (Quota("不少于12场", 12, "场"), Quota("完好率95%以上", 95, "%"))
    return an_assignment(a_campaign(Wanted("排查小区", support=("县水利局",), targets=quotas), issued=True))


def liaison(unit: str = "县住建局") -> feedback.Standing:
    return a_standing("liaison", unit)


def submitted(row: Assignment) -> Assignment:
    by = liaison()
    feedback.sign(row, by=by)
    feedback.submit(row, DONE, by=by)
    return row


def test_the_way_from_receipt_to_close(row: Assignment) -> None:
    by, office = liaison(), a_standing("office")
    feedback.sign(row, by=by)
    feedback.report(row, Report(40, "核对七处", "再核五处", "图纸不全"), by=by)
    feedback.submit(row, DONE, by=by)
    assert (row.state, row.submitted_on) == ("submitted", row.campaign.today)
    verify.send_back(row, Verification("缺签字页"), by=office)
    assert (row.state, row.submitted_on, row.returns) == ("in_progress", None, 1)
    feedback.submit(row, DONE, by=by)
    verify.accept(row, Verification(), by=office)
    stored = Assignment.objects.get(pk=row.pk)
    assert (stored.state, stored.progress, stored.closed_on, stored.returns) == ("done", 100, row.campaign.today, 1)
    rounds = Round.objects.filter(assignment=row)
    assert [(r.number, r.verdict, r.reason) for r in rounds] == [(1, "returned", "缺签字页"), (2, "accepted", "")]


def test_every_act_writes_exactly_one_entry(row: Assignment) -> None:
    by, office = liaison(), a_standing("supervisor", "督导组")
    acts = [
        lambda: feedback.sign(row, by=by),
        lambda: feedback.report(row, Report(40, "核对七处"), by=by),
        lambda: feedback.report_unchanged(row, by=by),
        lambda: feedback.submit(row, DONE, by=by),
        lambda: verify.send_back(row, Verification("缺签字页"), by=office),
        lambda: feedback.submit(row, DONE, by=by),
        lambda: verify.accept(row, Verification("通过"), by=office),
    ]
    for act in acts:
        before = Entry.objects.count()
        act()
        assert Entry.objects.count() == before + 1


def test_a_report_is_appended_and_counts_toward_its_targets(row: Assignment) -> None:
    by = liaison()
    feedback.sign(row, by=by)
    total, share = Target.objects.order_by("number")
    feedback.report(row, Report(10, "甲", quantities=(Quantity(total.pk, 3), Quantity(share.pk, 90.5))), by=by)
    feedback.report(row, Report(20, "乙", quantities=(Quantity(total.pk, 2.5),)), by=by)
    assert [said.said for said in Feedback.objects.all()] == ["乙", "甲"]
    counted = Count.objects.order_by("pk").values_list("kind", "amount", "day", "unit_id")
    today, unit = row.campaign.today, row.unit_id
    assert list(counted) == [
        (total.counted, 3, today, unit), (share.counted, 90.5, today, unit), (total.counted, 2.5, today, unit)
    ]  # fmt: skip
    assert (row.progress, row.last_said) == (20, "乙")


def test_unchanged_carries_over_what_is_still_true(row: Assignment) -> None:
    by = liaison()
    feedback.sign(row, by=by)
    feedback.report(row, Report(40, "核对七处", "再核五处", "图纸不全"), by=by)
    again = feedback.report_unchanged(row, by=by)
    assert (again.progress, again.next_step, again.difficulty, again.is_unchanged) == (40, "再核五处", "图纸不全", True)
    assert Count.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Report(-1, "甲"), "progress"),
        (Report(101, "甲"), "progress"),
        (Report(50, " \n"), "said"),
        (Report(50, "甲", quantities=(Quantity(0, 1),)), "quantities"),
    ],
)
def test_an_unanswered_report_names_its_field_and_keeps_nothing(row: Assignment, said: Report, field: str) -> None:
    by = liaison()
    feedback.sign(row, by=by)
    entries = Entry.objects.count()
    with pytest.raises(Unanswered) as raised:
        feedback.report(row, said, by=by)
    assert raised.value.field == field
    assert (Feedback.objects.count(), Count.objects.count(), Entry.objects.count()) == (0, 0, entries)


@pytest.mark.parametrize("amount", [1e13, math.nan, math.inf, -math.inf])
def test_a_quantity_is_a_number(row: Assignment, amount: float) -> None:
    by = liaison()
    feedback.sign(row, by=by)
    with pytest.raises(Unanswered):
        feedback.report(row, Report(1, "甲", quantities=(Quantity(Target.objects.all()[0].pk, amount),)), by=by)
    assert not Count.objects.exists()


@pytest.mark.parametrize("amount", [-0.1, 100.1])
def test_a_share_lies_between_nothing_and_all(row: Assignment, amount: float) -> None:
    by = liaison()
    feedback.sign(row, by=by)
    share = Target.objects.get(unit="%")
    with pytest.raises(Unanswered):
        feedback.report(row, Report(1, "甲", quantities=(Quantity(share.pk, amount),)), by=by)


def test_a_target_of_another_task_takes_nothing(row: Assignment) -> None:
    other = a_campaign(Wanted("别的", targets=(Quota("3场", 3, "场"),)), title="另一个", issued=True)
    by = liaison()
    feedback.sign(row, by=by)
    with pytest.raises(Unanswered, match="不属于"):
        feedback.report(row, Report(1, "甲", quantities=(Quantity(other.targets.all()[0].pk, 1),)), by=by)


def test_submitting_needs_a_result_and_sending_back_a_reason(row: Assignment) -> None:
    by = liaison()
    feedback.sign(row, by=by)
    with pytest.raises(Unanswered) as raised:
        feedback.submit(row, Submission("  "), by=by)
    assert (raised.value.field, row.state) == ("result", "in_progress")
    feedback.submit(row, DONE, by=by)
    with pytest.raises(Unanswered) as raised:
        verify.send_back(row, Verification(" "), by=a_standing())
    assert (raised.value.field, row.state) == ("reason", "submitted")


def test_reporting_begins_with_signing_and_ends_with_closing(row: Assignment) -> None:
    by = liaison()
    with pytest.raises(Refused, match="先签收"):
        feedback.report(row, Report(1, "甲"), by=by)
    submitted(row)
    verify.accept(row, Verification(), by=a_standing())
    with pytest.raises(Refused, match="已办结"):
        feedback.report(row, Report(1, "甲"), by=by)


@pytest.mark.parametrize(
    ("role", "unit"),
    [("liaison", "县水利局"), ("office", "领导小组办公室"), ("supervisor", "督导组"), ("reader", "县住建局")],
)
def test_only_the_lead_unit_s_own_people_act_for_it(row: Assignment, role: str, unit: str) -> None:
    who = a_standing(role, unit)
    for verdict in (may(who, ASSIGNMENT.move("sign"), row), may_report_when_open(who, row)):
        assert not verdict
        assert "县住建局" in verdict.reason
    with pytest.raises(Refused):
        feedback.sign(row, by=who)


def may_report_when_open(who: feedback.Standing, row: Assignment) -> object:
    return may_report(who, Assignment(state="in_progress", campaign=row.campaign, unit=row.unit, pk=row.pk))


def test_nobody_verifies_what_they_or_their_unit_submitted(row: Assignment) -> None:
    both = a_person("liaison", "县住建局")
    a_post(both, "office", "领导小组办公室")
    submitted(row)
    accept = ASSIGNMENT.move("accept")
    assert "牵头单位任职" in may(standing(both), accept, row).reason
    assert "不能自己验收" in may(liaison(), accept, row).reason
    assert may(a_standing("office"), accept, row)


def test_who_reported_or_submitted_earlier_does_not_verify_after_moving_to_the_office(row: Assignment) -> None:
    mover = a_person("liaison", "县住建局")
    before = standing(mover)
    feedback.sign(row, by=before)
    feedback.report(row, Report(5, "甲"), by=before)
    feedback.submit(row, DONE, by=liaison())
    mover.posts.all().delete()
    a_post(mover, "office", "领导小组办公室")
    verdict = may(standing(mover), ASSIGNMENT.move("accept"), row)
    assert "反馈过" in verdict.reason
    verify.send_back(row, Verification("缺"), by=a_standing())
    feedback.submit(row, DONE, by=before)
    assert "提交过" in may(standing(mover), ASSIGNMENT.move("accept"), row).reason


@pytest.mark.parametrize("state", ["issued", "in_progress", "submitted", "done"])
def test_a_move_from_the_wrong_state_says_where_it_stands(row: Assignment, state: str) -> None:
    row.state = state
    for move in ASSIGNMENT.moves:
        if state not in move.sources:
            verdict = may(liaison(), move, row)
            assert not verdict
            assert verdict.reason


def test_of_two_who_decide_at_once_one_wins(row: Assignment) -> None:
    submitted(row)
    other = Assignment.objects.select_related("campaign", "unit").get(pk=row.pk)
    verify.accept(row, Verification(), by=a_standing())
    with pytest.raises(AlreadyMoved):
        verify.send_back(other, Verification("缺"), by=a_standing("supervisor", "督导组"))
    assert Round.objects.get().verdict == "accepted"


def test_a_verdict_on_a_round_that_is_over_closes_nothing(row: Assignment) -> None:
    office = a_standing("office")
    seen = Assignment.objects.get(pk=submitted(row).pk)
    verify.send_back(row, Verification("缺签字页", 1), by=office)
    feedback.submit(row, DONE, by=liaison())
    with pytest.raises(AlreadyMoved):
        verify.accept(seen, Verification("", 1), by=a_standing("supervisor", "督导组"))
    assert Assignment.objects.get(pk=row.pk).state == "submitted"


def test_a_report_that_was_begun_before_the_close_comes_too_late(row: Assignment) -> None:
    late = Assignment.objects.get(pk=submitted(row).pk)
    verify.accept(row, Verification(), by=a_standing("office"))
    late.state = "in_progress"
    with pytest.raises(Refused):
        feedback.report(late, Report(40, "又核对了七处"), by=liaison())
    assert not Feedback.objects.filter(assignment=row).exists()


def test_late_work_can_still_be_submitted() -> None:
    row = an_assignment(a_campaign(Wanted("甲", due=date(2026, 5, 1)), issued=True))
    submitted(row)
    assert row.submitted_on and row.due and row.submitted_on > row.due


STEPS = st.lists(st.sampled_from(["sign", "report", "unchanged", "submit", "accept", "send_back"]), max_size=12)


@given(STEPS)
@settings(derandomize=True, max_examples=25, deadline=None)
def test_whatever_is_tried_the_rows_tell_one_story(steps: list[str]) -> None:
    row = an_assignment(a_campaign(issued=True))
    by, office = liaison(), a_standing()
    for step in steps:
        act = {
            "sign": lambda: feedback.sign(row, by=by),
            "report": lambda: feedback.report(row, Report(30, "甲"), by=by),
            "unchanged": lambda: feedback.report_unchanged(row, by=by),
            "submit": lambda: feedback.submit(row, DONE, by=by),
            "accept": lambda: verify.accept(row, Verification(), by=office),
            "send_back": lambda: verify.send_back(row, Verification("缺"), by=office),
        }[step]
        try:
            act()
        except Refused as refused:
            assert refused.verdict.reason
    stored = Assignment.objects.get(pk=row.pk)
    rounds = list(Round.objects.filter(assignment=row))
    assert stored.state == row.state
    assert stored.returns == sum(each.verdict == "returned" for each in rounds)
    assert [each.number for each in rounds] == list(range(1, len(rounds) + 1))
    assert all(each.verdict for each in rounds[:-1])
    assert (stored.submitted_on is not None) == (stored.state in ("submitted", "done"))
    assert (stored.closed_on is not None) == (stored.state == "done") == any(r.verdict == "accepted" for r in rounds)


def test_the_list_and_the_single_answer_agree_on_who_sees_what() -> None:
    campaign = a_campaign(Wanted("甲", support=("县水利局",)), Wanted("乙", units=("县司法局",)), issued=True)
    rows = list(Assignment.objects.filter(campaign=campaign))
    for role, unit in (
        ("liaison", "县住建局"),
        ("unit_head", "县水利局"),
        ("liaison", "县信访局"),
        ("reader", "县信访局"),
    ):
        who = a_standing(role, unit)
        seen = set(visible_to(who).values_list("pk", flat=True))
        assert {row.pk for row in rows if may_see(who, row)} == seen & {row.pk for row in rows}
        assert (campaign in campaigns_visible_to(who)) == bool(seen)


def test_who_plans() -> None:
    assert may_plan(a_standing("office"))
    assert may_plan(a_standing("admin_system"))
    assert "领导小组办公室" in may_plan(a_standing("supervisor", "督导组")).reason
    assert Campaign.objects.count() == 0
    assert a_unit("督导组")
