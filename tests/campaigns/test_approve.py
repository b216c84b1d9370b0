"""Where the campaign wants it, what the office would issue waits for a leader's word, and nothing goes out before."""

import pytest

from build import Wanted, a_campaign, a_unit
from campaigns.people import People, people, posts
from luoshi.campaigns import approve, course
from luoshi.campaigns.approve import Approval, may_answer
from luoshi.campaigns.close import open_work
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.issue import issue, preview
from luoshi.campaigns.models import Assignment, Campaign, IssueRequest
from luoshi.campaigns.settle import WorkRules, set_work
from luoshi.campaigns.states import ISSUE_REQUEST
from luoshi.journal.models import Entry
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused

pytestmark = pytest.mark.django_db
ASKED = WorkRules(3, head_submits=False, leader_approves_issue=True)


@pytest.fixture
def cast() -> People:
    return people()


@pytest.fixture
def campaign(cast: People) -> Campaign:
    held = a_campaign(Wanted("甲"), Wanted("乙"))
    set_work(held, ASKED, by=cast.office)
    return held


def asked(campaign: Campaign, cast: People) -> IssueRequest:
    plan = issue(campaign, by=cast.office)
    return IssueRequest.objects.select_related("campaign").get(pk=plan.request_id)


def test_nothing_goes_out_before_a_leader_approves(campaign: Campaign, cast: People) -> None:
    entries = Entry.objects.count()
    request = asked(campaign, cast)
    assert Entry.objects.count() == entries + 1
    assert (Assignment.objects.count(), campaign.state, request.state) == (0, "draft", "proposed")
    assert [(found.code, found.n) for found in open_work(campaign)] == [("issue_requests", 1)]
    plan = approve.approve(request, Approval(), by=cast.leader)
    assert (plan.assignments, Assignment.objects.count(), request.state) == (2, 2, "approved")
    acts = list(Entry.objects.order_by("-pk").values_list("act", flat=True)[:3])
    assert sorted(acts) == ["assignment.issue", "campaign.start", "issue_request.approve"]
    assert Campaign.objects.get().state == "running"


def test_what_waits_is_not_asked_for_twice(campaign: Campaign, cast: People) -> None:
    request = asked(campaign, cast)
    again = issue(campaign, by=cast.office)
    assert (again.request_id, again.ready, list(again.waiting)) == (None, (), request.tasks)
    assert IssueRequest.objects.count() == 1


def test_what_went_out_meanwhile_does_not_go_out_again(campaign: Campaign, cast: People) -> None:
    request = asked(campaign, cast)
    set_work(campaign, WorkRules(3, head_submits=False, leader_approves_issue=False), by=cast.office)
    issue(campaign, request.tasks[:1], by=cast.office)
    assert approve.approve(request, Approval(), by=cast.leader).assignments == 1
    assert list(Assignment.objects.order_by("slip").values_list("slip", flat=True)) == [1, 2]


@pytest.mark.parametrize("ending", ["refuse", "withdraw"])
def test_what_was_not_approved_can_be_asked_for_again(campaign: Campaign, cast: People, ending: str) -> None:
    request = asked(campaign, cast)
    if ending == "refuse":
        approve.refuse(request, Approval("先征求意见"), by=cast.leader)
        assert (request.state, request.answer) == ("refused", "先征求意见")
    else:
        approve.withdraw(request, by=cast.office)
        assert request.state == "withdrawn"
    assert len(preview(Campaign.objects.get()).ready) == 2
    assert issue(campaign, by=cast.office).request_id not in (None, request.pk)


def test_a_refusal_has_its_reason(campaign: Campaign, cast: People) -> None:
    request = asked(campaign, cast)
    with pytest.raises(Unanswered):
        approve.refuse(request, Approval(" "), by=cast.leader)
    assert (request.state, IssueRequest.objects.get().state) == ("proposed", "proposed")


def test_who_answers_and_who_withdraws(campaign: Campaign, cast: People) -> None:
    request = asked(campaign, cast)
    for name, who in (
        ("approve", {"leader", "group_head"}),
        ("refuse", {"leader", "group_head"}),
        ("withdraw", {"office"}),
    ):
        verdicts = {post: may_answer(each, ISSUE_REQUEST.move(name), request) for post, each in posts(cast)}
        assert {post for post, verdict in verdicts.items() if verdict} == who
        assert all(verdict or verdict.reason for verdict in verdicts.values())


def test_an_answered_request_is_answered_once(campaign: Campaign, cast: People) -> None:
    request = asked(campaign, cast)
    stale = IssueRequest.objects.get()
    approve.approve(request, Approval(), by=cast.leader)
    with pytest.raises(Refused, match="已有结果"):
        approve.refuse(request, Approval("晚了"), by=cast.leader)
    with pytest.raises(AlreadyMoved):
        approve.refuse(stale, Approval("晚了"), by=cast.leader)


def test_a_resting_campaign_sends_nothing_out_though_it_was_asked_for(campaign: Campaign, cast: People) -> None:
    request = asked(campaign, cast)
    course.suspend(campaign, course.Cause("防汛"), by=cast.leader)
    with pytest.raises(Refused, match="暂停"):
        approve.approve(request, Approval(), by=cast.leader)
    assert not Assignment.objects.exists()


def test_a_unit_settled_meanwhile_gets_the_task(campaign: Campaign, cast: People) -> None:
    request = asked(campaign, cast)
    campaign.tasks.get(number=1).duties.update(unit=a_unit("县水利局"))
    approve.approve(request, Approval(), by=cast.leader)
    assert Assignment.objects.get(task__number=1).unit.name == "县水利局"
