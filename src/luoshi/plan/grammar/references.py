"""Reads the documents, books and films that a text cites in 《》. See docs/reading/references.md."""

import re
from collections.abc import Iterable

from luoshi.kit.spans import Span
from luoshi.plan.grammar.texts import letters
from luoshi.plan.model import Reference

NUMBER = re.compile(
    r"\s*[（(](?P<number>[^（）()\s]{1,14}[〔\[（(【]\s?\d{4}\s?[〕\]）)】]\s?第?\s?\d{1,5}\s?号)\s*[）)]?"
)
SHORT_NAME = re.compile(r"(?:以下|下)?(?:简称|称|统称)(?:为|“)?\Z")
PERIODICAL = re.compile(r"(?:日报|晚报|晨报|早报|都市报|时报|商报|周报|周刊|月刊|半月谈|联播|频道|客户端|求是)\Z")
COLUMN_AFTER = re.compile(r"(?:等)?(?:专栏|栏目|节目|专版|专题栏目|报纸?|杂志|期刊|频道)")
MARKS = re.compile(r"[《》]")
LONGEST = 160


def find_references(text: str, end: int, own_names: Iterable[str]) -> list[Reference]:
    """The cited works in the order of their first citation, each once, the plan itself left out."""
    own = {letters(name) for name in own_names}
    found: dict[str, Reference] = {}
    for span in _marked(text, end):
        title = re.sub(r"\s*\n\s*", "", text[span.start : span.end]).strip()
        key = letters(title)
        if not key or key in own or _is_none(text, span, title):
            continue
        number = NUMBER.match(text, span.end + 1)
        known = found.get(key)
        if known is None:
            found[key] = Reference(title, number["number"] if number else None, span)
        elif number and known.document_number is None:
            found[key] = Reference(known.title, number["number"], known.span)
    return list(found.values())


def _marked(text: str, end: int) -> list[Span]:
    """The outermost 《…》 that close within reach and on their own paragraph."""
    spans: list[Span] = []
    opened: list[int] = []
    for match in MARKS.finditer(text, 0, end):
        if match[0] == "《":
            if opened and ("\n\n" in text[opened[0] : match.start()] or match.start() - opened[0] > LONGEST):
                opened.clear()
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            if not opened and match.start() - start <= LONGEST and "\n\n" not in text[start : match.start()]:
                spans.append(Span(start + 1, match.start()))
    return spans


def _is_none(text: str, span: Span, title: str) -> bool:
    """True for newspapers, columns and short names that were introduced as such."""
    before = text[max(span.start - 8, 0) : span.start - 1]
    after = text[span.end + 1 : span.end + 6]
    return bool(SHORT_NAME.search(before) or PERIODICAL.search(title) or COLUMN_AFTER.match(after))


def short_names(text: str, end: int) -> set[str]:
    """Names that the text introduces by 以下简称."""
    return {
        text[s.start : s.end] for s in _marked(text, end) if SHORT_NAME.search(text[max(s.start - 8, 0) : s.start - 1])
    }
