"""Reads who signs and when: a body's name and a full date that stand apart from the text. See docs/reading/head.md."""

import re
from typing import NamedTuple

from luoshi.kit.spans import Span
from luoshi.plan.grammar.dates import Expression
from luoshi.plan.grammar.texts import BLANKS, is_organisation, strip

REACH = 160
STOPS = "。；;：:！？!?\n》，,"
BY_PROXY = re.compile(r"[（(][^（）()\n]{2,40}[）)]\Z")
GENERIC = re.compile(r"(?:活动|工作)?(?:领导小组(?:办公室)?|办公室|委员会|指挥部(?:办公室)?)\Z")


class Signature(NamedTuple):
    """A signature: its date as ISO, the body that signs (None for a date alone), the span of both."""

    issuer: str | None
    issuer_span: Span | None
    date: str
    date_span: Span
    span: Span


def find_signatures(text: str, dates: list[Expression]) -> list[Signature]:
    """Every signature in the text, in order."""
    return [signature for date in dates if (signature := _read(text, date))]


def _read(text: str, date: Expression) -> Signature | None:
    start, end = date.core
    point = date.points[0]
    if date.form != "at" or point.grain != "day" or point.year is None or "年" not in text[start:end]:
        return None
    before = strip(text, max(start - REACH, 0), start)
    after = text[end : end + 1]
    closed = not after or after in BLANKS + "\n（(" or text.startswith(("附件", "附表"), end)
    if not closed and before.end == start:
        return None
    day = point.bounds(point.year)[0].iso()
    name = _name_before(text, before.end, before.start)
    if name:
        issuer = re.sub(r"\s+", "", text[name.start : name.end])
        return Signature(issuer, name, day, date.core, Span(name.start, end))
    if _opens_line(text, start) and (_closes_line(text, end) or after in "（("):
        return Signature(None, None, day, date.core, date.core)
    return None


def _opens_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _closes_line(text: str, at: int) -> bool:
    stop = text.find("\n", at)
    return not text[at : len(text) if stop < 0 else stop].strip()


def _name_before(text: str, end: int, floor: int) -> Span | None:
    """The body's name that ends there: one run without blanks, preceded by a break; its own bracket may follow."""
    proxy = BY_PROXY.search(text, floor, end)
    stop = strip(text, floor, proxy.start()).end if proxy else end
    start = stop
    while start > floor and text[start - 1] not in STOPS + BLANKS:
        start -= 1
    if start > 0 and text[start - 1] in "，,：:":
        return None
    name = text[start:stop]
    if not is_organisation(name) or name.startswith(("经", "由", "附件", "请", "报", "为")):
        return None
    line = text.rfind("\n", 0, start) + 1
    signers = text[line:start].split()
    if signers and all(is_organisation(signer) for signer in signers):
        start = strip(text, line, start).start
    if GENERIC.match(name):
        start = _continue_upwards(text, start, floor)
    return Span(start, stop)


def _continue_upwards(text: str, start: int, floor: int) -> int:
    """A generic name alone on its line belongs to the short line above it."""
    above = strip(text, floor, start)
    line = text.rfind("\n", 0, above.end) + 1
    head = text[line : above.end].strip()
    if "\n" in text[above.end : start] and 2 < len(head) <= 40 and not re.search(r"[。；：:，,、]|附件|附表", head):
        return strip(text, line, above.end).start
    return start
