"""Proof that the moves, from which past days are read, are those that sealed entries tell, and all of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast, Concat

from luoshi.journal.models import Chain, Entry, Move
from luoshi.journal.raw import raw

START, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
TOLD = Q(
    entry__act=Concat("kind", Value("."), "name"), source=F("entry__source"), target=F("entry__target"), source__gt=""
)
COLUMNS = ("entry_id", "entry__chain_id", "entry__seq", "entry__subjects", "subject_id", "entry__at_us")


def unlike() -> Iterator[tuple[str, int, str]]:
    """(chain, place, reason) of each entry whose moves are not those that it tells."""
    mute = Entry.objects.filter(~Exists(Move.objects.filter(entry=OuterRef("pk"))), source__gt="").order_by("pk")
    for name, seq in mute.values_list("chain__name", "seq"):
        yield name, seq, "has not the moves of its subjects"
    names = dict(Chain.objects.values_list("pk", "name"))
    told = Case(When(TOLD, then=1), default=0)
    rows = Move.objects.order_by("entry_id").values_list(*COLUMNS, Cast("at", TextField()), told)
    for _entry, found in groupby(raw(rows), key=itemgetter(0)):
        moves = list(found)
        _id, chain, seq, listed, *_rest = moves[0]
        if len(moves) != listed.count(",") + 1 or sorted(str(move[4]) for move in moves) != sorted(listed.split(",")):
            yield names.get(chain, f"?{chain}"), seq, "has not the moves of its subjects"
        elif not all(map(_is_told, moves)):
            yield names.get(chain, f"?{chain}"), seq, "has another move than it tells"


def _is_told(move: tuple[Any, ...]) -> bool:
    *_rest, at_us, at, told = move
    moment = datetime.fromisoformat(at)  # with a zone, or in UTC and without
    return bool(told) and ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - START) // MICROSECOND == at_us
