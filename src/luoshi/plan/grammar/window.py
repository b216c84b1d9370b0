"""Reads the plan's whole period where it is stated. See docs/reading/window.md."""

import re
from collections.abc import Iterator

from luoshi.kit.spans import Span
from luoshi.plan.grammar.dates import Expression
from luoshi.plan.grammar.items import Item
from luoshi.plan.grammar.labels import find_labels
from luoshi.plan.grammar.outline import walk
from luoshi.plan.grammar.sections import STAGED, states_window
from luoshi.plan.grammar.times import Calendar
from luoshi.plan.model import Time

BEGINS = re.compile(r"(?:启动|开始|展开|起)[，,]?\s?(?:至|到)")
AFTER = re.compile(
    r"[）)]?(?:，|,)?(?:基本)?(?:结束|完成|为止)|[）)]?[，,]?\s?(?:在|利用|于)[^，。]{0,16}(?:范围内|系统|开展|组织|集中)|[^，。]{0,6}(?:集中)?开展|[^，。]{0,8}分[一二三四五六]个"
)
BEFORE = re.compile(
    r"(?:决定|定于|时间(?:为|是|从|自)?[：:]?|[活行]动(?:时间)?(?:从|自|为)|用[^，。]{1,8}时间[（(，]?|从|自|于)\Z"
)


def find_window(text: str, heading: Span | None, root: Item, calendar: Calendar) -> Time | None:
    """The plan's period: from its section, from the sentence that says when it runs, or from its heading."""
    for item in walk(root):
        if states_window(item):
            first = item.children[0].start if item.children else item.end
            dates = calendar.within(Span(item.title.body, first))
            best = next((date for date in dates if date.form == "span"), dates[0] if dates else None)
            if best:
                return calendar.resolve(best, None)
    opening = next(_openings(root))
    for label in find_labels(text, opening.start, opening.end):
        time = calendar.value(label.value, False, None) if label.kind == "time" else None
        if time and time.start and time.end and time.start != time.end:
            return time
    for stretch in _openings(root):
        for date in calendar.within(stretch):
            if date.form == "span" and _spans_all(text, date):
                return calendar.resolve(date, None)
    dates = calendar.within(heading) if heading else ()
    named = next((date for date in dates if date.form == "span"), None)
    return calendar.resolve(named, None) if named else None


def _openings(root: Item) -> Iterator[Span]:
    """The text before the first item, and what sections that divide the time say before their items."""
    yield Span(root.start, root.children[0].start if root.children else root.end)
    for item in walk(root):
        if item.children and item.level <= 2 and STAGED.search(item.title.text):
            yield Span(item.title.body, item.children[0].start)


def _spans_all(text: str, date: Expression) -> bool:
    inside = text[date.span.start : date.span.end]
    before = text[max(date.span.start - 16, 0) : date.span.start]
    after = AFTER.match(text, date.span.end)
    return bool(BEGINS.search(inside)) or (
        after is not None and (inside[0] in "自从" or BEFORE.search(before) is not None)
    )
