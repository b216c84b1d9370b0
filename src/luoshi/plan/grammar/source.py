"""Evens out a text before it is read, and returns what was read to the text as it was. See docs/reading/source.md."""

import re
from bisect import bisect_right
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any, TypeVar

from luoshi.kit.spans import Span
from luoshi.plan.grammar.texts import BLANKS, OPENS_ITEM
from luoshi.plan.grammar.traditional import simplified
from luoshi.plan.model import Plan

T = TypeVar("T")

NARROW = str.maketrans("０１２３４５６７８９％＂", '0123456789%"')
WIDE = re.compile("[０-９％＂]")
NARROWEST, WIDEST = 16, 60
MISREAD = re.compile(
    r"(?<=\d)[OoＯ○](?=[\d年月日号%])|(?<=\d)[lI|](?=[\d年月日号%])|(?<![A-Za-z\d])[lI](?=\d?[月日号])"
)
FULL = 0.9
NEAR = 60
FEWEST_LINES = 12
FEWEST_HANGING = 3
LONG = 0.7
WORDS = frozenset(["title", "name", "text", "subject", "per", "post", "marker", "issuer", "document_number"])
CODES = ("days", "months", "inferred")
ENDS = "。；;：:！!？?"


@dataclass(frozen=True, slots=True)
class Source:
    """A text made even: digits narrow, straight quotation marks turned, lines that were wrapped at a width joined.

    Every character stands for one of the original; before each offset in `cuts` a line break or a blank was left out,
    as often as it stands there.
    """

    text: str
    original: str
    cuts: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> "Source":
        """The text made even."""
        joined, cuts = _join(original)
        narrow = joined.translate(NARROW) if WIDE.search(joined) else joined
        return cls(simplified(_turn_quotes(MISREAD.sub(_digit, narrow))), original, cuts)

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
        if at < 0:
            at = self.text.rfind(read, max(within.start - NEAR, 0), within.end)
        if at < 0 or not read:
            return read
        place = self.place(Span(at, at + len(read)))
        return self.original[place.start : place.end].replace("\n", "")


def _join(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with wrapped paragraphs on single lines, and where line breaks were left out."""
    lines = text.split("\n")
    indent = _common_indent(lines)
    goes_on = _wrapped(lines, indent) or _hanging(lines)
    if not goes_on:
        return text, ()
    parts: list[str] = []
    cuts: list[int] = []
    length = lead = 0
    for at, line in enumerate(lines):
        soft = at in goes_on
        parts.append(line[lead:] if soft else line[lead:] + "\n")
        length += len(parts[-1])
        lead = indent if soft else 0
        cuts.extend([length] * ((1 + indent) * soft))
    return "".join(parts)[: len(text) - len(cuts)], tuple(cuts)


def _wrapped(lines: list[str], indent: int) -> set[int]:
    """The lines of full width that the next one continues, if the text is wrapped at one width."""
    width = _width([len(line) for line in lines if line.strip()])
    if width is None:
        return set()
    full = [at for at, line in enumerate(lines) if len(line) >= width * FULL]
    inside = sum(lines[at].rstrip()[-1:] not in ENDS for at in full)
    if inside * 2 < len(full):
        return set()
    following = [*lines[1:], ""]
    return {at for at in full if _may_go_on(following[at][indent:])}


def _hanging(lines: list[str]) -> set[int]:
    """The same where paragraphs are indented and each line without indent goes on with a long one above."""
    filled = [(at, line) for at, line in enumerate(lines) if line.strip()]
    first = next((n for n, (_, line) in enumerate(filled) if line[0] in BLANKS), len(filled))
    goes_on = [above for above, (_, line) in pairwise(filled[first:]) if line[0] not in BLANKS]
    widest = max((_printed(line) for _, line in filled), default=0)
    if len(goes_on) < FEWEST_HANGING or not NARROWEST <= widest <= WIDEST:
        return set()
    long = [at for at, line in goes_on if _printed(line) >= widest * LONG and line.rstrip()[-1:] not in ENDS]
    following = [*lines[1:], ""]
    return {at for at in long if _may_go_on(following[at])} if len(long) >= len(goes_on) * FULL else set()


def _printed(line: str) -> float:
    """The line's width on paper in full squares."""
    return len(line) - sum(map(str.isascii, line)) / 2


def _may_go_on(line: str) -> bool:
    return line[:1] not in ("", *BLANKS) and not OPENS_ITEM.match(line)


def _common_indent(lines: list[str]) -> int:
    """How many blanks stand before every line that has words, but for a few; 0 where a tenth stands before them."""
    indents = sorted(len(line) - len(line.lstrip(BLANKS)) for line in lines if line.strip())
    return indents[len(indents) // 10] if indents else 0


def _width(lengths: list[int]) -> int | None:
    """The width at which the lines are wrapped, if a third of them reach it."""
    if len(lengths) < FEWEST_LINES:
        return None
    widest = max(lengths)
    if not NARROWEST <= widest <= WIDEST:
        return None
    return widest if sum(length >= widest * FULL for length in lengths) * 3 >= len(lengths) else None


def _digit(match: re.Match[str]) -> str:
    """The digit that was misread as a letter."""
    return "1" if match[0] in "lI|" else "0"


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
