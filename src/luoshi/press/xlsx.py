"""Writes a workbook of ledger sheets as .xlsx, row by row, in the habits of the trade."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate, chain, islice, zip_longest
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from luoshi.kit.tables import Cell, Column, Table, Workbook
from luoshi.press.cells import MOST_UNITS, clean, cut, plain, sheet_name, tempts, units

ROWS_PER_SHEET = 1_000_000
ROWS_PER_PROGRESS = 500
CHOICES_SHEET = "选项"
PAPERS = {"A3": 8, "A4": 9}
BODY_POINTS = 11
BODY = {"font_name": "宋体", "font_size": BODY_POINTS, "valign": "vcenter"}
LINES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 18, "align": "center", "text_wrap": True},
    "note": {"font_size": BODY_POINTS, "text_wrap": True},
}
HEAD = {"font_name": "黑体", "align": "center", "text_wrap": True, "border": 1, "bg_color": "#F2F2F2"}
BAND = {"font_name": "黑体", "top": 1, "bottom": 1, "bg_color": "#FAFAFA"}
CELL = {"text_wrap": True, "border": 1}
DATE = {"num_format": "yyyy-mm-dd"}
MOMENT = {"num_format": "yyyy-mm-dd hh:mm"}

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Cut:
    """A text too long for a cell: where it stands (`row` counts from 1) and how long it was, in UTF-16 units."""

    sheet: str
    row: int
    head: str
    length: int


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the number of rows, bands among them, and the texts that had to be cut."""

    rows: int
    cuts: tuple[Cut, ...] = ()


def write_workbook(workbook: Workbook, target: BinaryIO | Path, progress: Progress | None = None) -> Written:
    """Write the sheets to the target and return what was written.

    Nothing reaches the target if a table's rows raise. `progress` hears (rows done, rows in all or None) every
    500 rows and at the end. More rows than a sheet holds go on in a further sheet of the same form.
    Raises TypeError on a moment with a time zone.
    """
    with TemporaryDirectory() as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": BODY,
        }
        book = xlsxwriter.Workbook(target, options)
        book.set_properties({"title": clean(workbook.name)})
        press = _Press(book, _total(workbook.sheets), progress)
        for table in workbook.sheets:
            press.table(table)
        press.choices()
        book.close()
    press.tell()
    return Written(press.done, tuple(press.cuts))


class _PlainWorksheet(Worksheet):  # type: ignore[misc]
    """A worksheet that escapes every text; the library takes "<r>…</r>" for ready-made mark-up."""

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)


