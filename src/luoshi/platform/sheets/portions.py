"""Rows in portions, with a breath between two of them, so that others come to write."""

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

PORTION = 20
BREATH_SECONDS = 0.05
"""A writer that waits for SQLite looks only every tenth of a second: without a breath it would miss each gap."""
Item = TypeVar("Item")


def portions(rows: Iterable[Item]) -> Iterator[list[Item]]:
    """The rows, some at a time: each portion is meant for one transaction."""
    waiting = iter(rows)
    portion = list(islice(waiting, PORTION))
    while portion:
        yield portion
        portion = list(islice(waiting, PORTION))
        if portion:
            time.sleep(BREATH_SECONDS)
