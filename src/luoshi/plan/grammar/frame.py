"""Marks off what of a text is the plan: its heading, its body, what stands apart in it. See docs/reading/head.md."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from luoshi.kit.spans import Span
from luoshi.plan.grammar.dates import Expression, find_dates
from luoshi.plan.grammar.furniture import Field, body_start, read_record, record_end, tail_start
from luoshi.plan.grammar.heading import Heading, find_heading
from luoshi.plan.grammar.signatures import Signature, find_signatures
from luoshi.plan.grammar.texts import BLANKS

ANNEX_LIST = re.compile(r"(?:(?<=\s)|^)附\s*[件表]?\s*\d{0,2}\s*[：:]")
ANNEX_HEAD = re.compile(r"(?:(?<=\s)|^)附\s?件\s?[\d一二三四五六七八九十]{0,2}(?=[：:\s“《]|[^\W\d_])")
LIST_REACH = 1200


@dataclass(frozen=True, slots=True)
class Frame:
    """A text divided: `body` holds the plan's items, `apart` what inside it belongs to no item.

    `lists` are the lists of annexes anywhere in the text.
    """

    text: str
    dates: tuple[Expression, ...]
    record: dict[str, Field]
    signatures: tuple[Signature, ...]
    heading: Heading | None
    body: Span
    lists: tuple[Span, ...]
    end: int

    @property
    def apart(self) -> tuple[Span, ...]:
        """The signatures and lists of annexes inside the body, in order."""
        spans = [*self.lists, *(signature.span for signature in self.signatures)]
        return tuple(sorted(span for span in spans if span.start >= self.body.start))


def find_frame(text: str) -> Frame:
    """The text's division, for any text."""
    end = tail_start(text)
    dates = tuple(find_dates(text, 0, end))
    record = read_record(text)
    title = record.get("title")
    heading = find_heading(text, title.span if title else None, record_end(text), end)
    signatures = tuple(find_signatures(text, list(dates)))
    start = body_start(text, min(heading.body if heading else record_end(text), end), end)
    body = Span(start, max(start, end))
    return Frame(text, dates, record, signatures, heading, body, _annex_lists(text, end, signatures), end)


def _annex_lists(text: str, end: int, signatures: tuple[Signature, ...]) -> tuple[Span, ...]:
    """The lists of annexes: each before the signature that it belongs to, or at the text's end."""
    spans: list[Span] = []
    until = 0
    for match in ANNEX_LIST.finditer(text, 0, end):
        if match.start() < until:
            continue
        if _heads_an_annex(text, match.end(), signatures):
            continue
        stop = _list_end(text, match.end(), end, signatures)
        until = stop or match.end() + LIST_REACH
        if stop:
            spans.append(Span(match.start(), stop))
    return tuple(spans)


def _heads_an_annex(text: str, at: int, signatures: tuple[Signature, ...]) -> bool:
    """True for 附件： alone on its line behind the last signature: the annex itself, not a list."""
    alone = text[at : at + 20].lstrip(BLANKS).startswith("\n")
    return alone and bool(signatures) and signatures[-1].span.end <= at


def _list_end(text: str, start: int, end: int, signatures: tuple[Signature, ...]) -> int:
    """Where the list of annexes ends: at a signature, at the annexes themselves, or with its paragraph."""
    limit = min(end, start + LIST_REACH)
    first = bisect_left(signatures, start, key=lambda signature: signature.span.start)
    ends = [s.span.start for s in signatures[first : first + 1] if s.span.start <= limit]
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
