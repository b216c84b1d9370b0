"""Whatever is done to the rows behind the journal's back is found, and where."""

import pytest
from django.db.models import F

from luoshi.journal.models import Chain, Entry, EntryText
from luoshi.journal.record import Acting, record
from luoshi.journal.verify import verify

pytestmark = pytest.mark.django_db
CLERK = Acting(None, "罗星禾")


@pytest.fixture(autouse=True)
def chains() -> None:
    for n in range(1, 6):
        record(
            "campaign:1", "assignment.report", "assignment", [n], by=CLERK, data={"n": n}, texts={"said": f"第{n}次"}
        )
    record("system", "unit.add", "unit", [1], by=CLERK)


def entries() -> dict[int, Entry]:
    return {entry.seq: entry for entry in Entry.objects.filter(chain__name="campaign:1")}


def test_an_untouched_journal_holds() -> None:
    assert list(verify()) == []


def test_erased_words_do_not_break_it() -> None:
    EntryText.objects.all().delete()
    assert list(verify()) == []


def test_altered_words_are_found_at_their_place() -> None:
    EntryText.objects.filter(entry=entries()[3]).update(text="另一番话")
    assert [(found.seq, found.reason) for found in verify()] == [(3, "other words than were recorded")]


def test_words_put_under_another_entry_are_found() -> None:
    first, second = (EntryText.objects.get(entry=entries()[seq]) for seq in (2, 3))
    EntryText.objects.filter(pk=first.pk).update(salt=second.salt, text=second.text)
    assert [found.seq for found in verify()] == [2]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at_us", 1),
        ("actor", "别人"),
        ("actor_id", 9),
        ("act", "x"),
        ("subjects", "8"),
        ("data", "{}"),
        ("target", "z"),
    ],
)
def test_an_altered_column_is_found_at_its_place(column: str, value: object) -> None:
    Entry.objects.filter(pk=entries()[3].pk).update(**{column: value})
    assert [(found.chain, found.seq, found.reason) for found in verify()] == [("campaign:1", 3, "altered")]


def test_a_deleted_entry_is_missed() -> None:
    entries()[3].delete()
    assert ("campaign:1", 3, "missing") in [(found.chain, found.seq, found.reason) for found in verify()]


def test_a_cut_tail_is_missed() -> None:
    entries()[5].delete()
    assert [found.reason for found in verify()] == ["the tail is cut or the head was altered"]


def test_a_resealed_entry_no_longer_fits_its_successor() -> None:
    entry = entries()[3]
    entry.data = "{}"
    entry.hash = "f" * 64
    entry.save()
    found = [(each.seq, each.reason) for each in verify()]
    assert (3, "altered") in found
    assert (4, "does not follow its predecessor") in found


def test_swapped_entries_are_found() -> None:
    first, second = entries()[2], entries()[3]
    Entry.objects.filter(pk=first.pk).update(seq=99)
    Entry.objects.filter(pk=second.pk).update(seq=2)
    Entry.objects.filter(pk=first.pk).update(seq=3)
    assert {found.seq for found in verify()} >= {2, 3}


def test_an_inserted_entry_is_found() -> None:
    Entry.objects.filter(seq__gte=4, chain__name="campaign:1").order_by("-seq").update(seq=F("seq") + 100)
    forged = entries()[3]
    forged.pk, forged.seq = None, 4
    forged.save(force_insert=True)
    assert any(found.seq == 4 for found in verify())


def test_a_head_set_back_is_found() -> None:
    Chain.objects.filter(name="campaign:1").update(head_seq=4)
    assert [found.seq for found in verify()] == [5]
