"""Returns, extensions and cancellations: asked in time by who may, answered by somebody else, kept for good."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from build import Wanted, a_campaign, a_standing, an_assignment
from campaigns import revisions
from campaigns.people import (
    LATER,
    LEAD,
    MORE_TIME,
    NO,
    OTHER,
    WHY,
    YES,
    People,
    a_row,
    not_ours,
    on,
    people,
    posts,
    standing_of,
)
from luoshi.campaigns.access import may, may_report
from luoshi.campaigns.feedback import Report, Submission, Unanswered, report, sign, submit
from luoshi.campaigns.models import Assignment, Review
from luoshi.campaigns.review.answer import Answer, grant, refuse, withdraw
from luoshi.campaigns.review.ask import Extension, ask_cancel, ask_change, ask_return, dispute
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.journal.models import Entry
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Assignment:
    return a_row()


@pytest.fixture
def cast() -> People:
    return people()


def asked(row: Assignment, kind: str, cast: People) -> Review:
    if kind == "return":
        return ask_return(row, not_ours("县城管局"), by=cast.head)
    return ask_change(row, MORE_TIME, by=cast.head) if kind == "change" else ask_cancel(row, WHY, by=cast.office)


def answerer(kind: str, cast: People) -> Standing:
    return cast.office if kind == "return" else cast.leader


KINDS = ("return", "change", "cancel")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("before", ["issued", "in_progress"])
def test_a_refusal_and_a_withdrawal_restore_what_was_before(
    row: Assignment, cast: People, kind: str, before: str
) -> None:
    if before == "in_progress":
        sign(row, by=cast.liaison)
    asked(row, kind, cast)
    assert standing_of(row) == (row.state, row.held) == (f"{kind}_review", before)
    withdraw(row, by=cast.office if kind == "cancel" else cast.head)
    assert standing_of(row) == (before, "")
    asked(row, kind, cast)
    refuse(row, NO, by=answerer(kind, cast))
    assert standing_of(row) == (before, "")
    kept = Review.objects.filter(assignment=row).values_list("kind", "verdict", "answer")
    assert list(kept) == [(kind, "withdrawn", ""), (kind, "refused", NO.reason)]


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_of_the_lead_unit_answers_its_request(row: Assignment, cast: People, kind: str) -> None:
    asked(row, kind, cast)
    colleague = a_standing("office" if kind == "return" else "leader", LEAD)
    for answer, given in ((grant, YES), (refuse, NO)):
        with pytest.raises(Refused, match="牵头单位任职"):
            answer(row, given, by=colleague)


def test_every_request_and_every_answer_writes_exactly_one_entry(row: Assignment, cast: People) -> None:
    wanted = not_ours("县城管局")
    acts = [
        lambda: ask_return(row, wanted, by=cast.head),
        lambda: refuse(row, NO, by=cast.office),
        lambda: dispute(row, WHY, by=cast.head),
        lambda: withdraw(row, by=cast.head),
        lambda: ask_change(row, MORE_TIME, by=cast.head),
        lambda: grant(row, YES, by=cast.leader),
        lambda: ask_cancel(row, WHY, by=cast.office),
        lambda: refuse(row, NO, by=cast.group_head),
        lambda: ask_cancel(row, WHY, by=cast.office),
        lambda: grant(row, YES, by=cast.group_head),
    ]
    for act in acts:
        before = Entry.objects.count()
        act()
        assert Entry.objects.count() == before + 1


def test_an_extension_moves_the_due_date_and_its_working_day_and_keeps_the_original(
    row: Assignment, cast: People
) -> None:
    ask_change(row, MORE_TIME, by=cast.head)
    grant(row, YES, by=cast.leader)
    ask_change(row, Extension("仍在汛期", date(2026, 8, 31)), by=cast.head)
    grant(row, Answer(due=date(2026, 7, 31)), by=cast.leader)
    stored = Assignment.objects.get(pk=row.pk)
    assert (stored.original_due, stored.due) == (date(2026, 6, 30), date(2026, 7, 31))
    assert stored.due_n == row.campaign.calendar.number(date(2026, 7, 31))
    kept = Review.objects.filter(assignment=row).values_list("old_due", "asked_due", "granted_due")
    assert list(kept) == [
        (date(2026, 6, 30), LATER, LATER),
        (LATER, date(2026, 8, 31), date(2026, 7, 31)),
    ]


@pytest.mark.parametrize("due", [None, date(2026, 6, 30), date(2026, 6, 29)])
def test_an_extension_names_a_later_day(row: Assignment, cast: People, due: date | None) -> None:
    with pytest.raises(Unanswered) as raised:
        ask_change(row, Extension("来不及", due), by=cast.head)
    assert raised.value.field == "due"


def test_a_leader_does_not_grant_an_earlier_day(row: Assignment, cast: People) -> None:
    ask_change(row, MORE_TIME, by=cast.head)
    with pytest.raises(Unanswered):
        grant(row, Answer(due=row.due), by=cast.leader)
    assert standing_of(row) == ("change_review", "issued")


def test_an_extension_is_asked_for_until_the_due_date_and_not_after(row: Assignment, cast: People) -> None:
    move = ASSIGNMENT.move("ask_change")
    assert may(cast.head, move, on(row, date(2026, 6, 30)))
    verdict = may(cast.head, move, on(row, date(2026, 7, 1)))
    assert not verdict
    assert "逾期办结照样可以提交" in verdict.reason
    Assignment.objects.filter(pk=row.pk).update(due=None)
    assert not may(cast.head, move, on(row, date(2026, 6, 17)))


def test_an_overdue_item_never_locks(row: Assignment, cast: People) -> None:
    late = on(row, date(2027, 1, 5))
    sign(late, by=cast.liaison)
    report(late, Report(90, "补办"), by=cast.liaison)
    submit(late, Submission("清单一份"), by=cast.liaison)
    assert standing_of(row) == ("submitted", "")


def test_a_timeout_is_nobody_s_consent(row: Assignment, cast: People) -> None:
    ask_change(row, MORE_TIME, by=cast.head)
    late = on(row, date(2027, 1, 5))
    assert (late.state, late.due, Review.objects.get().verdict) == ("change_review", date(2026, 6, 30), "")
    assert may(cast.head, ASSIGNMENT.move("withdraw"), late)


def test_a_cancelled_assignment_is_over_for_everybody(row: Assignment, cast: People) -> None:
    ask_cancel(row, WHY, by=cast.office)
    grant(row, YES, by=cast.leader)
    assert not list(ASSIGNMENT.moves_from("cancelled"))
    for _post, who in posts(cast):
        assert not any(may(who, move, row) for move in ASSIGNMENT.moves)
        assert not may_report(who, row)


def test_a_submission_can_be_cancelled_and_its_round_stays(row: Assignment, cast: People) -> None:
    sign(row, by=cast.liaison)
    submit(row, Submission("清单一份"), by=cast.liaison)
    ask_cancel(row, WHY, by=cast.office)
    assert row.submitted_on is not None
    grant(row, YES, by=cast.leader)
    assert (row.submitted_on, row.rounds.count()) == (None, 1)


def test_work_goes_on_while_an_extension_or_a_cancellation_waits(row: Assignment, cast: People) -> None:
    sign(row, by=cast.liaison)
    ask_change(row, MORE_TIME, by=cast.head)
    report(row, Report(50, "办了一半"), by=cast.liaison)
    withdraw(row, by=cast.head)
    ask_return(row, not_ours(), by=cast.head)
    assert "退件" in may_report(cast.liaison, row).reason


ASKING = {
    "ask_return": {"head"},
    "ask_change": {"head"},
    "ask_cancel": {"office", "clerk"},
}
ANSWERING = {
    "return": {"office", "clerk"},
    "change": {"leader", "group_head"},
    "cancel": {"leader", "group_head"},
}


@pytest.mark.parametrize("name", ASKING)
def test_only_those_ask_whose_word_it_is(row: Assignment, cast: People, name: str) -> None:
    move = ASSIGNMENT.move(name)
    assert {post for post, who in posts(cast) if may(who, move, row)} == ASKING[name]
    assert all(may(who, move, row).reason for post, who in posts(cast) if post not in ASKING[name])
    assert not may(a_standing("unit_head", OTHER), move, row)


@pytest.mark.parametrize("kind", KINDS)
def test_only_those_answer_whose_word_it_is(row: Assignment, cast: People, kind: str) -> None:
    asked(row, kind, cast)
    for name in (f"grant_{kind}", f"refuse_{kind}"):
        move = ASSIGNMENT.move(name)
        assert {post for post, who in posts(cast) if may(who, move, row)} == ANSWERING[kind]


def test_nobody_grants_what_they_asked_for(row: Assignment, cast: People) -> None:
    both = replace(cast.office, posts=cast.office.posts | cast.leader.posts)
    ask_cancel(row, WHY, by=both)
    with pytest.raises(Refused, match="别人答复"):
        grant(row, YES, by=both)


def test_only_who_asked_withdraws(row: Assignment, cast: People) -> None:
    ask_cancel(row, WHY, by=cast.office)
    with pytest.raises(Refused, match="只有提出的人"):
        withdraw(row, by=cast.clerk)
    withdraw(row, by=cast.office)


def test_an_answer_to_another_request_than_the_one_looked_at_is_not_written(row: Assignment, cast: People) -> None:
    seen = ask_change(row, MORE_TIME, by=cast.head)
    withdraw(row, by=cast.head)
    ask_change(row, Extension("再想想", date(2026, 12, 31)), by=cast.head)
    with pytest.raises(AlreadyMoved):
        grant(row, Answer(review=seen.pk), by=cast.leader)
    assert Assignment.objects.get(pk=row.pk).due == date(2026, 6, 30)


def test_who_read_the_assignment_before_it_moved_moves_nothing(row: Assignment, cast: People) -> None:
    stale = Assignment.objects.select_related("campaign", "unit").get(pk=row.pk)
    sign(row, by=cast.liaison)
    with pytest.raises(AlreadyMoved):
        ask_cancel(stale, WHY, by=cast.office)


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_without_a_reason_is_asked_for_one(row: Assignment, cast: People, kind: str) -> None:
    asked(row, kind, cast)
    with pytest.raises(Unanswered):
        refuse(row, Answer(" "), by=answerer(kind, cast))
    assert standing_of(row) == (f"{kind}_review", "issued")


def test_a_named_leader_may_nothing_by_the_name_alone(cast: People) -> None:
    campaign = a_campaign(Wanted("排查小区", leaders=("陆知行",)), issued=True)
    named = a_standing("reader", "县政府", name="陆知行")
    row = an_assignment(campaign)
    ask_cancel(row, WHY, by=cast.office)
    assert not any(may(named, move, row) for move in ASSIGNMENT.moves)


def test_a_plan_revised_later_does_not_take_a_grant_away(cast: People) -> None:
    campaign = revisions.a_campaign(issued=True)
    row = an_assignment(campaign, 3)
    ask_change(row, Extension("汛期", date(2026, 10, 31)), by=a_standing("unit_head", row.unit.name))
    grant(row, YES, by=cast.leader)
    moved = replace(revisions.ROADS, due=date(2026, 9, 15))
    revisions.take("time", "changed", campaign, revisions.MEETING, revisions.SURVEY, moved)
    row.refresh_from_db()
    assert row.due == date(2026, 10, 31)


BROKEN = {
    "one_open_review": {"kind": "cancel", "level": "leader"},
    "a_return_names_a_unit": {"kind": "return", "level": "office", "unit": None},
    "an_extension_is_later": {"kind": "change", "level": "leader", "old_due": LATER, "asked_due": LATER},
    "a_grant_is_later": {
        "kind": "change", "level": "leader", "old_due": LATER, "asked_due": LATER + timedelta(1), "verdict": "granted",
        "granted_due": None, "decided_at": "2026-06-18T00:00Z",
    },
    "a_verdict_has_its_moment": {"kind": "cancel", "level": "leader", "verdict": "refused"},
}  # fmt: skip


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_itself_refuses_a_broken_request(row: Assignment, cast: People, constraint: str) -> None:
    ask_cancel(row, WHY, by=cast.office)
    values = {"asked_name": "甲", "asked_at": timezone.now(), "reason": "乙", **BROKEN[constraint]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(assignment=row, **values)
    if "verdict" in values:
        Review.objects.create(
            assignment=row, asked_name="甲", asked_at=timezone.now(), reason="乙", kind="cancel", level="leader",
            verdict="refused", decided_at=timezone.now(),
        )  # fmt: skip
