"""Which item of one list answers to which of another: in order where possible, by likeness where not."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from luoshi.plan.compare.likeness import EQUAL

LEAST = 0.4
MOVED = 0.48

T = TypeVar("T")


def align(old: Sequence[T], new: Sequence[T], likeness: Callable[[T, T], float]) -> tuple[dict[int, int], set[int]]:
    """New index by old index, and the old indexes among them that left their order.

    Pairs in order are as many equal ones (likeness of `EQUAL` or more) as can be, then the greatest total likeness;
    what the order leaves over is paired best first.
    """
    scores = [[likeness(a, b) for b in new] for a in old]
    pairs = _in_order([[score + len(new) * (score >= EQUAL) for score in row] for row in scores], len(new))
    moved = _across(scores, pairs, len(new))
    return pairs | moved, set(moved)


def _in_order(scores: list[list[float]], width: int) -> dict[int, int]:
    """The order-preserving pairs of the greatest total."""
    below = [0.0] * (width + 1)
    taken: list[list[bool]] = []
    totals = [below]
    for row in reversed(scores):
        here, take = [0.0] * (width + 1), [False] * width
        for j in range(width - 1, -1, -1):
            best = below[j] if below[j] >= here[j + 1] else here[j + 1]
            if row[j] >= LEAST and row[j] + below[j + 1] >= best:
                best, take[j] = row[j] + below[j + 1], True
            here[j] = best
        taken.append(take)
        totals.append(here)
        below = here
    return _trace(taken[::-1], totals[::-1], width)


def _trace(taken: list[list[bool]], totals: list[list[float]], width: int) -> dict[int, int]:
    pairs: dict[int, int] = {}
    i = j = 0
    while i < len(taken) and j < width:
        if taken[i][j]:
            pairs[i] = j
            i, j = i + 1, j + 1
        elif totals[i][j] == totals[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _across(scores: list[list[float]], pairs: dict[int, int], width: int) -> dict[int, int]:
    """Pairs among what the order left over, the likest first."""
    rows = [i for i in range(len(scores)) if i not in pairs]
    columns = set(range(width)).difference(pairs.values())
    found: dict[int, int] = {}
    for score, i, j in sorted(
        ((scores[i][j], i, j) for i in rows for j in columns), key=lambda one: (-one[0], one[1:])
    ):
        if score < MOVED:
            break
        if i not in found and j in columns:
            found[i] = j
            columns.discard(j)
    return found
