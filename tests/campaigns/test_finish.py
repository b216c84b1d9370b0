"""What is accepted may leave points to be settled; what is done is archived, and taken up again when it must be."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from build import a_post, a_standing, a_unit, an_assignment
from campaigns.people import LEAD, OTHER, People, a_row, people, posts, standing_of
from luoshi.campaigns.access import may, may_report, may_settle
from luoshi.campaigns.archive import archive
from luoshi.campaigns.close import open_work
from luoshi.campaigns.feedback import Report, Submission, Unanswered, report, sign, submit
from luoshi.campaigns.grounds import has_done
from luoshi.campaigns.inside.divide import Step, add_step, finish_step, resume_step
from luoshi.campaigns.inside.entrust import Entrusting, entrust
from luoshi.campaigns.models import Assignment, Round
from luoshi.campaigns.reopen import Reopening, reopen
from luoshi.campaigns.settle import WorkRules, set_work
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.campaigns.verify import Settlement, Verification, accept, send_back, settle_remaining
from luoshi.journal.models import Entry
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import standing
from luoshi.orgs.models import Person, Post

pytestmark = pytest.mark.django_db
DONE = Submission("清单一份，附签字页")
LEFT = Verification(remaining="两处图纸待补", remaining_due=date(2026, 7, 5))
CAUSE = Reopening("回头看发现三处没有改")


@pytest.fixture
def cast() -> People:
    return people()


@pytest.fixture
def row(cast: People) -> Assignment:
    """An assignment that waits for a verdict, last reported at 80 percent."""
    held = a_row()
    sign(held, by=cast.liaison)
    report(held, Report(80, "核对完毕"), by=cast.liaison)
    submit(held, DONE, by=cast.liaison)
    return held


def done(row: Assignment, cast: People, given: Verification = LEFT) -> Assignment:
    accept(row, given, by=cast.supervisor)
    return row


def test_remaining_points_are_kept_counted_and_settled(row: Assignment, cast: People) -> None:
    done(row, cast)
    kept = Round.objects.get()
    assert (kept.remaining, kept.remaining_due, kept.settled_at) == (LEFT.remaining, LEFT.remaining_due, None)
    assert [(found.code, found.n) for found in open_work(row.campaign)] == [("remaining", 1)]
    entries = Entry.objects.count()
    settle_remaining(row, Settlement("图纸已补"), by=cast.office)
    assert Entry.objects.count() == entries + 1
    assert open_work(row.campaign) == ()
    with pytest.raises(AlreadyMoved):
        settle_remaining(row, Settlement("图纸已补"), by=cast.office)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Verification(remaining="两处图纸待补"), "remaining_due"),
        (Verification(remaining=" ", remaining_due=date(2026, 7, 5)), "remaining"),
    ],
)
def test_remaining_points_have_words_and_a_day(row: Assignment, cast: People, given: Verification, field: str) -> None:
    with pytest.raises(Unanswered) as raised:
        accept(row, given, by=cast.office)
    assert raised.value.field == field
    assert standing_of(row) == ("submitted", "")


def test_the_database_itself_asks_for_the_day_of_remaining_points(row: Assignment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(assignment=row).update(remaining="两处图纸待补")


def test_who_may_not_accept_may_not_settle_what_remains(row: Assignment, cast: People) -> None:
    assert not may_settle(cast.office, row)
    done(row, cast)
    assert {post for post, who in posts(cast) if may_settle(who, row)} == {"office", "clerk", "supervisor"}
    with pytest.raises(Unanswered):
        settle_remaining(row, Settlement(" "), by=cast.office)


def test_the_office_archives_what_is_done(row: Assignment, cast: People) -> None:
    with pytest.raises(Refused, match="等待验收"):
        archive(row, by=cast.office)
    done(row, cast)
    move = ASSIGNMENT.move("archive")
    assert {post for post, who in posts(cast) if may(who, move, row)} == {"office", "clerk"}
    entries = Entry.objects.count()
    archive(row, by=cast.office)
    assert (standing_of(row), Entry.objects.count()) == (("archived", ""), entries + 1)
    assert "归档" in may(cast.office, move, row).reason


@pytest.mark.parametrize("is_archived", [False, True])
def test_a_leader_takes_finished_work_up_again_with_all_its_rounds(
    row: Assignment, cast: People, is_archived: bool
) -> None:
    send_back(row, Verification("缺签字页"), by=cast.office)
    submit(row, DONE, by=cast.liaison)
    done(row, cast)
    if is_archived:
        archive(row, by=cast.office)
    move = ASSIGNMENT.move("reopen")
    assert {post for post, who in posts(cast) if may(who, move, row)} == {"leader", "group_head"}
    with pytest.raises(Unanswered):
        reopen(row, Reopening(" "), by=cast.leader)
    entries = Entry.objects.count()
    reopen(row, CAUSE, by=cast.leader)
    assert Entry.objects.count() == entries + 1
    stored = Assignment.objects.get(pk=row.pk)
    assert (stored.state, stored.closed_on, stored.submitted_on, stored.returns) == ("in_progress", None, None, 1)
    assert stored.progress == 80
    assert may_report(cast.liaison, row)
    assert submit(row, DONE, by=cast.liaison).number == 3


def test_where_the_head_submits_the_liaison_does_not(cast: People) -> None:
    row = a_row()
    sign(row, by=cast.liaison)
    set_work(row.campaign, WorkRules(3, head_submits=True, leader_approves_issue=False), by=cast.office)
    row = Assignment.objects.select_related("campaign", "unit").get(pk=row.pk)
    with pytest.raises(Refused, match="负责人"):
        submit(row, DONE, by=cast.liaison)
    submit(row, DONE, by=cast.head)


@pytest.mark.parametrize("days", [0, 31])
def test_the_return_window_stays_in_bounds(cast: People, days: int) -> None:
    with pytest.raises(Unanswered):
        set_work(a_row().campaign, WorkRules(days, head_submits=False, leader_approves_issue=False), by=cast.office)


def test_no_post_makes_up_for_a_part_in_the_work(row: Assignment, cast: People) -> None:
    """The submitter, the lead unit's own people and who fed it back do not accept, whatever else they are."""
    for who in (cast.liaison, cast.head):
        a_post(Person.objects.get(pk=who.person_id), "supervisor", "督导组")
    colleague = a_standing("office", LEAD)
    for who in (standing(Person.objects.get(pk=who.person_id)) for who in (cast.liaison, cast.head)):
        with pytest.raises(Refused):
            accept(row, Verification(), by=who)
    with pytest.raises(Refused, match="牵头单位任职"):
        accept(row, Verification(), by=colleague)


