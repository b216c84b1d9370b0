"""Proof that nobody rewrote history: every entry has its seal, its predecessor, its own words and its own moves.

Whoever can write every row can also seal a whole new chain, or cut one; the anchor files show that.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.db.models import Count

from luoshi.journal.anchor import Anchor, folder, read
from luoshi.journal.models import Chain, Entry, EntryText
from luoshi.journal.moved import unlike
from luoshi.journal.pieces import bounds, each
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


@dataclass(frozen=True, slots=True)
class Piece:
    """The entries of a chain in the places above one and up to another; the last piece also answers for the head."""

    chain: Chain
    anchors: tuple[Anchor, ...]
    above: int
    up_to: int
    is_last: bool


def verify(anchors: Path | None = None) -> Iterator[Break]:
    """Every break of every chain in order of chain and place, then those of moves and of the anchor files.

    `anchors` is the folder of anchor files, this installation's own when None. A million entries take seconds.
    """
    known, flaws = read(anchors or folder())
    by_chain: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in known:
        by_chain[anchor.chain].append(anchor)
    lengths = dict(Entry.objects.values_list("chain").annotate(Count("pk")).order_by())
    pieces = [
        piece
        for chain in Chain.objects.order_by("name")
        for piece in _pieces(chain, lengths.get(chain.pk, 0), tuple(by_chain.pop(chain.name, ())))
    ]
    yield from each(_verify_piece, pieces, sum(lengths.values()))
    yield from (Break(*found) for found in unlike())
    for name, lost in by_chain.items():
        yield Break(name, 1, f"the chain is gone; it was anchored on {lost[-1].day}")
    for chain_id in Entry.objects.exclude(chain__in=Chain.objects.all()).values_list("chain_id", flat=True).distinct():
        yield Break(f"?{chain_id}", 1, "the head is gone")
    for flaw in flaws:
        yield Break(flaw.file, flaw.line, flaw.reason)


def _pieces(chain: Chain, length: int, anchors: tuple[Anchor, ...]) -> list[Piece]:
    ranges = bounds(length, length)
    return [Piece(chain, anchors, *found, is_last=found is ranges[-1]) for found in ranges]


def _verify_piece(piece: Piece) -> list[Break]:
    return list(_breaks(piece))


def _breaks(piece: Piece) -> Iterator[Break]:
    name, reworded = piece.chain.name, _reworded(piece)
    anchored = {anchor.seq: anchor for anchor in piece.anchors}
    place, before = _stand_before(piece)
    for seq, previous, seal, computed in _seals(piece):
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
    if piece.is_last:
        yield from _at_the_head(piece, place, before)


def _at_the_head(piece: Piece, place: int, before: str) -> Iterator[Break]:
    """The break, if there is one, between the last entry and what the chain and its last anchor say of it."""
    chain, anchors = piece.chain, piece.anchors
    if (chain.head_seq, chain.head_hash) != (place, before):
        yield Break(chain.name, min(place, chain.head_seq) + 1, "the tail is cut or the head was altered")
    elif anchors and anchors[-1].seq > place:
        yield Break(chain.name, place + 1, f"the tail is cut; {anchors[-1].seq} was anchored on {anchors[-1].day}")


def _stand_before(piece: Piece) -> tuple[int, str]:
    """(place, seal) of the last entry before a piece; at the beginning of a chain 0 and noughts."""
    rows = Entry.objects.filter(chain=piece.chain, seq__lte=piece.above).order_by("-seq", "-pk")
    return rows.values_list("seq", "hash").first() or (0, "0" * 64)


def _seals(piece: Piece) -> Iterator[tuple[int, str, str, str]]:
    """(place, predecessor's seal, own seal, the seal that its columns have) of each entry, as `record.seal` reckons."""
    entries = Entry.objects.filter(chain=piece.chain, seq__gt=piece.above, seq__lte=piece.up_to)
    rows = entries.order_by("seq", "pk").values_list(*COLUMNS, "hash")
    for previous, seq, at_us, actor_id, actor, post, act, kind, subjects, source, target, data, seal in raw(rows):
        whose = "" if actor_id is None else actor_id
        sealed = (
            f"{previous}\x1f{seq}\x1f{at_us}\x1f{whose}\x1f{actor}\x1f{post}\x1f{act}\x1f{kind}\x1f{subjects}"
            f"\x1f{source}\x1f{target}\x1f{data}"
        )
        yield seq, previous, seal, sha256(sealed.encode("utf-8", "replace")).hexdigest()


def _reworded(piece: Piece) -> set[int]:
    """Places of entries whose words are not those of their digests; words that were erased are not missed."""
    texts = EntryText.objects.filter(entry__chain=piece.chain)
    rows = texts.filter(entry__seq__gt=piece.above, entry__seq__lte=piece.up_to).order_by()
    found = raw(rows.values_list("entry__seq", "entry__data", "name", "salt", "text"))
    return {seq for seq, data, name, salt, text in found if f'"{name}":"{digest(salt, text)}"' not in data}
