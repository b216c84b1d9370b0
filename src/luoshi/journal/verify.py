"""Proof that nobody rewrote history: every entry has its seal, its predecessor, its own words and its own moves.

Whoever can write every row can also seal a whole new chain, or cut one; the anchor files show that.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from luoshi.journal.anchor import Anchor, folder, read
from luoshi.journal.models import Chain, Entry, EntryText
from luoshi.journal.moved import unlike
from luoshi.journal.raw import raw
from luoshi.journal.record import digest

COLUMNS = (
    "previous", "seq", "at_us", "actor_id", "actor", "post", "act", "kind", "subjects", "source", "target", "data",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold; of an anchor file, its name and the number of the line."""

    chain: str
    seq: int
    reason: str


def verify(anchors: Path | None = None) -> Iterator[Break]:
    """Every break of every chain in order of chain and place, then those of moves and of the anchor files.

    `anchors` is the folder of anchor files, this installation's own when None. A million entries take seconds.
    """
    known, flaws = read(anchors or folder())
    by_chain: dict[str, list[Anchor]] = defaultdict(list)
    for each in known:
        by_chain[each.chain].append(each)
    for chain in Chain.objects.order_by("name"):
        yield from _verify_chain(chain, by_chain.pop(chain.name, []))
    yield from (Break(*found) for found in unlike())
    for name, lost in by_chain.items():
        yield Break(name, 1, f"the chain is gone; it was anchored on {lost[-1].day}")
    for chain_id in Entry.objects.exclude(chain__in=Chain.objects.all()).values_list("chain_id", flat=True).distinct():
        yield Break(f"?{chain_id}", 1, "the head is gone")
    for flaw in flaws:
        yield Break(flaw.file, flaw.line, flaw.reason)


def _verify_chain(chain: Chain, anchors: list[Anchor]) -> Iterator[Break]:
    name, reworded = chain.name, _reworded(chain)
    anchored = {each.seq: each for each in anchors}
    place, before = 0, "0" * 64
    for seq, previous, seal, computed in _seals(chain):
        if seq > place + 1:
            yield Break(name, place + 1, "missing" if seq == place + 2 else f"missing up to {seq - 1}")
        if computed != seal:
            yield Break(name, seq, "altered")
        elif seq <= place:
            yield Break(name, seq, "twice")
        elif seq == place + 1 and previous != before:
            yield Break(name, seq, "does not follow its predecessor")
        elif seq in reworded:
            yield Break(name, seq, "other words than were recorded")
        elif seq in anchored and anchored[seq].hash != seal:
            yield Break(name, seq, f"not the entry that was anchored on {anchored[seq].day}")
        place, before = seq, seal
    if (chain.head_seq, chain.head_hash) != (place, before):
        yield Break(name, min(place, chain.head_seq) + 1, "the tail is cut or the head was altered")
    elif anchors and anchors[-1].seq > place:
        yield Break(name, place + 1, f"the tail is cut; {anchors[-1].seq} was anchored on {anchors[-1].day}")


def _seals(chain: Chain) -> Iterator[tuple[int, str, str, str]]:
    """(place, predecessor's seal, own seal, the seal that its columns have) of each entry, as `record.seal` reckons."""
    rows = Entry.objects.filter(chain=chain).order_by("seq", "pk").values_list(*COLUMNS, "hash")
    for previous, seq, at_us, actor_id, actor, post, act, kind, subjects, source, target, data, seal in raw(rows):
        whose = "" if actor_id is None else actor_id
        sealed = (
            f"{previous}\x1f{seq}\x1f{at_us}\x1f{whose}\x1f{actor}\x1f{post}\x1f{act}\x1f{kind}\x1f{subjects}"
            f"\x1f{source}\x1f{target}\x1f{data}"
        )
        yield seq, previous, seal, sha256(sealed.encode("utf-8", "replace")).hexdigest()


def _reworded(chain: Chain) -> set[int]:
    """Places of entries whose words are not those of their digests; words that were erased are not missed."""
    rows = EntryText.objects.filter(entry__chain=chain).order_by()
    found = raw(rows.values_list("entry__seq", "entry__data", "name", "salt", "text"))
    return {seq for seq, data, name, salt, text in found if f'"{name}":"{digest(salt, text)}"' not in data}
