"""Marks off what of a text is the plan: its heading, its body, what stands apart in it. See docs/reading/head.md."""

import re
from dataclasses import dataclass

from luoshi.kit.numerals import WIDE
from luoshi.kit.spans import Span
from luoshi.plan.grammar.dates import Expression, find_dates
from luoshi.plan.grammar.furniture import Field, body_start, read_record, record_end, tail_start
from luoshi.plan.grammar.heading import Heading, find_heading
from luoshi.plan.grammar.signatures import Signature, find_signatures
from luoshi.plan.grammar.texts import BLANKS

ANNEX_LIST = re.compile(r"(?:(?<=\s)|^)附\s*[件表]?\s*\d{0,2}\s*[：:]")
ANNEX_HEAD = re.compile(r"(?:(?<=\s)|^)附\s?件\s?[\d一二三四五六七八九十]{0,2}(?=[：:\s]|[\u4e00-\u9fff“《])")
LIST_REACH = 1200


@dataclass(frozen=True, slots=True)
class Frame:
    """A text divided: `body` holds the plan's items, `apart` what inside it belongs to no item."""

    text: str
    dates: tuple[Expression, ...]
    record: dict[str, Field]
    signatures: tuple[Signature, ...]
    heading: Heading | None
    body: Span
    apart: tuple[Span, ...]
    end: int

    def is_apart(self, at: int) -> bool:
        """True if the offset lies in a signature or a list of annexes."""
        return any(span.start <= at < span.end for span in self.apart)


def find_frame(text: str) -> Frame:
    """The text's division, for any text."""
    end = tail_start(text)
    dates = tuple(find_dates(text.translate(WIDE), 0, end))
    record = read_record(text)
    title = record.get("title")
    heading = find_heading(text, title.span if title else None, record_end(text), end)
    signatures = tuple(find_signatures(text, list(dates)))
    start = min(heading.body if heading else record_end(text), end)
    start = body_start(text, start, end)
    body = Span(start, max(start, end))
    return Frame(text, dates, record, signatures, heading, body, _apart(text, body, signatures), end)


def _apart(text: str, body: Span, signatures: tuple[Signature, ...]) -> tuple[Span, ...]:
    spans = [s.span for s in signatures if s.span.start >= body.start]
    until = 0
    for match in ANNEX_LIST.finditer(text, body.start, body.end):
        if match.start() < until:
            continue
        if not spans or match.start() >= spans[-1].end or match.start() < spans[0].start:
            stop = _list_end(text, match.end(), body.end, signatures)
            until = stop or match.end() + LIST_REACH
            if stop:
                spans.append(Span(match.start(), stop))
    return tuple(sorted(spans))


def _list_end(text: str, start: int, end: int, signatures: tuple[Signature, ...]) -> int:
    """Where the list of annexes ends: at a signature, at the annexes themselves, or with its paragraph."""
    limit = min(end, start + LIST_REACH)
    ends = [s.span.start for s in signatures if start <= s.span.start <= limit]
    head = ANNEX_HEAD.search(text, start, limit)
    while head and _listed(text, head.end()):
        head = ANNEX_HEAD.search(text, head.end(), limit)
    if head:
        ends.append(head.start())
    gap = text.find("\n\n", start, limit)
    if ends:
        return min(ends)
    return gap if gap >= 0 else limit if limit == end else 0


def _listed(text: str, at: int) -> bool:
    return text[at : at + 1] in "：:" and text[at + 1 : at + 2] not in BLANKS + "\n"
