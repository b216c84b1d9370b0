"""What repeats at the edges of the pages: running heads, running feet, page numbers."""

import re
from collections import Counter
from collections.abc import Iterator

from luoshi.plan.formats.pdf.lines import Line

_EDGE = 2
_MOST_HEAD = 120
_FEWEST_PAGES = 3
_SHARE = 0.6
_NUMBER = re.compile(r"\s*(?:[-—–－―·]\s*\d{1,4}\s*[-—–－―·]|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4})\s*")
_BARE_NUMBER = re.compile(r"\s*\d{1,4}\s*")


def without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without the lines at their edges that are not the document's own."""
    repeated = _repeated(pages)
    return [_cleared(lines, number, repeated) for number, lines in enumerate(pages, start=1)]


def _repeated(pages: list[list[Line]]) -> set[str]:
    """The forms that most pages show at an edge and nowhere else; fewer than three pages prove nothing."""
    if len(pages) < _FEWEST_PAGES:
        return set()
    at_edges: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    for number, lines in enumerate(pages, start=1):
        at_edges.update({form for at in _edges(lines) for form in _forms(lines[at].text, number)})
        anywhere.update(form for line in lines for form in _forms(line.text, number))
    return {form for form, count in at_edges.items() if _SHARE * len(pages) <= count == anywhere[form]}


def _cleared(lines: list[Line], number: int, repeated: set[str]) -> list[Line]:
    dropped = {at for at in _edges(lines) if _is_furniture(lines[at].text, number, repeated)}
    return [line for at, line in enumerate(lines) if at not in dropped]


def _is_furniture(text: str, number: int, repeated: set[str]) -> bool:
    return not repeated.isdisjoint(_forms(text, number)) or _is_page_number(text, number)


def _edges(lines: list[Line]) -> Iterator[int]:
    """The places of the first and last lines of a page."""
    yield from range(min(_EDGE, len(lines)))
    yield from range(max(len(lines) - _EDGE, min(_EDGE, len(lines))), len(lines))


def _forms(text: str, number: int) -> set[str]:
    """The text as it is, and with the page's number as # at each place where it may stand; none of a long line."""
    if len(text) > _MOST_HEAD:
        return set()
    places = re.finditer(rf"(?<!\d){number}(?!\d)", text)
    return {text, *(f"{text[: place.start()]}#{text[place.end() :]}" for place in places)}


def _is_page_number(text: str, number: int) -> bool:
    if _NUMBER.fullmatch(text):
        return True
    return bool(_BARE_NUMBER.fullmatch(text)) and int(text) == number
