"""Evens out a text before it is read, and returns what was read to the text as it was. See docs/reading/source.md."""

import re
from bisect import bisect_right
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from luoshi.kit.spans import Span
from luoshi.plan.grammar.texts import BLANKS, OPENS_ITEM
from luoshi.plan.model import Plan

T = TypeVar("T")

NARROW = str.maketrans("０１２３４５６７８９％＂", '0123456789%"')
WIDE = re.compile("[０-９％＂]")
NARROWEST, WIDEST = 16, 60
FULL = 0.9
FEWEST_LINES = 12
WORDS = frozenset(["title", "name", "text", "subject", "per", "post", "marker", "issuer", "document_number"])
CODES = ("days", "months", "inferred")
ENDS = "。；;：:！!？?"


@dataclass(frozen=True, slots=True)
class Source:
    """A text made even: digits narrow, straight quotation marks turned, lines that were wrapped at a width joined.

    Every character stands for one of the original; before each offset in `cuts` one line break was left out.
    """

    text: str
    original: str
    cuts: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> "Source":
        """The text made even."""
        joined, cuts = _join(original)
        narrow = joined.translate(NARROW) if WIDE.search(joined) else joined
        return cls(_turn_quotes(narrow), original, cuts)

    def place(self, span: Span) -> Span:
        """The span in the original."""
        return Span(self._at(span.start), self._at(span.end - 1) + 1)

    def _at(self, offset: int) -> int:
        return offset + bisect_right(self.cuts, offset)

    def returned(self, plan: Plan) -> Plan:
        """The plan with the places and the words of the original."""
        if self.text == self.original:
            return plan
        back = _return(plan, self, Span(0, len(self.text)))
        titles = {read.title: stage.title for read, stage in zip(plan.stages, back.stages, strict=True)}
        return replace(back, tasks=tuple(replace(task, stage=titles.get(task.stage or "")) for task in back.tasks))

    def words(self, read: str, within: Span) -> str:
        """The words as the original writes them, if the span has them in one piece."""
        at = self.text.find(read, within.start, min(len(self.text), within.end + len(read)))
        if at < 0 or not read:
            return read
        place = self.place(Span(at, at + len(read)))
        return self.original[place.start : place.end].replace("\n", "")


def _join(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with wrapped paragraphs on single lines, and where line breaks were left out."""
    lines = text.split("\n")
    width = _width([len(line) for line in lines if line.strip()])
    if width is None:
        return text, ()
    full = [len(line) >= width * FULL for line in lines]
    inside = sum(1 for line, is_full in zip(lines, full, strict=True) if is_full and line.rstrip()[-1:] not in ENDS)
    if inside * 2 < sum(full):
        return text, ()
    parts: list[str] = []
    cuts: list[int] = []
    length = 0
    for line, is_full, following in zip(lines, full, [*lines[1:], ""], strict=True):
        soft = is_full and following[:1] not in ("", *BLANKS) and not OPENS_ITEM.match(following)
        parts.append(line if soft else line + "\n")
        length += len(parts[-1])
        if soft:
            cuts.append(length)
    return "".join(parts)[: len(text) - len(cuts)], tuple(cuts)


def _width(lengths: list[int]) -> int | None:
    """The width at which the lines are wrapped, if a third of them reach it."""
    if len(lengths) < FEWEST_LINES:
        return None
    widest = max(lengths)
    if not NARROWEST <= widest <= WIDEST:
        return None
    return widest if sum(length >= widest * FULL for length in lengths) * 3 >= len(lengths) else None


def _turn_quotes(text: str) -> str:
    """Straight quotation marks turned by turns, line by line, where a line has an even number of them."""
    if '"' not in text:
        return text
    return "\n".join(_turn(line) if '"' in line and line.count('"') % 2 == 0 else line for line in text.split("\n"))


def _turn(line: str) -> str:
    pieces = line.split('"')
    return "".join(piece + ("“" if i % 2 == 0 else "”") for i, piece in enumerate(pieces[:-1])) + pieces[-1]


def _return(value: T, source: Source, within: Span) -> T:
    within = getattr(value, "span", within)
    changes: dict[str, Any] = {}
    for field in fields(value):  # type: ignore[arg-type]
        part = getattr(value, field.name)
        if isinstance(part, str) and field.name in WORDS:
            changes[field.name] = source.words(part, within)
        elif isinstance(part, Span):
            changes[field.name] = source.place(part)
        elif isinstance(part, tuple) and field.name not in CODES:
            changes[field.name] = tuple(_return_part(each, source, within) for each in part)
        elif hasattr(part, "__dataclass_fields__"):
            changes[field.name] = _return(part, source, within)
    return replace(value, **changes)  # type: ignore[type-var]


def _return_part(part: Any, source: Source, within: Span) -> Any:
    if hasattr(part, "__dataclass_fields__"):
        return _return(part, source, within)
    if isinstance(part, str):
        return source.words(part, within)
    name, span = part
    return name, source.place(span)
