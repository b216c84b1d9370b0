"""Entries follow one another by hash; words enter as digests and can be erased; only a sample tells another time."""

import json
from datetime import UTC, datetime

import pytest
from django.db import transaction

from luoshi.journal.models import Chain, Entry, EntryText
from luoshi.journal.queries import MANY, heads, history
from luoshi.journal.record import Acting, NotASample, digest, microseconds, record, seal, start_sample

pytestmark = pytest.mark.django_db
CLERK = Acting(7, "罗星禾", "领导小组办公室")


def test_entries_of_a_chain_follow_each_other_from_one() -> None:
    first = record("campaign:1", "campaign.adopt", "campaign", [1], by=CLERK)
    second = record("campaign:1", "assignment.issue", "assignment", [3, 4], by=CLERK, data={"tasks": 2})
    other = record("system", "unit.add", "unit", [9], by=CLERK)
    assert [first.seq, second.seq, other.seq] == [1, 2, 1]
    assert second.previous == first.hash
    assert other.previous == "0" * 64
    assert heads("campaign:1", "system", "campaign:2") == {"campaign:1": second.hash, "system": other.hash}


def test_an_entry_holds_no_words_but_their_salted_digests() -> None:
    entry = record(
        "campaign:1", "assignment.report", "assignment", [3], by=CLERK, texts={"said": "清单已核", "next": ""}
    )
    stored = EntryText.objects.get()
    assert "清单已核" not in entry.data
    assert json.loads(entry.data) == {"digests": {"said": digest(stored.salt, "清单已核")}}


def test_erasing_words_leaves_the_line_readable_without_them() -> None:
    record("campaign:1", "assignment.report", "assignment", [3], by=CLERK, data={"progress": 5}, texts={"said": "甲"})
    assert history("campaign:1")[0].texts == {"said": "甲"}
    EntryText.objects.all().delete()
    line = history("campaign:1")[0]
    assert (line.texts, line.data["progress"], line.subjects) == ({}, 5, (3,))


def test_history_is_newest_first_and_goes_on_before_a_place() -> None:
    for n in range(1, 6):
        record("campaign:1", "x", "assignment", [n], by=CLERK)
    assert [line.seq for line in history("campaign:1", 2)] == [5, 4]
    assert [line.seq for line in history("campaign:1", 9, before=4)] == [3, 2, 1]


def test_history_of_some_subjects_tells_acts_on_them_alone_and_among_others() -> None:
    record("campaign:1", "x", "assignment", [3], by=CLERK)
    record("campaign:1", "x", "assignment", [3, 4], by=CLERK)
    record("campaign:1", "x", "task", [3], by=CLERK)
    record("campaign:1", "x", "assignment", [33, 4], by=CLERK)
    assert [line.seq for line in history("campaign:1", only=("assignment", [3, 9]))] == [2, 1]


def test_acts_on_many_others_hide_no_act_on_a_subject_alone() -> None:
    record("campaign:1", "x", "assignment", [3], by=CLERK)
    for _ in range(MANY + 1):
        record("campaign:1", "x", "assignment", [4, 5], by=CLERK)
    assert [line.seq for line in history("campaign:1", 1, only=("assignment", [3]))] == [1]


def test_every_column_is_sealed() -> None:
    entry = record("campaign:1", "x", "assignment", [3], by=CLERK, source="issued", target="in_progress")
    columns = ("at_us", "actor_id", "actor", "post", "act", "kind", "subjects", "source", "target", "data", "previous")
    for column in columns:
        fresh = Entry.objects.get(pk=entry.pk)
        assert seal(fresh) == entry.hash
        value = getattr(fresh, column)
        setattr(fresh, column, value + 1 if isinstance(value, int) else f"{value}!")
        assert seal(fresh) != entry.hash, column


def test_no_name_can_move_a_word_from_one_sealed_column_to_the_next() -> None:
    entry = record("campaign:1", "x", "assignment", [3], by=Acting(7, "甲\x1f乙", "丙\x1f丁"))
    assert (entry.actor, entry.post) == ("甲乙", "丙丁")


def test_only_a_sample_records_another_time_than_now() -> None:
    then = datetime(2026, 6, 17, 9, tzinfo=UTC)
    with pytest.raises(NotASample):
        record("campaign:1", "x", "campaign", [1], by=Acting(1, "甲", at=then))
    assert not Entry.objects.exists()
    start_sample("campaign:2")
    entry = record("campaign:2", "x", "campaign", [2], by=Acting(1, "甲", at=then))
    assert entry.at == then
    assert entry.at_us == microseconds(then)


def test_a_taken_back_transaction_leaves_no_gap() -> None:
    record("campaign:1", "x", "campaign", [1], by=CLERK)
    head = Chain.objects.get().head_hash
    with pytest.raises(ValueError, match="no"):
        _fail()
    assert Chain.objects.get().head_hash == head
    assert record("campaign:1", "x", "campaign", [1], by=CLERK).seq == 2


def _fail() -> None:
    with transaction.atomic():
        record("campaign:1", "x", "campaign", [1], by=CLERK)
        raise ValueError("no")
