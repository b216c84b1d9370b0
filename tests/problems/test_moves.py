"""Every move of a problem: who may make it, from where, and what it leaves."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from build import a_campaign, a_standing, a_unit
from luoshi.campaigns.close import Closing, Finding, close
from luoshi.campaigns.course import begin_closing, start
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.models import Campaign
from luoshi.journal.models import Entry, Move
from luoshi.journal.verify import verify as breaks
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.opinions.intake.receive import NewOpinion, enter
from luoshi.opinions.tracking import withdraw as withdraw_opinion
from luoshi.problems.access import may, visible_to
from luoshi.problems.closeout.apply import Refusal, send_back
from luoshi.problems.closeout.strike import take_objection
from luoshi.problems.models import Problem, Remedy
from luoshi.problems.queries import light_of, open_problems
from luoshi.problems.rectify.ask import Answer, Return, ask_return, grant, refuse, withdraw
from luoshi.problems.rectify.plan import Measure, RectificationPlan, approve_plan, propose_plan, send_plan_back
from luoshi.problems.rectify.report import Report, report
from luoshi.problems.register import (
    Assigning,
    NewProblem,
    Why,
    adopt,
    assign,
    cancel,
    change,
    dismiss,
    register,
    register_all,
    reopen,
)
from luoshi.problems.states import FINISHED, PROBLEM
from luoshi.reports.closing import open_elsewhere
from problems.way import DUE, OTHER, PLAN, UNIT, WAYS, WHY, a_cast, a_problem, again, posts

pytestmark = pytest.mark.django_db
WHO = {
    "assign": {"office"},
    "dismiss": {"office", "supervisor"},
    "propose_plan": {"head", "liaison"},
    "approve_plan": {"office", "leader"},
    "send_plan_back": {"office", "leader"},
    "keep_on": {"leader"},
    "verify": {"office", "supervisor"},
    "send_back": {"office", "supervisor"},
    "publicise": {"office"},
    "take_objection": {"office"},
    "recheck": {"office", "supervisor"},
    "relapse": {"office", "supervisor"},
    "ask_return": {"head"},
    "grant_return": {"office"},
    "refuse_return": {"office"},
    "ask_change": {"head"},
    "grant_change": {"leader"},
    "refuse_change": {"leader"},
    "withdraw": {"head"},
    "reopen": {"leader"},
}
"""Who may make each move where nothing else stands in the way; the others follow tests of their own."""


@pytest.mark.parametrize("state", sorted(WAYS))
def test_a_move_is_granted_to_whose_turn_it_is_and_refused_with_a_reason_to_everybody_else(state: str) -> None:
    problem, cast = a_problem(state)
    for move in PROBLEM.moves:
        verdicts = {post: may(who, move, problem) for post, who in posts(cast)}
        assert all(verdict.reason for verdict in verdicts.values() if not verdict)
        granted = {post for post, verdict in verdicts.items() if verdict}
        if state not in move.sources:
            assert granted == set(), move.name
        elif move.name in WHO:
            assert granted == WHO[move.name], move.name


@pytest.mark.parametrize("state", sorted(WAYS))
def test_every_state_is_reached_with_one_entry_a_move_and_has_a_light(state: str) -> None:
    problem, _cast = a_problem(state)
    assert problem.state == state
    moves = Move.objects.filter(kind="problem", subject_id=problem.pk)
    assert Entry.objects.filter(moves__in=moves).distinct().count() == moves.count()
    assert list(breaks()) == []
    assert light_of(problem.campaign, problem).word
    assert bool(open_problems(problem.campaign)) == (state not in FINISHED)


def test_numbers_count_without_a_gap_and_a_token_registers_once() -> None:
    cast, campaign = a_cast(), a_campaign()
    register_all(campaign, [NewProblem("一"), NewProblem("二")], by=cast.office)
    with pytest.raises(Unanswered):
        register_all(campaign, [NewProblem("三"), NewProblem(" ")], by=cast.office)
    token = "6f1c0f5e-6a3a-4c58-9f0e-1b2f3a4c5d6e"
    first = register(campaign, NewProblem("三"), by=cast.office, token=token)  # type: ignore[arg-type]
    second = register(campaign, NewProblem("三"), by=cast.office, token=token)  # type: ignore[arg-type]
    assert first.pk == second.pk
    assert list(Problem.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert first.code == "0003"


def test_a_unit_registers_what_it_finds_in_itself_and_nothing_of_others() -> None:
    cast, campaign = a_cast(), a_campaign()
    found = register(campaign, NewProblem("窗口排队长", "self_check", concerns_id=a_unit(UNIT).pk), by=cast.liaison)
    assert found in visible_to(cast.head) and found not in visible_to(cast.other)
    with pytest.raises(Refused):
        register(campaign, NewProblem("别家排队长", concerns_id=a_unit(OTHER).pk), by=cast.liaison)


def test_what_others_registered_is_not_reworded_by_the_unit_that_it_concerns() -> None:
    cast, campaign, unit = a_cast(), a_campaign(), a_unit(UNIT).pk
    theirs = register(campaign, NewProblem("窗口吃拿卡要", grade="A", concerns_id=unit), by=cast.supervisor)
    for who in (cast.liaison, cast.head):
        with pytest.raises(Refused, match="登记人"):
            change(theirs, NewProblem("窗口略慢", concerns_id=unit), by=who)
    own = register(campaign, NewProblem("窗口排队长", concerns_id=unit), by=cast.liaison)
    change(own, NewProblem("窗口排队两小时", concerns_id=unit), by=cast.liaison)
    assert [again(row).item for row in (theirs, own)] == ["窗口吃拿卡要", "窗口排队两小时"]


def test_what_is_registered_can_be_corrected_until_it_is_assigned() -> None:
    problem, cast = a_problem()
    change(problem, NewProblem("楼道灯三年无人管", tags="急事，难事"), by=cast.office)
    assert (again(problem).item, again(problem).tags) == ("楼道灯三年无人管", "急事、难事")
    assign(again(problem), Assigning(a_unit(UNIT).pk), by=cast.office)
    with pytest.raises(Refused):
        change(again(problem), NewProblem("改不了"), by=cast.office)


@pytest.mark.parametrize(
    ("plan", "what"),
    [
        (RectificationPlan("", (Measure("换灯"),), "周启明", due=DUE), "整改目标"),
        (RectificationPlan("灯亮", (), "周启明", due=DUE), "整改措施"),
        (RectificationPlan("灯亮", (Measure("换灯"),), "", due=DUE), "责任领导"),
        (RectificationPlan("灯亮", (Measure("换灯"),), "周启明"), "整改时限"),
    ],
)
def test_the_plan_is_refused_by_naming_what_is_not_clear(plan: RectificationPlan, what: str) -> None:
    problem, cast = a_problem()
    assign(problem, Assigning(a_unit(UNIT).pk), by=cast.office)
    with pytest.raises(Unanswered, match=what):
        propose_plan(again(problem), plan, by=cast.liaison)
    assert (again(problem).state, again(problem).goal, Remedy.objects.count()) == ("assigned", "", 0)


def test_rectifying_does_not_begin_while_something_is_not_clear() -> None:
    problem, cast = a_problem("plan_review")
    Problem.objects.filter(pk=problem.pk).update(lead_person="")
    with pytest.raises(Refused, match="责任领导"):
        approve_plan(again(problem), by=cast.leader)
    assert again(problem).state == "plan_review"


def test_a_plan_sent_back_is_replaced_by_the_next_one() -> None:
    problem, cast = a_problem("plan_review")
    send_plan_back(problem, Why("措施太空"), by=cast.leader)
    propose_plan(again(problem), RectificationPlan("灯亮", (Measure("三日内换灯"),)), by=cast.liaison)
    assert [remedy.text for remedy in problem.remedies.all()] == ["三日内换灯"]
    assert again(problem).due == DUE


def test_the_first_limit_outlives_a_relapse_and_a_reopening() -> None:
    relapsed, cast = a_problem("relapsed")
    assert (relapsed.due, relapsed.original_due) == (None, DUE)
    later = relapsed.campaign.today + timedelta(90)
    propose_plan(relapsed, RectificationPlan("灯长亮", (Measure("装声控灯"),), due=later), by=cast.liaison)
    assert (again(relapsed).due, again(relapsed).original_due) == (later, DUE)
    dismissed, cast = a_problem("assigned")
    dismiss(dismissed, WHY, by=cast.supervisor)
    reopen(again(dismissed), WHY, by=cast.leader)
    assert (again(dismissed).due, again(dismissed).original_due) == (None, DUE)
    assign(again(dismissed), Assigning(a_unit(UNIT).pk, due=DUE + timedelta(30)), by=cast.office)
    assert (again(dismissed).due, again(dismissed).original_due) == (DUE + timedelta(30), DUE)


def test_reports_are_appended_once_a_token_and_remedies_of_others_are_not_marked() -> None:
    problem, cast = a_problem("rectifying")
    other, _cast = a_problem("rectifying", cast=cast, campaign=problem.campaign)
    token = "6f1c0f5e-6a3a-4c58-9f0e-1b2f3a4c5d6e"
    for _time in range(2):
        report(problem, Report(40, "灯到货"), by=cast.liaison, token=token)  # type: ignore[arg-type]
    assert (problem.reports.count(), again(problem).progress) == (1, 40)
    with pytest.raises(Unanswered):
        report(problem, Report(50, "好", done=(other.remedies.all()[0].pk,)), by=cast.liaison)
    with pytest.raises(Refused):
        report(problem, Report(50, "好"), by=cast.office)


def test_a_return_goes_to_the_office_then_to_a_leader_whose_word_ends_it() -> None:
    problem, cast = a_problem("return_review")
    refuse(problem, Answer("由你局管护"), by=cast.office)
    ask_return(again(problem), Return("管护权在水利", a_unit(OTHER).pk), by=cast.head)
    with pytest.raises(Refused):
        grant(again(problem), Answer(), by=cast.office)
    refuse(again(problem), Answer("定了"), by=cast.leader)
    assert again(problem).state == "assigned"
    with pytest.raises(Refused, match="领导已裁定"):
        ask_return(again(problem), Return("再退", a_unit(OTHER).pk), by=cast.head)


def test_a_granted_return_puts_the_problem_before_the_unit_proposed() -> None:
    problem, cast = a_problem("return_review")
    grant(problem, Answer(), by=cast.office)
    assert (problem.state, again(problem).unit) == ("assigned", a_unit(OTHER))
    assert propose_plan(again(problem), PLAN, by=cast.other) is None


def test_an_extension_is_asked_before_the_limit_and_granted_by_a_leader_or_leaves_all_as_it_was() -> None:
    problem, cast = a_problem("change_review")
    assert (problem.state, problem.held) == ("change_review", "rectifying")
    report(problem, Report(60, "不停工"), by=cast.liaison)
    withdraw(problem, by=cast.head)
    assert (problem.state, problem.due) == ("rectifying", DUE)
    longer, cast = a_problem("change_review")
    grant(longer, Answer(), by=cast.leader)
    assert (longer.state, longer.original_due) == ("rectifying", DUE) and longer.due > DUE


@pytest.mark.parametrize("state", ["close_requested", "publicised"])
def test_what_did_not_pass_goes_back_to_work_and_every_round_is_kept(state: str) -> None:
    problem, cast = a_problem(state)
    if state == "close_requested":
        send_back(problem, Refusal("三号楼没亮"), by=cast.supervisor)
    else:
        take_objection(problem, Why("三号楼住户说没亮"), by=cast.office)
    assert (problem.state, problem.returns, problem.closeout_id) == ("rectifying", 1, None)
    assert problem.closeouts.count() == 1


def test_a_problem_aside_keeps_its_number_and_comes_back_by_a_leader_alone() -> None:
    problem, cast = a_problem("cancelled")
    with pytest.raises(Refused):
        reopen(problem, WHY, by=cast.office)
    reopen(problem, WHY, by=cast.leader)
    assert (problem.state, problem.number, problem.unit_id) == ("registered", 1, None)


def test_work_under_way_is_cancelled_by_a_leader_with_a_reason() -> None:
    problem, cast = a_problem("rectifying")
    with pytest.raises(Refused):
        cancel(problem, WHY, by=cast.office)
    with pytest.raises(Unanswered):
        cancel(problem, Why(" "), by=cast.leader)
    cancel(problem, WHY, by=cast.leader)
    assert problem.state == "cancelled"


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        ("registered", ("dismiss", "cancel")),
        ("plan_review", ("approve_plan", "send_plan_back", "cancel")),
        ("rectifying", ("keep_on", "cancel")),
        ("unfounded", ("reopen",)),
        ("cancelled", ("reopen",)),
    ],
)
@pytest.mark.parametrize("touch", ["unit", "concerns", "remedy"])
def test_nobody_of_a_unit_that_the_problem_touches_decides_on_it(
    state: str, moves: tuple[str, ...], touch: str
) -> None:
    problem, cast = a_problem(state)
    own = a_unit("县城管局").pk
    if touch == "remedy":
        Remedy.objects.create(campaign=problem.campaign, text="换灯", unit_id=own).problems.add(problem)
    else:
        Problem.objects.filter(pk=problem.pk).update(**{f"{touch}_id": own})
    inside = frozenset({("unit_head", own)})
    for name in moves:
        for who in (cast.office, cast.supervisor, cast.leader):
            verdict = may(replace(who, posts=who.posts | inside), PROBLEM.move(name), again(problem))
            assert not verdict and verdict.reason
        assert any(may(who, PROBLEM.move(name), again(problem)) for _post, who in posts(cast))


@pytest.mark.parametrize(("state", "what"), [("return_review", "return"), ("change_review", "change")])
def test_nobody_of_the_unit_that_asks_answers(state: str, what: str) -> None:
    problem, cast = a_problem(state)
    for who in (cast.office, cast.leader):
        inside = replace(who, posts=who.posts | {("reader", a_unit(UNIT).pk)})
        assert not may(inside, PROBLEM.move(f"grant_{what}"), problem)
        assert not may(inside, PROBLEM.move(f"refuse_{what}"), problem)


def test_a_leader_adopts_two_problems_at_most_and_each_problem_has_one() -> None:
    first, cast = a_problem("assigned")
    second, _cast = a_problem(cast=cast, campaign=first.campaign)
    third, _cast = a_problem(cast=cast, campaign=first.campaign)
    for problem in (first, second):
        adopt(problem, by=cast.leader)
    with pytest.raises(Refused, match="领衔"):
        adopt(third, by=cast.leader)
    with pytest.raises(Refused, match="已由"):
        adopt(first, by=a_standing("leader", "县政府"))


def test_who_read_it_before_somebody_moved_it_is_told_so() -> None:
    problem, cast = a_problem("assigned")
    early = again(problem)
    propose_plan(problem, PLAN, by=cast.liaison)
    with pytest.raises(AlreadyMoved):
        propose_plan(early, PLAN, by=cast.head)


def test_what_is_registered_while_the_campaign_closes_is_counted_once_the_campaign_is_held() -> None:
    cast, campaign = a_cast(), a_campaign(is_sample=True)
    start(campaign, by=cast.leader)
    begin_closing(campaign, by=cast.leader)
    told = []

    def late(held: Campaign) -> tuple[Finding, ...]:
        told.append(any('FROM "campaigns_campaign"' in each["sql"] for each in asked.captured_queries))
        register(held, NewProblem("刚刚登记的"), by=cast.office)
        return open_elsewhere(held)

    with CaptureQueriesContext(connection) as asked, pytest.raises(Refused, match="未销号的问题1件"):
        close(campaign, Closing("到期"), findings=late, by=cast.leader)
    assert told == [True]


def test_a_campaign_with_an_unanswered_opinion_closes_only_by_its_heads_word() -> None:
    cast, campaign = a_cast(), a_campaign(is_sample=True)
    start(campaign, by=cast.leader)
    begin_closing(campaign, by=cast.leader)
    given = enter(campaign, [NewOpinion("灯坏了"), NewOpinion("路不平")], by=cast.office)
    withdraw_opinion(given[0].code)
    with pytest.raises(Refused, match="未答复的意见1件"):
        close(campaign, Closing("到期"), findings=open_elsewhere, by=cast.leader)
    withdraw_opinion(given[1].code)
    close(campaign, Closing(), findings=open_elsewhere, by=cast.leader)


def test_a_campaign_with_an_open_problem_closes_only_by_its_heads_word() -> None:
    problem, cast = a_problem("rectifying")
    campaign = Campaign.objects.get(pk=problem.campaign_id)
    start(campaign, by=cast.leader)
    begin_closing(campaign, by=cast.leader)
    with pytest.raises(Refused, match="未销号的问题1件"):
        close(campaign, Closing("到期"), findings=open_elsewhere, by=cast.leader)
