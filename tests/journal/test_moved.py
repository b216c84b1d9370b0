"""The rows from which past days are read cannot be changed, taken away or added unseen."""

from datetime import timedelta

import pytest
from django.db.models import F

from build import Wanted, a_campaign, a_standing
from luoshi.campaigns.models import Assignment
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.journal.models import Entry, Move
from luoshi.journal.transition import transition_all
from luoshi.journal.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    """The entry of an act that moved three."""
    campaign = a_campaign(Wanted("甲"), Wanted("乙"), Wanted("丙"), issued=True)
    rows = list(Assignment.objects.filter(campaign=campaign))
    return transition_all(ASSIGNMENT, rows, "sign", by=a_standing().acting())


def found(entry: Entry) -> list[str]:
    breaks = list(verify())
    assert all((each.chain, each.seq) == (entry.chain.name, entry.seq) for each in breaks)
    return [each.reason for each in breaks]


def test_moves_that_were_recorded_hold(entry: Entry) -> None:
    assert Move.objects.filter(entry=entry).count() == 3
    assert found(entry) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("source", "done"), ("target", "done"), ("name", "accept"), ("kind", "task"), ("at", F("at") + timedelta(1))],
)
def test_a_changed_move_is_named(entry: Entry, column: str, value: object) -> None:
    move = Move.objects.filter(entry=entry)[1]
    Move.objects.filter(pk=move.pk).update(**{column: value})
    assert found(entry) == ["has another move than it tells"]


def test_a_move_that_is_gone_or_of_somebody_else_is_named(entry: Entry) -> None:
    move = Move.objects.filter(entry=entry)[0]
    Move.objects.filter(pk=move.pk).update(subject_id=F("subject_id") + 1000)
    assert found(entry) == ["has not the moves of its subjects"]
    Move.objects.filter(entry=entry).delete()
    assert found(entry) == ["has not the moves of its subjects"]


def test_a_move_that_was_added_is_named(entry: Entry) -> None:
    forged = Move.objects.filter(entry=entry)[0]
    forged.pk = None
    forged.save(force_insert=True)
    assert found(entry) == ["has not the moves of its subjects"]
    Move.objects.filter(pk=forged.pk).delete()
    issued = Entry.objects.get(chain=entry.chain, act="assignment.issue")
    for subject_id in issued.subjects.split(","):
        forged.pk, forged.entry, forged.subject_id = None, issued, int(subject_id)
        forged.save(force_insert=True)
    assert [(each.seq, each.reason) for each in verify()] == [(issued.seq, "has another move than it tells")]
