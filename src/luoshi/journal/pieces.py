"""A long journal in pieces, looked through on several processes at once; a short one stays in this process."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from django.db import connection, connections

PIECE = 25_000
LONG = 100_000
"""Rows from which on it pays to start processes."""
PROCESSES = min(4, os.cpu_count() or 1)
Part = TypeVar("Part")
Found = TypeVar("Found")


def bounds(rows: int, top: int) -> list[tuple[int, int]]:
    """(above, up to) of consecutive ranges of numbers, about `PIECE` of so many rows in each.

    The rows are taken to lie evenly between 1 and `top`; whatever else there is belongs to the first range, which
    begins at -1, or to the last, which ends at the greatest number that a database holds.
    """
    parts = max(1, -(-rows // PIECE))
    cuts = [top * part // parts for part in range(1, parts)]
    return list(zip([-1, *cuts], [*cuts, 2**63 - 1], strict=True))


def each(work: Callable[[Part], list[Found]], pieces: Sequence[Part], rows: int) -> Iterator[Found]:
    """What the work finds in each piece, in their order; of so many rows in all."""
    if rows < LONG or PROCESSES == 1 or not _is_seen_by_others():
        for piece in pieces:
            yield from work(piece)
        return
    connections.close_all()  # a connection that is held while a process forks would be used by both
    with ProcessPoolExecutor(PROCESSES, get_context("fork")) as pool:
        for found in pool.map(work, pieces):
            yield from found


def _is_seen_by_others() -> bool:
    """True if another process reads what this one does: no transaction is open, and the database not in memory."""
    return not (connection.in_atomic_block or "memory" in str(connection.settings_dict["NAME"]))
