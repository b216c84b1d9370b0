"""History for people: who did what when, on which subject, newest first."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import OuterRef, Q

from luoshi.journal.models import Chain, Entry, EntryText, Move, moment_of
from luoshi.platform.gather import Gathered

MANY = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One readable line of history; `texts` holds the words that still exist, by name."""

    seq: int
    at: datetime
    actor: str
    post: str
    act: str
    kind: str
    subjects: tuple[int, ...]
    source: str
    target: str
    data: dict[str, object]
    texts: dict[str, str]


def length() -> int:
    """How many entries all chains hold together."""
    return Entry.objects.count()


def history(
    chain: str, limit: int = 50, before: int | None = None, *, only: tuple[str, Collection[int]] | None = None
) -> list[Line]:
    """The newest entries of a chain, `before` a place in it (exclusive).

    With `only` a kind and ids, those entries alone that are about one of these subjects; of entries about several
    subjects of that kind, no more than the newest `MANY` before that place are looked at.
    """
    entries = Entry.objects.filter(chain__name=chain).annotate(said=_texts("pk")).order_by("-seq")
    if before is not None:
        entries = entries.filter(seq__lt=before)
    if only is None:
        return [_line(entry, entry.said) for entry in entries[:limit]]
    kind, wanted = only[0], set(only[1])
    several = entries.filter(kind=kind, subjects__contains=",").values("pk")[:MANY]
    about = Q(kind=kind, subjects__in=list(map(str, wanted))) | Q(pk__in=several)
    found = (entry for entry in entries.filter(about).iterator(limit) if wanted.intersection(entry.subject_ids))
    return [_line(entry, entry.said) for entry in islice(found, limit)]


def heads(*chains: str) -> dict[str, str]:
    """The hashes of these chains' newest entries, which stand for all that was ever recorded in them, by chain.

    A chain that does not exist yet has none.
    """
    return dict(Chain.objects.filter(name__in=chains).values_list("name", "head_hash"))


def newest(chains: Collection[str], limit: int) -> list[tuple[str, str, datetime]]:
    """(chain, act, moment) of the newest entries of these chains together, the newest first."""
    rows = Entry.objects.filter(chain__name__in=chains).order_by("-pk").values_list("chain__name", "act", "at_us")
    return [(chain, act, moment_of(at_us)) for chain, act, at_us in rows[:limit]]


def history_of(kind: str, subject_id: int, limit: int = 100) -> list[Line]:
    """The newest entries that moved one subject."""
    moves = Move.objects.filter(kind=kind, subject_id=subject_id).annotate(said=_texts("entry_id"))
    found = moves.select_related("entry").order_by("-at", "-pk")[:limit]
    return [_line(move.entry, move.said) for move in found]


def _texts(entry_id: str) -> Gathered:
    return Gathered(EntryText.objects.filter(entry=OuterRef(entry_id)).order_by("pk"), "name", "text")


def _line(entry: Entry, texts: Iterable[tuple[str, str]]) -> Line:
    return Line(
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor,
        post=entry.post,
        act=entry.act,
        kind=entry.kind,
        subjects=entry.subject_ids,
        source=entry.source,
        target=entry.target,
        data=json.loads(entry.data),
        texts=dict(texts),
    )
