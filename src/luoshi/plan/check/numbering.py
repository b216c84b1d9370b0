"""Rules about the numbers that the plan's items print."""

import re
from collections.abc import Iterator

from luoshi.kit.numerals import read_integer
from luoshi.kit.spans import Span
from luoshi.plan.check.case import Case, Hit
from luoshi.plan.check.ordinals import ANY_FIGURES, ordinal
from luoshi.plan.model import Node


def out_of_sequence(case: Case) -> Iterator[Hit]:
    """Markers whose number repeats, skips or falls back; a list may start at 1 or go on from its last one."""
    last: dict[tuple[int, str], tuple[int, Node]] = {}
    for siblings in _in_order(case):
        before: dict[str, tuple[int, Node]] = {}
        for node in siblings:
            read = ordinal(node.marker or "")
            if read is None:
                continue
            kind, value = read
            earlier = before.get(kind) or last.get((node.level, kind))
            if hit := _objection(case, node, value, earlier, kind in before):
                yield hit
            before[kind] = last[node.level, kind] = value, node


def _in_order(case: Case) -> Iterator[list[Node]]:
    return iter(sorted(case.children.values(), key=lambda siblings: siblings[0].span))


def _objection(case: Case, node: Node, value: int, earlier: tuple[int, Node] | None, listed: bool) -> Hit | None:
    if value == 1:
        return None
    before = earlier[0] if earlier else 0
    if value == before + 1:
        return None
    if not listed:
        return _late_start(case, node, value, earlier)
    marker = (node.marker or "").strip()
    span = Span(node.span.start, node.span.start + len(node.marker or ""))
    if value == before:
        return Hit(span, f"编号“{marker}”出现了两次", "请改正本项及以后的编号")
    if value < before:
        return Hit(span, f"编号“{marker}”排在第{before}项之后", "请按先后改正编号")
    if earlier and _prints(case, Span(earlier[1].span.start, node.span.start), node, value - 1):
        return None
    return Hit(span, f"编号从第{before}项跳到“{marker}”", "请补上缺的一项，或改正编号")


def _late_start(case: Case, node: Node, value: int, earlier: tuple[int, Node] | None) -> Hit | None:
    """A list that starts neither at 1 nor where another left off, unless its beginning merely was not recognized."""
    start = earlier[1].span.start if earlier else case.body.start
    if _prints(case, Span(start, node.span.start), node, value - 1):
        return None
    span = Span(node.span.start, node.span.start + len(node.marker or ""))
    return Hit(span, f"这一列从“{(node.marker or '').strip()}”开始编号", "请补上前面的项，或改正编号")


def _prints(case: Case, span: Span, node: Node, wanted: int) -> bool:
    """True if that number stands inside the span as the node's marker would print it."""
    before, _, after = ANY_FIGURES.sub("\0", (node.marker or "").strip(), count=1).partition("\0")
    printed = re.compile(f"{re.escape(before)}({ANY_FIGURES.pattern}){re.escape(after)}")
    return any(read_integer(found[1]) == wanted for found in printed.finditer(case.words(span)))