def test_who_had_a_hand_in_it_and_has_left_the_unit_does_not_accept(cast: People) -> None:
    """An earlier round's submitter, the named doer and who finished a step do not accept it in another post."""
    row = a_row()
    sign(row, by=cast.liaison)
    doer, helper = a_standing("liaison", LEAD), a_standing("liaison", LEAD)
    entrust(row, Entrusting(doer.person_id), by=cast.head)
    finish_step(add_step(row, Step("画图", helper.person_id), by=cast.head), by=helper)
    submit(row, DONE, by=cast.liaison)
    send_back(row, Verification("缺签字页"), by=cast.office)
    submit(row, DONE, by=cast.head)
    for who, why in ((cast.liaison, "提交过"), (doer, "经办过"), (helper, "经办过")):
        Post.objects.filter(person=who.person_id).update(role="supervisor", unit=a_unit("督导组"))
        with pytest.raises(Refused, match=why):
            accept(row, Verification(), by=standing(Person.objects.get(pk=who.person_id)))


def test_who_finished_anothers_step_does_not_accept_and_a_namesake_may(cast: People) -> None:
    row, helper = a_row(), a_standing("liaison", LEAD, "罗明")
    step = add_step(row, Step("画图", cast.liaison.person_id), by=cast.head)
    finish_step(step, by=helper)
    step.refresh_from_db()
    assert (step.done_by_id, step.done_name) == (helper.person_id, "罗明")
    assert has_done(helper, an_assignment(row.campaign)) and has_done(cast.liaison, an_assignment(row.campaign))
    assert not has_done(a_standing("liaison", LEAD, "罗明"), an_assignment(row.campaign))
    resume_step(step, by=cast.head)
    assert not has_done(helper, an_assignment(row.campaign))


def test_the_units_that_support_the_work_do_not_accept_it(row: Assignment) -> None:
    with pytest.raises(Refused, match="配合单位任职"):
        accept(row, Verification(), by=a_standing("supervisor", OTHER))
