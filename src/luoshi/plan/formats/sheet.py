"""A spreadsheet as lines: a row a line with its cells parted by TAB, every visible sheet in order."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from luoshi.plan.formats.extracted import Allowance, Extracted, TooMuch, Unreadable, damaged
from luoshi.plan.formats.grid import Cell, Layout
from luoshi.plan.formats.lines import join, split

_MOST_CELLS = 400_000
_MOST_EXACT = 1e15
_Merges = dict[tuple[int, int], tuple[int, int]]


def read(data: bytes, name: str) -> Extracted:
    """The text of an .xlsx, .xls or .ods file; hidden sheets stay out. Raises Unreadable."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        shown = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
        sheets = [book.get_sheet_by_name(each) for each in shown]
    except PasswordError as error:
        raise Unreadable(f"“{name}”设有打开密码，请取消密码后另存再读。") from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(name) from error
    if sum(sheet.total_height * sheet.total_width for sheet in sheets) > _MOST_CELLS:
        raise TooMuch(f"超过 {_MOST_CELLS // 10_000} 万个单元格")
    allowance = Allowance()
    lines = [line for sheet in sheets for line in _lines(sheet, Layout(allowance))]
    hidden = len(book.sheets_metadata) - len(shown)
    return Extracted(join(lines), "xlsx", (f"隐藏的工作表 {hidden} 张未读入",) if hidden else ())


def _lines(sheet: CalamineSheet, layout: Layout) -> Iterator[str]:
    """The sheet's rows that hold anything."""
    merges = {tuple(first): tuple(last) for first, last in sheet.merged_cell_ranges or ()}
    below = {(row, first[1]): last[1] for first, last in merges.items() for row in range(first[0] + 1, last[0] + 1)}
    for at, values in enumerate(sheet.to_python(skip_empty_area=False)):
        cells: list[Cell] = []
        column = 0
        while column < len(values):
            hanging = below.get((at, column))
            last = merges.get((at, column), (at, column))[1] if hanging is None else hanging
            across = max(min(last, len(values) - 1) - column + 1, 1)
            cells.append(Cell(tuple(split(_words(values[column]))), across, continues=hanging is not None))
            column += across
        yield from layout.row(cells)


def _words(value: object) -> str:
    """A cell's value as a person reads it: 12 and not 12.0, a day as 2031年6月30日."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _MOST_EXACT else repr(value)
    if isinstance(value, date | datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)
