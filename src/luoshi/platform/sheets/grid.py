"""Rows of text against declared columns: where the head is, what merged cells say, which cells have no column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

from luoshi.platform.sheets.columns import Column
from luoshi.platform.sheets.keys import HEAD, KEY
from luoshi.platform.sheets.words import Reason, Unfit, reason

SEARCHED = 10
"""Lines among which the head is looked for: titles and facts stand above it."""
OVER = ""
"""The key under which what stands beyond the last column is kept."""
_LOOSE = re.compile(r"[\s　*＊]|[（(].*?[)）]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the head: its number from 1, as the table counts, and its cells by column key."""

    number: int
    cells: dict[str, str]


@dataclass(slots=True)
class Grid:
    """A table read against its columns; `heads` are the heads as written, by key."""

    heads: dict[str, str]
    lines: list[Line]
    notes: list[Reason] = field(default_factory=list)


def grid_of(found: dict[str, Any], columns: Sequence[Column]) -> Grid:
    """The lines of what `parse` found. Raises Unfit when no head can be made out, or nothing stands below it."""
    rows: list[list[str]] = found["rows"]
    if not rows:
        raise Unfit(gettext_noop("表里什么也没有。"))
    head, places, notes = _head(rows, columns)
    if found["others"]:
        notes.append(
            reason(
                gettext_noop("只读了“%(sheet)s”这张表，没有读：%(others)s。"),
                sheet=found["sheet"],
                others="、".join(found["others"]),
            )
        )
    notes += _fill(rows, found["merged"], head, places)
    lines = list(_lines(rows, head, places))
    if not lines:
        raise Unfit(gettext_noop("表头下面没有内容。"))
    heads = {key: rows[head][place] for key, place in places.items()} if head >= 0 else {}
    return Grid(heads, lines, notes)


def plain(text: str) -> str:
    """A head without blanks, stars and what stands in brackets."""
    return _LOOSE.sub("", text)


def _head(rows: list[list[str]], columns: Sequence[Column]) -> tuple[int, dict[str, int], list[Reason]]:
    """(index of the head or -1, column key → place, notes)."""
    known = {plain(name): column.key for column in columns for name in (column.head, *column.also)}
    known[plain(HEAD)] = KEY
    found = [_places(row, known) for row in rows[:SEARCHED]]
    best = max(range(len(found)), key=lambda index: len(found[index]))
    if not found[best]:
        return _headless(rows, columns)
    missing = [column.head for column in columns if column.required and column.key not in found[best]]
    if missing:
        raise Unfit(gettext_noop("表头里没有“%(heads)s”这一栏。请照样表的表头填。"), heads="、".join(missing))
    unknown = [cell for place, cell in enumerate(rows[best]) if cell and place not in found[best].values()]
    if not unknown:
        return best, found[best], []
    told = reason(gettext_noop("这些栏没有用处，不读：%(heads)s。"), heads="、".join(unknown))
    return best, found[best], [told]


def _places(row: list[str], known: dict[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        key = known.get(plain(cell))
        if key is not None:
            places.setdefault(key, place)
    return places


def _headless(rows: list[list[str]], columns: Sequence[Column]) -> tuple[int, dict[str, int], list[Reason]]:
    """Without a head the columns stand in their declared order, if there are not more than these."""
    width = max(map(len, rows))
    heads = "、".join(column.head for column in columns)
    if width > len(columns):
        raise Unfit(gettext_noop("没有找到表头。表头应有：%(heads)s。"), heads=heads)
    places = {column.key: place for place, column in enumerate(columns[:width])}
    return -1, places, [reason(gettext_noop("没有表头，按这个顺序读：%(heads)s。"), heads=heads)]


def _fill(rows: list[list[str]], merged: list[list[int]], head: int, places: dict[str, int]) -> Iterator[Reason]:
    """Write what a merged cell says into each line that it covers, and tell so; the blank end stays cut off."""
    names = {place: rows[head][place] for place in places.values()} if head >= 0 else {}
    for top, left, bottom, _right in sorted(merged):
        if top <= head or bottom == top or left not in names or top >= len(rows):
            continue
        for row in rows[top + 1 : bottom + 1]:
            row.extend([""] * (left + 1 - len(row)))
            row[left] = rows[top][left]
        yield reason(
            gettext_noop("第%(first)s至%(last)s行的“%(head)s”是合并单元格，已逐行填上。"),
            first=top + 1,
            last=bottom + 1,
            head=names[left],
        )


def _lines(rows: list[list[str]], head: int, places: dict[str, int]) -> Iterator[Line]:
    width = len(rows[head]) if head >= 0 else len(places)
    for index, row in enumerate(rows[head + 1 :], head + 1):
        cells = {key: row[place] if place < len(row) else "" for key, place in places.items()}
        over = "、".join(filter(None, row[width:]))
        if over:
            cells[OVER] = over
        if any(cells.values()):
            yield Line(index + 1, cells)
