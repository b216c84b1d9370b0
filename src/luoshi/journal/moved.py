"""Proof that the moves, from which past days are read, are those that sealed entries tell, and all of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast, Concat

from luoshi.journal.models import Chain, Entry, Move
from luoshi.journal.pieces import bounds, each
from luoshi.journal.raw import raw

START, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
TOLD = Q(
    entry__act=Concat("kind", Value("."), "name"), source=F("entry__source"), target=F("entry__target"), source__gt=""
)
COLUMNS = ("entry_id", "entry__chain_id", "entry__seq", "entry__subjects", "subject_id", "entry__at_us")
TABLES = ((Entry.objects, "pk"), (Move.objects, "entry_id"))
LACKING = "has not the moves of its subjects"


def unlike() -> Iterator[tuple[str, int, str]]:
    """(chain, place, reason) of each entry whose moves are not those that it tells: those without any come first."""
    entries, moves = (table.aggregate(n=Count("pk"), top=Max(key)) for table, key in TABLES)
    yield from each(_mute, bounds(entries["n"], entries["top"] or 0), entries["n"])
    yield from each(_unlike, bounds(moves["n"], moves["top"] or 0), moves["n"])


def _mute(keys: tuple[int, int]) -> list[tuple[str, int, str]]:
    above, up_to = keys
    moved = Exists(Move.objects.filter(entry=OuterRef("pk")))
    rows = Entry.objects.filter(~moved, source__gt="", pk__gt=above, pk__lte=up_to).order_by("pk")
    return [(name, seq, LACKING) for name, seq in rows.values_list("chain__name", "seq")]


def _unlike(keys: tuple[int, int]) -> list[tuple[str, int, str]]:
    above, up_to = keys
    names = dict(Chain.objects.values_list("pk", "name"))
    told = Case(When(TOLD, then=1), default=0)
    rows = Move.objects.filter(entry__gt=above, entry__lte=up_to).order_by("entry_id")
    found = []
    for _entry, group in groupby(raw(rows.values_list(*COLUMNS, Cast("at", TextField()), told)), key=itemgetter(0)):
        moves = list(group)
        _id, chain, seq, listed, *_rest = moves[0]
        if len(moves) != listed.count(",") + 1 or sorted(str(move[4]) for move in moves) != sorted(listed.split(",")):
            found.append((names.get(chain, f"?{chain}"), seq, LACKING))
        elif not all(map(_is_told, moves)):
            found.append((names.get(chain, f"?{chain}"), seq, "has another move than it tells"))
    return found


def _is_told(move: tuple[Any, ...]) -> bool:
    *_rest, at_us, at, told = move
    moment = datetime.fromisoformat(at)  # with a zone, or in UTC and without
    return bool(told) and ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - START) // MICROSECOND == at_us
