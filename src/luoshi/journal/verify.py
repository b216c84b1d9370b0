"""Proof that nobody rewrote history: every entry hashes to its seal, follows its predecessor, and has its own words."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.journal.models import Chain, Entry, EntryText
from luoshi.journal.record import SEPARATOR, digest

COLUMNS = (
    "previous", "seq", "at_us", "actor_id", "actor", "post", "act", "kind", "subjects", "source", "target", "data",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold."""

    chain: str
    seq: int
    reason: str


def verify() -> Iterator[Break]:
    """Every break of every chain, in order of chain and place."""
    for chain in Chain.objects.order_by("name"):
        yield from _verify_chain(chain)


def _verify_chain(chain: Chain) -> Iterator[Break]:
    expected, previous, reworded = 1, "0" * 64, _reworded(chain)
    rows = Entry.objects.filter(chain=chain).order_by("seq").values_list(*COLUMNS, "hash")
    for row in rows.iterator(chunk_size=5000):
        seq, seal = row[1], row[-1]
        if seq != expected:
            yield Break(chain.name, expected, "missing")
        elif row[0] != previous:
            yield Break(chain.name, seq, "does not follow its predecessor")
        parts = SEPARATOR.join("" if value is None else str(value) for value in row[:-1])
        if hashlib.sha256(parts.encode()).hexdigest() != seal:
            yield Break(chain.name, seq, "altered")
        elif seq in reworded:
            yield Break(chain.name, seq, "other words than were recorded")
        expected, previous = seq + 1, seal
    if (chain.head_seq, chain.head_hash) != (expected - 1, previous):
        yield Break(chain.name, expected, "the tail is cut or the head was altered")


def _reworded(chain: Chain) -> set[int]:
    """Places of entries whose words are not those of their digests; words that were erased are not missed."""
    rows = EntryText.objects.filter(entry__chain=chain).order_by()
    found = rows.values_list("entry__seq", "entry__data", "name", "salt", "text").iterator(chunk_size=5000)
    return {seq for seq, data, name, salt, text in found if f'"{name}":"{digest(salt, text)}"' not in data}