class _Press:
    """The state of one writing: formats made so far, names taken, choices met, rows done."""

    def __init__(self, book: Any, total: int | None, progress: Progress | None) -> None:
        self.done = 0
        self.cuts: list[Cut] = []
        self._book, self._total, self._progress = book, total, progress
        self._names = {CHOICES_SHEET}
        self._choices: list[tuple[str, ...]] = []
        self._formats: dict[tuple[str, ...], Any] = {}

    def table(self, table: Table) -> None:
        """Write one table, on as many sheets as it fills."""
        for rows in _portions(table.rows):
            name = sheet_name(table.sheet or table.title, self._names)
            sheet = self._book.add_worksheet(name, worksheet_class=_PlainWorksheet)
            first = self._top(sheet, table)
            end = self._rows(sheet, table, rows, first)
            self._lists(sheet, table.columns, first, end)
            for row, note in enumerate(table.notes, end):
                self._line(sheet, row, table.columns, "note", note)

    def choices(self) -> None:
        """Write the drop-down lists to a hidden sheet, a column each."""
        if self._choices:
            sheet = self._book.add_worksheet(CHOICES_SHEET, worksheet_class=_PlainWorksheet)
            for row, line in enumerate(zip_longest(*self._choices)):
                for column, text in enumerate(line):
                    if text is not None:
                        sheet.write_string(row, column, text)
            sheet.hide()

    def tell(self) -> None:
        """Tell the listener how far the writing has come."""
        if self._progress:
            self._progress(self.done, self._total)

    def _top(self, sheet: Any, table: Table) -> int:
        """Set the page up, write title, facts and heads; returns the row below."""
        for index, column in enumerate(table.columns):
            sheet.set_column(index, index, column.width * 2 + 1, None, {"hidden": column.hidden})
        self._line(sheet, 0, table.columns, "title", table.title)
        if table.facts:
            sheet.set_row(1, 22)
            for first, last, text in _spread(table.facts, table.columns):
                _span(sheet, 1, first, last, text, self._format("fact", {}))
        row = 2 if table.facts else 1
        for index, column in enumerate(table.columns):
            sheet.write_string(row, index, clean(column.head), self._format("head", HEAD))
        sheet.freeze_panes(row + 1, 0)
        sheet.repeat_rows(row)
        sheet.set_paper(PAPERS[table.paper])
        if table.landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&C&P/&N")
        return row + 1

    def _rows(self, sheet: Any, table: Table, rows: Iterable[tuple[Cell, ...]], row: int) -> int:
        """Write the rows from `row` on; returns the row below."""
        for cells in rows:
            if len(cells) == 1 < len(table.columns):
                self._band(sheet, row, str(cells[0]), len(table.columns))
            else:
                for index, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
                    self._cell(sheet, row, index, column, cell)
            row += 1
            self.done += 1
            if self.done % ROWS_PER_PROGRESS == 0:
                self.tell()
        return row

    def _cell(self, sheet: Any, row: int, index: int, column: Column, cell: Cell) -> None:
        match plain(cell):
            case None:
                sheet.write_blank(row, index, None, self._format("cell", CELL, column))
            case str() as text:
                if len(text) > MOST_UNITS // 2 and (length := units(text)) > MOST_UNITS:
                    self.cuts.append(Cut(sheet.name, row + 1, column.head, length))
                    text = cut(text)
                kind = "quoted" if tempts(text) else "cell"
                sheet.write_string(row, index, text, self._format(kind, CELL, column))
            case datetime() as moment:
                sheet.write_datetime(row, index, moment, self._format("moment", CELL | MOMENT, column))
            case date() as day:
                sheet.write_datetime(row, index, day, self._format("date", CELL | DATE, column))
            case number:
                sheet.write_number(row, index, number, self._format("cell", CELL, column))

    def _band(self, sheet: Any, row: int, text: str, width: int) -> None:
        """A grouping line: the text flows over the blank cells to its right, so that nothing is merged."""
        sheet.write_string(row, 0, clean(text), self._format("band", BAND))
        for index in range(1, width):
            sheet.write_blank(row, index, None, self._format("band", BAND))

    def _line(self, sheet: Any, row: int, columns: tuple[Column, ...], kind: str, text: str) -> None:
        """A full-width line, high enough for its text."""
        look = LINES[kind]
        room = sum(column.width for column in columns if not column.hidden) * BODY_POINTS / look["font_size"]
        sheet.set_row(row, look["font_size"] * 1.6 * max(1, ceil(len(text) / room)))
        _span(sheet, row, 0, len(columns) - 1, clean(text), self._format(kind, look))

    def _lists(self, sheet: Any, columns: tuple[Column, ...], first: int, end: int) -> None:
        """Offer each column's choices as a drop-down list over its rows; other values stay allowed."""
        for index, column in enumerate(columns):
            if column.choices and end > first:
                if column.choices not in self._choices:
                    self._choices.append(column.choices)
                letter = xlsxwriter.utility.xl_col_to_name(self._choices.index(column.choices), col_abs=True)
                source = f"={CHOICES_SHEET}!{letter}$1:{letter}${len(column.choices)}"
                rule = {"validate": "list", "source": source, "error_type": "warning", "show_error": False}
                sheet.data_validation(first, index, end - 1, index, rule)

    def _format(self, kind: str, look: dict[str, Any], column: Column | None = None) -> Any:
        align = column.align if column else ""
        if (kind, align) not in self._formats:
            properties = BODY | look | ({"align": align} if align else {}) | {"quote_prefix": kind == "quoted"}
            self._formats[kind, align] = self._book.add_format(properties)
        return self._formats[kind, align]


def _total(tables: tuple[Table, ...]) -> int | None:
    totals = [table.total for table in tables]
    return None if None in totals else sum(total or 0 for total in totals)


def _portions(rows: Iterable[tuple[Cell, ...]]) -> Iterator[Iterable[tuple[Cell, ...]]]:
    """The rows in portions that fit a sheet, at least one; each is used up before the next is asked for."""
    left = iter(rows)
    yield islice(left, ROWS_PER_SHEET)
    for row in left:
        yield chain((row,), islice(left, ROWS_PER_SHEET - 1))


def _span(sheet: Any, row: int, first: int, last: int, text: str, look: Any) -> None:
    if first == last:
        sheet.write_string(row, first, text, look)
    else:
        sheet.merge_range(row, first, row, last, text, look)


def _spread(facts: tuple[tuple[str, str], ...], columns: tuple[Column, ...]) -> Iterator[tuple[int, int, str]]:
    """Each fact with the columns it covers, evenly over the width; all in one line if columns are too few."""
    texts = [clean(f"{label}：{value}") for label, value in facts]
    seen = [index for index, column in enumerate(columns) if not column.hidden]
    if len(seen) < len(texts):
        yield 0, len(columns) - 1, "　　".join(texts)
        return
    reach = list(accumulate(columns[index].width for index in seen))
    first, at = 0, -1
    for number, text in enumerate(texts, 1):
        left = len(texts) - number
        at = min(max(bisect_left(reach, reach[-1] * number / len(texts)), at + 1), len(seen) - 1 - left)
        last = seen[at] if left else len(columns) - 1
        yield first, last, text
        first = last + 1
