"""A change of state is one swap, one entry and one move a subject, or nothing at all."""

import pytest

from build import Wanted, a_campaign, a_standing, an_assignment
from luoshi.campaigns.models import Assignment
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.journal.models import Entry, Move
from luoshi.journal.queries import history_of
from luoshi.journal.transition import transition, transition_all
from luoshi.kit.machine import AlreadyMoved, UnknownMove

pytestmark = pytest.mark.django_db


def test_a_move_writes_the_state_one_entry_and_one_move() -> None:
    row, by = an_assignment(a_campaign(issued=True)), a_standing().acting()
    entries = Entry.objects.count()
    entry = transition(ASSIGNMENT, row, "sign", by=by, texts={"note": "收到"})
    assert row.state == Assignment.objects.get(pk=row.pk).state == "in_progress"
    assert Entry.objects.count() == entries + 1
    assert (entry.act, entry.source, entry.target, entry.subjects) == (
        "assignment.sign", "issued", "in_progress", str(row.pk)
    )  # fmt: skip
    move = Move.objects.get(entry=entry)
    assert (move.kind, move.subject_id, move.source, move.target) == ("assignment", row.pk, "issued", "in_progress")
    assert move.at == entry.at
    assert [line.act for line in history_of("assignment", row.pk)] == ["assignment.sign"]


def test_who_read_an_older_state_moves_nothing() -> None:
    row, by = an_assignment(a_campaign(issued=True)), a_standing().acting()
    other = Assignment.objects.get(pk=row.pk)
    transition(ASSIGNMENT, row, "sign", by=by)
    entries = Entry.objects.count()
    with pytest.raises(AlreadyMoved):
        transition(ASSIGNMENT, other, "sign", by=by)
    assert Entry.objects.count() == entries
    assert other.state == "issued"


def test_a_move_that_does_not_start_there_is_refused_before_the_database_is_asked() -> None:
    row, by = an_assignment(a_campaign(issued=True)), a_standing().acting()
    with pytest.raises(AlreadyMoved):
        transition(ASSIGNMENT, row, "accept", by=by)
    with pytest.raises(UnknownMove):
        transition(ASSIGNMENT, row, "forget", by=by)


def test_many_move_together_under_one_entry_or_not_at_all() -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙"), Wanted("丙"), issued=True)
    rows, by = list(Assignment.objects.filter(campaign=campaign)), a_standing().acting()
    transition(ASSIGNMENT, Assignment.objects.get(pk=rows[0].pk), "sign", by=by)
    entries = Entry.objects.count()
    with pytest.raises(AlreadyMoved):
        transition_all(ASSIGNMENT, rows, "sign", by=by)
    assert Entry.objects.count() == entries
    assert Assignment.objects.filter(state="issued").count() == 2
    rest = list(Assignment.objects.filter(state="issued"))
    entry = transition_all(ASSIGNMENT, rest, "sign", by=by)
    assert entry.subjects == ",".join(str(row.pk) for row in rest)
    assert Move.objects.filter(entry=entry).count() == 2


def test_subjects_of_two_chains_do_not_move_together() -> None:
    first, second = an_assignment(a_campaign(issued=True)), an_assignment(a_campaign(title="另一个", issued=True))
    with pytest.raises(AlreadyMoved):
        transition_all(ASSIGNMENT, [first, second], "sign", by=a_standing().acting())


def test_a_held_subject_goes_back_to_where_it_was_held_from() -> None:
    row, by = an_assignment(a_campaign(issued=True)), a_standing().acting()
    transition(ASSIGNMENT, row, "ask_cancel", by=by)
    assert (row.state, row.held) == ("cancel_review", "issued")
    entry = transition(ASSIGNMENT, row, "refuse_cancel", by=by)
    stored = Assignment.objects.get(pk=row.pk)
    assert (stored.state, stored.held) == (row.state, row.held) == ("issued", "")
    assert (entry.source, entry.target) == ("cancel_review", "issued")
    assert Move.objects.get(entry=entry).target == "issued"


def test_a_hold_that_leads_on_is_forgotten() -> None:
    row, by = an_assignment(a_campaign(issued=True)), a_standing().acting()
    transition(ASSIGNMENT, row, "ask_cancel", by=by)
    transition(ASSIGNMENT, row, "grant_cancel", by=by)
    stored = Assignment.objects.get(pk=row.pk)
    assert (stored.state, stored.held) == ("cancelled", "")


def test_who_read_an_older_hold_moves_nothing() -> None:
    row, by = an_assignment(a_campaign(issued=True)), a_standing().acting()
    transition(ASSIGNMENT, row, "ask_cancel", by=by)
    other = Assignment.objects.get(pk=row.pk)
    transition(ASSIGNMENT, row, "withdraw", by=by)
    transition(ASSIGNMENT, row, "sign", by=by)
    transition(ASSIGNMENT, row, "ask_cancel", by=by)
    with pytest.raises(AlreadyMoved):
        transition(ASSIGNMENT, other, "refuse_cancel", by=by)
    assert Assignment.objects.get(pk=row.pk).state == "cancel_review"


def test_many_that_were_held_from_different_states_do_not_go_back_together() -> None:
    campaign, by = a_campaign(Wanted("甲"), Wanted("乙"), issued=True), a_standing().acting()
    first, second = (an_assignment(campaign, number) for number in (1, 2))
    transition(ASSIGNMENT, first, "sign", by=by)
    for row in (first, second):
        transition(ASSIGNMENT, row, "ask_cancel", by=by)
    with pytest.raises(AlreadyMoved):
        transition_all(ASSIGNMENT, [first, second], "withdraw", by=by)
