"""What waits for somebody's word is listed for those who may see it, in few queries, and gone once it is answered."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from build import Wanted, a_campaign, a_standing, an_assignment
from campaigns.people import MORE_TIME, NO, OTHER, WHY, YES, People, a_row, not_ours, people
from luoshi.campaigns.feedback import Submission, sign, submit
from luoshi.campaigns.issue import issue
from luoshi.campaigns.review.answer import grant, refuse
from luoshi.campaigns.review.ask import ask_cancel, ask_change, ask_return
from luoshi.campaigns.review.queries import (
    issue_request,
    issue_requests,
    offers,
    open_reviews,
    remaining,
    reviews_of,
)
from luoshi.campaigns.settle import WorkRules, set_work
from luoshi.campaigns.verify import Settlement, Verification, accept, settle_remaining

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> People:
    return people()


def test_open_requests_are_seen_by_those_who_see_the_work(
    cast: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙", units=("县交通局",)), issued=True)
    first, second = an_assignment(campaign, 1), an_assignment(campaign, 2)
    ask_change(first, MORE_TIME, by=cast.head)
    ask_cancel(second, WHY, by=cast.office)
    with django_assert_num_queries(1):
        listed = open_reviews(campaign, cast.leader)
    assert [(row.number, row.kind, row.level, row.asked_due) for row in listed] == [
        (1, "change", "leader", MORE_TIME.due),
        (2, "cancel", "leader", None),
    ]
    assert [row.number for row in open_reviews(campaign, cast.liaison)] == [1]
    assert open_reviews(campaign, a_standing("liaison", OTHER)) == ()
    grant(first, YES, by=cast.leader)
    assert [row.number for row in open_reviews(campaign, cast.leader)] == [2]


def test_every_request_about_an_assignment_is_told_with_its_answer(cast: People) -> None:
    row = a_row()
    ask_return(row, not_ours(), by=cast.head)
    refuse(row, NO, by=cast.office)
    ask_cancel(row, WHY, by=cast.office)
    told = [(each.kind, each.proposed, each.verdict, each.answer) for each in reviews_of(row.pk)]
    assert told == [("return", OTHER, "refused", NO.reason), ("cancel", "", "", "")]


def test_what_could_be_done_is_offered_with_its_verdict(
    cast: People, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = a_row()
    with django_assert_max_num_queries(4):
        offered = {offer.move.name: offer.verdict for offer in offers(cast.head, row)}
    assert {name for name, verdict in offered.items() if verdict} == {"sign", "ask_return", "ask_change"}
    assert all(verdict or verdict.reason for verdict in offered.values())
    ask_return(row, not_ours(), by=cast.head)
    assert {offer.move.name for offer in offers(cast.head, row) if offer.verdict} == {"withdraw"}


def test_points_that_remain_are_listed_until_they_are_settled(cast: People) -> None:
    row = a_row()
    sign(row, by=cast.liaison)
    submit(row, Submission("清单一份"), by=cast.liaison)
    accept(row, Verification(remaining="两处图纸待补", remaining_due=date(2026, 7, 5)), by=cast.office)
    listed = remaining(row.campaign, cast.liaison)
    assert [(each.number, each.said, each.due) for each in listed] == [(1, "两处图纸待补", date(2026, 7, 5))]
    settle_remaining(row, Settlement("已补"), by=cast.office)
    assert remaining(row.campaign, cast.liaison) == ()


def test_a_list_to_be_issued_waits_by_name(cast: People) -> None:
    campaign = a_campaign()
    set_work(campaign, WorkRules(3, head_submits=False, leader_approves_issue=True), by=cast.office)
    asked_id = issue(campaign, by=cast.office).request_id
    assert [asked.pk for asked in issue_requests(campaign)] == [asked_id]
    assert issue_request(campaign.pk, asked_id or 0) is not None
    assert issue_request(campaign.pk + 1, asked_id or 0) is None
