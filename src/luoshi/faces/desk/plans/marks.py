"""A plan's own text with reading marks: stages, tasks, parties, times and targets, each an anchor in its line."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import chain, pairwise
from typing import Literal, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

Kind = Literal["at", "st", "tk", "ta", "ti", "du"]
RANK: dict[str, int] = {"at": 0, "st": 1, "tk": 2, "ta": 3, "ti": 4, "du": 5}
ANCHORED = ("tk", "at")
"""Kinds that come first for the plain name of their place, which other pages point at."""
STOP = re.compile(r"[。；;\n]|[：:，,](?!\d)")
CLOSING = "。．.：:；;，,"
SLACK = 60


class Mark(NamedTuple):
    """A reading mark over [start, end) of the text: `at` a place asked for, `st` stage, `tk` task, `ta` target, `ti`
    time, `du` party. `key` names the item; a task's mark carries its number and, where it leads somewhere, an address.
    """

    start: int
    end: int
    kind: Kind
    key: str = ""
    number: int = 0
    url: str = ""


Names = tuple[set[object], set[int]]
"""Marks and names that are given already, and places whose plain name is kept for a task."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text as a block of HTML, from `start` to `end` in the text."""

    start: int
    end: int
    html: str


def opening(text: str, span: tuple[int, int], title: str) -> tuple[int, int]:
    """From the item's marker to the end of its title; to its first stop where the title was worded anew."""
    start, end = span
    found = text.find(title, start, min(end, start + len(title) + SLACK)) if title else -1
    if found >= 0:
        stop = found + len(title)
        return start, stop + (stop < end and text[stop] in CLOSING)
    first = STOP.search(text, start, min(end, start + SLACK))
    return start, first.end() if first else min(end, start + SLACK)


def within(text: str, span: tuple[int, int], words: str) -> tuple[int, int]:
    """Where the words stand inside the span; an empty place at its start if they do not."""
    found = text.find(words, *span) if words else -1
    return (found, found + len(words)) if found >= 0 else (span[0], span[0])


def lines(
    text: str,
    marks: Iterable[Mark],
    owners: Sequence[tuple[int, int, str]],
    headings: Mapping[int, str],
    part: tuple[int, int] | None = None,
) -> Iterator[Line]:
    """The text's lines that are not blank, of the whole or of a part that begins and ends with a line.

    `owners` are the tasks' spans with their keys in the order of their starts, `headings` the element (h3, h4) or
    class of lines by where they begin.
    """
    ordered = sorted({mark for mark in marks if mark.end > mark.start}, key=_order)
    tasks, taken = _Innermost(owners), set[object]()
    kept = {mark.start for mark in ordered if mark.kind in ANCHORED}
    live: list[Mark] = []
    ahead = 0
    start, stop = part or (0, len(text))
    for words in text[start:stop].split("\n"):
        end = start + len(words)
        while ahead < len(ordered) and ordered[ahead].start < end:
            live.append(ordered[ahead])
            ahead += 1
        shown = words.strip()
        if shown:
            first = start + len(words) - len(words.lstrip())
            last = first + len(shown)
            body = _marked(text, first, last, live, (taken, kept))
            yield Line(first, last, _block(first, body, tasks.at(first, last), headings.get(first, "")))
        start = end + 1
        live = [mark for mark in live if mark.end > start]


def _order(mark: Mark) -> tuple[int, int, int]:
    return mark.start, -mark.end, RANK[mark.kind]


def _block(start: int, body: str, key: str, heading: str) -> str:
    element = heading if heading in ("h3", "h4") else "p"
    style = f' class="{heading}"' if heading and element == "p" else ""
    owner = f' data-t="{key}"' if key else ""
    return f'<{element} id="l{start}" data-o="{start}"{owner}{style}>{body}</{element}>'


def _marked(text: str, first: int, last: int, live: Sequence[Mark], names: Names) -> str:
    """The words of [first, last) with the marks that touch them, closed and opened again where they cross."""
    here = [mark for mark in live if mark.start < last and mark.end > first]
    if not here:
        return escape(text[first:last])
    edges = chain.from_iterable((max(mark.start, first), min(mark.end, last)) for mark in here)
    parts: list[str] = []
    opened: list[Mark] = []
    ahead = 0
    for start, end in pairwise(sorted({first, last, *edges})):
        wanted = [mark for mark in opened if mark.end > start]
        while ahead < len(here) and here[ahead].start <= start:
            wanted.append(here[ahead])
            ahead += 1
        same = 0
        while same < min(len(opened), len(wanted)) and opened[same] is wanted[same]:
            same += 1
        if same < len(opened):
            parts.append("</mark>" * (len(opened) - same))
        parts += [_open(mark, start, first, names) for mark in wanted[same:]]
        parts.append(escape(text[start:end]))
        opened = wanted
    return "".join(parts) + "</mark>" * len(opened)


def _open(mark: Mark, place: int, line: int, names: Names) -> str:
    taken, kept = names
    item = f' data-k="{mark.key}"' if mark.key else ""
    if mark in taken:
        return f'<mark class="{mark.kind}"{item}>'
    name = f"s{mark.start}"
    if name in taken or (mark.start in kept and mark.kind not in ANCHORED):
        name = f"{name}-{mark.kind}"
    anchor = "" if name in taken else f' id="{name}"'
    taken.update((mark, name))
    tag = f'<mark class="{mark.kind}"{anchor}{item}>'
    if not mark.number:
        return tag
    style = "n" if place == line else "n in"
    if not mark.url:
        return f'{tag}<span class="{style}">{mark.number}</span>'
    label = _label(get_language() or "") % {"number": mark.number}
    return f'{tag}<a class="{style}" href="{escape(mark.url)}" aria-label="{escape(label)}">{mark.number}</a>'


@lru_cache(maxsize=8)
def _label(language: str) -> str:
    return _("任务%(number)s")


class _Innermost:
    """Which task a line belongs to; asked line after line."""

    def __init__(self, owners: Sequence[tuple[int, int, str]]) -> None:
        self._owners, self._ahead, self._around = owners, 0, list[tuple[int, int, str]]()

    def at(self, first: int, last: int) -> str:
        """The innermost task around the line's first letter, else the first that begins in the line, else ""."""
        begins = ""
        while self._ahead < len(self._owners) and self._owners[self._ahead][0] < last:
            owner = self._owners[self._ahead]
            self._around.append(owner)
            begins = begins or (owner[2] if owner[0] > first else "")
            self._ahead += 1
        self._around = [owner for owner in self._around if owner[1] > first]
        return next((key for start, _end, key in reversed(self._around) if start <= first), begins)
