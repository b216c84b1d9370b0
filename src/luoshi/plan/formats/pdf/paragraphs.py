"""Wrapped lines rejoined: what the page's width broke becomes one line of text again."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luoshi.plan.formats.pdf.lines import Line, is_wide

_INDENT = 1.2
_FAR = 4
_SHORT = 2.2
_SAME_SIZE = 0.12
_LEAST_WIDTH = 0.6
_OUTLIERS = 20
_MARKER = re.compile(
    r"(?:[（(〔][一二三四五六七八九十\d]+[）)〕]|[一二三四五六七八九十]+[、．.]|第[一二三四五六七八九十\d]+[章节条阶项]|"
    r"\d+(?:[、）)]|[．.](?!\d))|[①-⑳]|[一二三四五六七八九十]是|附件|[●•◆■])"
)
_ENDED = re.compile(r"[。！？：；!?:;]$|[。）〕”]$")


@dataclass(frozen=True, slots=True)
class _Column:
    """The column of running text: its edges and its size of type, in points."""

    left: float
    right: float
    size: float


def rejoin(pages: list[list[Line]], page_width: float) -> list[str]:
    """The document's paragraphs and table rows, in order; `page_width` in points."""
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    column = _column(lines, page_width)
    return [_run_on(paragraph) for paragraph in _paragraphs(lines, column)]


def _column(lines: list[Line], page_width: float) -> _Column:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    size = sizes.most_common(1)[0][0]
    running = [line for line in lines if abs(line.size - size) <= _SAME_SIZE * size and "\t" not in line.text] or lines
    left = min(line.left for line in running)
    right = sorted(line.right for line in running)[-1 - len(running) // _OUTLIERS]
    return _Column(left, max(right, left + _LEAST_WIDTH * page_width), size)


def _paragraphs(lines: Iterable[Line], column: _Column) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and _begins(line, paragraph, column):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _begins(line: Line, paragraph: list[Line], column: _Column) -> bool:
    """Whether the line begins a paragraph rather than goes on with the one before it."""
    before = paragraph[-1]
    if "\t" in line.text or "\t" in before.text:
        return True
    if abs(line.size - before.size) > _SAME_SIZE * column.size:
        return True
    if before.right < column.right - _SHORT * before.size or before.left > column.left + _FAR * before.size:
        return True
    if line.size > (1 + _SAME_SIZE) * column.size:
        return False
    is_ended = bool(_ENDED.search(before.text))
    if is_ended and _MARKER.match(line.text):
        return True
    is_indented = line.left > column.left + _INDENT * line.size
    hangs = abs(line.left - before.left) < _INDENT * line.size
    return is_indented and (is_ended or not hangs)


def _run_on(paragraph: list[Line]) -> str:
    text = ""
    for line in paragraph:
        parted = bool(text) and not (is_wide(text[-1]) or is_wide(line.text[0]))
        text += (" " if parted else "") + line.text
    return text
