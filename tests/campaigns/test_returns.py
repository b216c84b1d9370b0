"""A task that is another unit's: handed back in time, given on with a clock of its own, or ruled on by a leader."""

from datetime import date

import pytest
from django.utils import timezone

from build import Wanted, a_campaign, a_standing, a_unit, an_assignment
from campaigns.people import LEAD, NO, OTHER, WHY, YES, People, a_row, issued_on, not_ours, on, people, standing_of
from luoshi.campaigns.access import may
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Assignment, Joint, Review
from luoshi.campaigns.review.access import last_return_day
from luoshi.campaigns.review.answer import grant, refuse, withdraw
from luoshi.campaigns.review.ask import Return, ask_return, dispute
from luoshi.campaigns.settle import WorkRules, set_work
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.kit.verdict import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Assignment:
    return a_row()


@pytest.fixture
def cast() -> People:
    return people()


def test_a_granted_return_gives_the_task_to_the_unit_proposed_with_a_clock_of_its_own(
    row: Assignment, cast: People
) -> None:
    ask_return(row, not_ours("县城管局"), by=cast.head)
    started = timezone.now()
    grant(row, YES, by=cast.office)
    new = row.followed_by
    assert standing_of(row) == ("cancelled", "")
    assert (new.state, new.unit.name, new.issued_at >= started) == ("issued", "县城管局", True)
    assert (new.due, new.original_due, new.due_n) == (row.due, row.original_due, row.due_n)
    assert (row.slip, new.slip) == (1, 2)
    assert list(Joint.objects.filter(assignment=new).values_list("unit__name", flat=True)) == [OTHER]


def test_the_unit_that_takes_a_returned_task_no_longer_supports_it(row: Assignment, cast: People) -> None:
    ask_return(row, not_ours(OTHER), by=cast.head)
    grant(row, YES, by=cast.office)
    assert not Joint.objects.filter(assignment=row.followed_by).exists()


def test_a_unit_that_has_the_task_already_cannot_be_proposed(cast: People) -> None:
    campaign = a_campaign(Wanted("排查小区", units=(LEAD, OTHER)))
    campaign.tasks.update(each_leads=True)
    issue(campaign, by=cast.office)
    mine = an_assignment(campaign, unit=LEAD)
    for unit in (OTHER, LEAD):
        with pytest.raises(Unanswered) as raised:
            ask_return(mine, not_ours(unit), by=cast.head)
        assert raised.value.field == "unit"
    assert standing_of(mine) == ("issued", "")


def test_a_return_to_a_unit_that_got_the_task_meanwhile_is_not_granted(row: Assignment, cast: People) -> None:
    ask_return(row, not_ours(OTHER), by=cast.head)
    Assignment.objects.create(
        campaign=row.campaign, task=row.task, unit=a_unit(OTHER), slip=9, issued_at=timezone.now()
    )
    with pytest.raises(Refused, match="已承办"):
        grant(row, YES, by=cast.office)
    assert standing_of(row) == ("return_review", "issued")


def test_a_task_can_come_back_to_a_unit_that_handed_it_back(row: Assignment, cast: People) -> None:
    ask_return(row, not_ours(OTHER), by=cast.head)
    grant(row, YES, by=cast.office)
    ask_return(row.followed_by, not_ours(LEAD), by=a_standing("unit_head", OTHER))
    grant(row.followed_by, YES, by=cast.office)
    live = Assignment.objects.filter(task=row.task).exclude(state="cancelled")
    assert list(live.values_list("unit__name", "slip")) == [(LEAD, 3)]


@pytest.mark.parametrize(("reason", "unit", "field"), [(" ", OTHER, "reason"), ("不是我们的", "", "unit")])
def test_a_return_says_why_and_whose_it_should_be(
    row: Assignment, cast: People, reason: str, unit: str, field: str
) -> None:
    with pytest.raises(Unanswered) as raised:
        ask_return(row, Return(reason, a_unit(unit).pk if unit else None), by=cast.head)
    assert raised.value.field == field
    assert standing_of(row) == ("issued", "")
    assert not Review.objects.exists()


def test_the_return_window_counts_working_days_and_worked_weekends(row: Assignment, cast: People) -> None:
    row = issued_on(row, date(2026, 9, 18))  # a Friday; Sunday the 20th is worked, 25 to 27 are the Mid-Autumn days
    assert last_return_day(row) == date(2026, 9, 22)
    move = ASSIGNMENT.move("ask_return")
    assert may(cast.head, move, on(row, date(2026, 9, 22)))
    late = may(cast.head, move, on(row, date(2026, 9, 23)))
    assert not late
    assert "3个工作日" in late.reason
    assert "2026年9月22日" in late.reason


def test_the_window_is_the_campaign_s(row: Assignment, cast: People) -> None:
    set_work(row.campaign, WorkRules(5, head_submits=False, leader_approves_issue=False), by=cast.office)
    assert may(cast.head, ASSIGNMENT.move("ask_return"), on(row, date(2026, 6, 25)))


def test_a_refused_return_is_disputed_once_and_then_a_leader_rules(row: Assignment, cast: People) -> None:
    ask_return(row, not_ours(), by=cast.head)
    first = refuse(row, NO, by=cast.office)
    with pytest.raises(Refused, match="提请领导裁定"):
        ask_return(row, not_ours(), by=cast.head)
    second = dispute(row, WHY, by=cast.head)
    assert (second.level, second.unit_id, second.disputes_id) == ("leader", first.unit_id, first.pk)
    with pytest.raises(Refused, match="分管领导或组长"):
        grant(row, YES, by=cast.office)
    refuse(row, NO, by=cast.leader)
    for act in (lambda: ask_return(row, not_ours(), by=cast.head), lambda: dispute(row, WHY, by=cast.head)):
        with pytest.raises(Refused):
            act()
    assert standing_of(row) == ("issued", "")


def test_a_leader_may_side_with_the_unit(row: Assignment, cast: People) -> None:
    ask_return(row, not_ours(), by=cast.head)
    refuse(row, NO, by=cast.office)
    dispute(row, WHY, by=cast.head)
    grant(row, YES, by=cast.group_head)
    assert (row.state, row.followed_by.unit.name) == ("cancelled", OTHER)


def test_a_dispute_that_was_withdrawn_is_not_made_again(row: Assignment, cast: People) -> None:
    ask_return(row, not_ours(), by=cast.head)
    refuse(row, NO, by=cast.office)
    dispute(row, WHY, by=cast.head)
    withdraw(row, by=cast.head)
    with pytest.raises(Refused, match="一次"):
        dispute(row, WHY, by=cast.head)


def test_without_a_refusal_there_is_nothing_to_dispute(row: Assignment, cast: People) -> None:
    with pytest.raises(Refused, match="没有驳回"):
        dispute(row, WHY, by=cast.head)
