"""Any single blow at the rows, of any kind and at any place, is named at its place."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from luoshi.journal.models import Chain, Entry, EntryText
from luoshi.journal.record import Acting, record, seal
from luoshi.journal.verify import COLUMNS, verify

pytestmark = pytest.mark.django_db
CHAIN, LENGTH = "campaign:1", 9
CLERK = Acting(None, "罗星禾")
places = st.integers(1, LENGTH)


@pytest.fixture(autouse=True)
def chains() -> None:
    """Two chains, at one of which every example strikes, in a transaction that is taken back."""
    for n in range(1, LENGTH + 1):
        record(CHAIN, "x", "assignment", [n], by=CLERK, data={"n": n}, texts={"said": f"第{n}次"})
        record("campaign:2", "x", "assignment", [n], by=CLERK)


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def entry(place: int) -> Entry:
    return Entry.objects.get(chain__name=CHAIN, seq=place)


def found() -> list[int]:
    breaks = list(verify())
    assert all(each.chain == CHAIN for each in breaks)
    return [each.seq for each in breaks]


@given(places, st.sampled_from([*COLUMNS, "hash"]), st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_an_edited_column_is_named_at_its_entry(place: int, column: str, text: str) -> None:
    with taken_back():
        row = entry(place)
        old = getattr(row, column)
        is_number = column in ("seq", "at_us", "actor_id")
        room = getattr(Entry._meta.get_field(column), "max_length", None) or 1000  # PostgreSQL takes no more
        setattr(row, column, (old or 0) + 1000 if is_number else f"{old}{text}."[-room:])
        row.save()
        assert found()[0] == (place if column != "seq" or place < LENGTH else LENGTH)


@given(places, st.integers(1, LENGTH))
def test_deleted_entries_are_named_from_the_first_on(place: int, count: int) -> None:
    with taken_back():
        rows = Entry.objects.filter(chain__name=CHAIN, seq__gte=place, seq__lt=place + count)
        EntryText.objects.filter(entry__in=rows).delete()
        rows.delete()
        assert found() == [place]


@given(places, places)
def test_swapped_entries_are_both_named(one: int, other: int) -> None:
    with taken_back():
        first, second = entry(one), entry(other)
        for row, seq in ((first, 10_000), (second, one), (first, other)):
            Entry.objects.filter(pk=row.pk).update(seq=seq)
        if one == other:
            assert found() == []
        else:
            assert set(found()) >= {one, other}
            assert found()[0] == min(one, other)


@given(places, st.booleans())
def test_an_inserted_entry_is_named_where_it_stands_or_at_its_seam(place: int, is_sealed: bool) -> None:
    with taken_back():
        forged = entry(place)
        Entry.objects.filter(chain__name=CHAIN, seq__gte=place).order_by("-seq").update(seq=F("seq") + 1000)
        Entry.objects.filter(chain__name=CHAIN, seq__gte=1000).order_by("seq").update(seq=F("seq") - 999)
        forged.pk, forged.actor = None, "别人"
        if is_sealed:
            forged.hash = seal(forged)
        forged.save(force_insert=True)
        assert found()[0] == (place + 1 if is_sealed else place)


@given(places)
def test_an_entry_sealed_anew_no_longer_fits_what_follows(place: int) -> None:
    with taken_back():
        row = entry(place)
        row.actor = "别人"
        row.hash = seal(row)
        row.save()
        assert found() == [place + 1]


@given(places)
def test_an_entry_put_behind_the_head_is_named(place: int) -> None:
    with taken_back():
        last, forged = entry(LENGTH), entry(place)
        forged.pk, forged.seq, forged.previous = None, LENGTH + 1, last.hash
        forged.hash = seal(forged)
        forged.save(force_insert=True)
        assert found() == [LENGTH + 1]


@given(places)
def test_words_of_another_are_named_and_erased_words_are_not(place: int) -> None:
    with taken_back():
        EntryText.objects.filter(entry=entry(place)).update(text="另一番话")
        assert found() == [place]
        EntryText.objects.filter(entry=entry(place)).delete()
        assert found() == []


def test_entries_whose_head_is_gone_are_named() -> None:
    chain = Chain.objects.get(name=CHAIN)
    with taken_back():
        Entry.objects.filter(chain=chain).update(chain_id=chain.pk + 100)
        assert {(each.chain, each.seq) for each in verify()} == {(f"?{chain.pk + 100}", 1), (CHAIN, 1)}
        Entry.objects.filter(chain_id=chain.pk + 100).update(chain_id=chain.pk)
