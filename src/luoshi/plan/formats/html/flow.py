"""The walk through a cleared page: blocks end lines, tables become rows, ordered lists show their numbers."""

import re
from dataclasses import dataclass, field

from lxml import etree

from luoshi.plan.formats.counting import numeral
from luoshi.plan.formats.extracted import Allowance
from luoshi.plan.formats.grid import Cell, Layout
from luoshi.plan.formats.lines import split

_BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend"}
    | {"li", "main", "ol", "p", "pre", "section", "summary", "table", "title", "tr", "ul"}
)
_CELLS = frozenset({"td", "th"})
_MARKED = re.compile(r"\s*(?:[（(〔]?[\d一二三四五六七八九十]+[、.．)）〕]|第[\d一二三四五六七八九十]+|[①-⑳●•·-])")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LIST_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MOST_SPAN = 500
_MOST_ACROSS = 100
_CONTINUED = Cell(continues=True)


class _Grid:
    """A table whose open row is on its way into lines.

    `_hanging` holds, by column, in how many more rows the cell that stands there goes on.
    """

    def __init__(self, allowance: Allowance) -> None:
        self.lines: list[str] = []
        self._layout = Layout(allowance)
        self._row: list[Cell] | None = None
        self._hanging: dict[int, int] = {}
        self._width = 0

    def open_row(self) -> None:
        """Begin a row, ending the one before it."""
        self.close_row()
        self._row = []
        self._width = 0
        self._continue()

    def close_row(self) -> None:
        """End the open row, if any."""
        if self._row is not None:
            self.lines.extend(self._layout.row(self._row))
        self._row = None

    def add(self, cell: Cell, down: int) -> None:
        """Put the next cell, `down` rows high, into the open row."""
        if self._row is None:
            self.open_row()
        if down > 1:
            self._hanging.update({self._width + offset: down - 1 for offset in range(cell.across)})
        self._put(cell)
        self._continue()

    def _continue(self) -> None:
        while self._hanging.get(self._width, 0) > 0:
            self._hanging[self._width] -= 1
            self._put(_CONTINUED)

    def _put(self, cell: Cell) -> None:
        if self._row is not None:
            self._row.append(cell)
            self._width += cell.across


@dataclass(slots=True)
class _Flow:
    """Text on its way into lines: of the page, or of one cell, which `is_page` when a table stands in it."""

    parts: list[str] = field(default_factory=list)
    is_page: bool = False


class _Page:
    def __init__(self) -> None:
        self.flows = [_Flow()]
        self._allowance = Allowance()
        self._grids: list[_Grid] = []
        self._counts: list[int | None] = []
        self._kinds: list[str] = []
        self._verbatim = 0

    def start(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _CELLS and self._grids:
            self.flows.append(_Flow())
        elif tag in _BLOCKS or tag == "br":
            self._say("\n")
        self._verbatim += tag == "pre"
        if tag == "table":
            self.flows[-1].is_page = True
            self._grids.append(_Grid(self._allowance))
        elif tag == "tr" and self._grids:
            self._grids[-1].open_row()
        elif tag in {"ol", "ul"}:
            self._counts.append(_number(element, "start", 1) if tag == "ol" else None)
            self._kinds.append(_LIST_KINDS.get(element.get("type", ""), "decimal"))
        elif tag == "li":
            self._say(self._list_marker(element))
        self._hear(element.text)

    def end(self, element: etree._Element) -> None:
        tag = element.tag
        self._verbatim -= tag == "pre"
        if tag in _CELLS and self._grids:
            flow = self.flows.pop()
            across = min(_number(element, "colspan", 1), _MOST_ACROSS)
            cell = Cell(tuple(split("".join(flow.parts))), across, is_page=flow.is_page)
            self._grids[-1].add(cell, _number(element, "rowspan", 1))
        elif tag == "table":
            grid = self._grids.pop()
            grid.close_row()
            self._say("\n" + "\n".join(grid.lines))
        elif tag in {"ol", "ul"}:
            self._counts.pop()
            self._kinds.pop()
        if tag in _BLOCKS:
            self._say("\n")

    def _list_marker(self, item: etree._Element) -> str:
        if not self._counts or (count := self._counts[-1]) is None:
            return ""
        count = _number(item, "value", count)
        self._counts[-1] = count + 1
        text = next((str(text) for text in item.itertext() if text.strip()), "")
        return "" if _MARKED.match(text) else f"{numeral(count, self._kinds[-1])}. "

    def _hear(self, text: str | None) -> None:
        if text:
            self._say(text if self._verbatim else _BLANKS.sub(" ", text))

    def tail(self, text: str | None) -> None:
        """Take in the text behind an element."""
        self._hear(text)

    def _say(self, text: str) -> None:
        self.flows[-1].parts.append(text)


def page_lines(page: etree._Element) -> list[str]:
    """The lines of a page or a part of it, in reading order."""
    walk = _Page()
    for event, element in etree.iterwalk(page, events=("start", "end")):
        if event == "start":
            walk.start(element)
        else:
            walk.end(element)
            if element is not page:
                walk.tail(element.tail)
    return split("".join(walk.flows[0].parts))


def _number(element: etree._Element, attribute: str, default: int) -> int:
    written = element.get(attribute, "").strip()
    return min(max(int(written), 1), _MOST_SPAN) if re.fullmatch(r"\d{1,4}", written, re.A) else default
