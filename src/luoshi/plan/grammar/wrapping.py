"""Undoes the hard line ends of copied pages, and finds the way back. See docs/reading/wrapping.md."""

from bisect import bisect_right
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from luoshi.kit.spans import Span
from luoshi.plan.grammar.texts import BLANKS, OPENS_ITEM
from luoshi.plan.model import Plan

T = TypeVar("T")

NARROWEST, WIDEST = 16, 60
FULL = 0.9
FEWEST_LINES = 12
ENDS = "。；;：:！!？?"


@dataclass(frozen=True, slots=True)
class Joined:
    """A text without its soft line ends; before each offset in `cuts` one original line break was left out."""

    text: str
    cuts: tuple[int, ...]

    def original(self, span: Span) -> Span:
        """The span in the text as it was."""
        return Span(self._place(span.start), self._place(span.end - 1) + 1)

    def _place(self, at: int) -> int:
        return at + bisect_right(self.cuts, at)


def join_wrapped(text: str) -> Joined | None:
    """The text with its paragraphs on single lines, None if its lines are not wrapped at a width."""
    lines = text.split("\n")
    width = _width([len(line) for line in lines if line.strip()])
    if width is None:
        return None
    full = [len(line) >= width * FULL for line in lines]
    inside = sum(1 for line, is_full in zip(lines, full, strict=True) if is_full and line.rstrip()[-1:] not in ENDS)
    if inside * 2 < sum(full):
        return None
    parts: list[str] = []
    cuts: list[int] = []
    length = 0
    for line, is_full, following in zip(lines, full, [*lines[1:], ""], strict=True):
        soft = is_full and following[:1] not in ("", *BLANKS) and not OPENS_ITEM.match(following)
        parts.append(line if soft else line + "\n")
        length += len(parts[-1])
        if soft:
            cuts.append(length)
    return Joined("".join(parts)[: len(text) - len(cuts)], tuple(cuts))


def _width(lengths: list[int]) -> int | None:
    """The width at which the lines are wrapped, if a third of them reach it."""
    if len(lengths) < FEWEST_LINES:
        return None
    widest = max(lengths)
    if not NARROWEST <= widest <= WIDEST:
        return None
    return widest if sum(length >= widest * FULL for length in lengths) * 3 >= len(lengths) else None


def relocate(plan: Plan, joined: Joined) -> Plan:
    """The plan with every span where it was before the lines were joined."""
    return _moved(plan, joined)


def _moved(value: T, joined: Joined) -> T:
    changes: dict[str, Any] = {}
    for field in fields(value):  # type: ignore[arg-type]
        part = getattr(value, field.name)
        if isinstance(part, Span):
            changes[field.name] = joined.original(part)
        elif hasattr(part, "__dataclass_fields__"):
            changes[field.name] = _moved(part, joined)
        elif isinstance(part, tuple):
            changes[field.name] = tuple(_moved_part(each, joined) for each in part)
    return replace(value, **changes)  # type: ignore[type-var]


def _moved_part(part: Any, joined: Joined) -> Any:
    if hasattr(part, "__dataclass_fields__"):
        return _moved(part, joined)
    if isinstance(part, tuple):
        name, span = part
        return name, joined.original(span)
    return part
