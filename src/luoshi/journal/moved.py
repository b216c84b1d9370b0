"""Proof that the moves, from which past days are read, are those that sealed entries tell, and all of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from luoshi.journal.models import Chain, Entry, Move
from luoshi.journal.raw import raw

TOLD = ("seq", "act", "source", "target", "at_us", "subjects")
MOVED = ("moves__kind", "moves__name", "moves__source", "moves__target")
START, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def unlike(chain: Chain) -> Iterator[tuple[int, str]]:
    """(place, reason) of each entry whose moves are not those that it tells, in order of place."""
    strange = Move.objects.filter(entry__chain=chain, entry__source="").order_by("entry__seq")
    for seq in strange.values_list("entry__seq", flat=True).distinct():
        yield seq, "has a move and tells of none"
    entries = Entry.objects.filter(chain=chain, source__gt="").order_by("seq")
    rows = entries.values_list(*TOLD, *MOVED, Cast("moves__at", TextField()), "moves__subject_id")
    for seq, found in groupby(raw(rows), key=itemgetter(0)):
        moves = list(found)
        subjects = sorted("" if move[-1] is None else str(move[-1]) for move in moves)
        if subjects != sorted(moves[0][5].split(",")):
            yield seq, "has not the moves of its subjects"
        elif not all(map(_is_told, moves)):
            yield seq, "has another move than it tells"


def _is_told(row: tuple[Any, ...]) -> bool:
    _seq, act, source, target, at_us, _subjects, kind, name, old, new, at, _subject = row
    if (f"{kind}.{name}", old, new) != (act, source, target):
        return False
    moment = datetime.fromisoformat(at)  # with a zone, or in UTC and without
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - START) // MICROSECOND == int(at_us)
