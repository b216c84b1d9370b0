"""Tables as lines of text: one line a row, cells parted by TAB, so that a reader may find the columns again."""

from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.plan.formats.extracted import Allowance
from luoshi.plan.formats.lines import run_together

_MOST_CELL_LINES = 40
_MOST_COLUMNS = 100
_HEAD_PIECE = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its lines; `across` columns wide; `continues` the cell above it, whose text it takes over.

    `is_page` marks a cell that holds a table of its own and so lays out a page.
    """

    lines: tuple[str, ...] = ()
    across: int = 1
    continues: bool = False
    is_page: bool = False


class Layout:
    """A table on its way into lines, row by row."""

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._above: list[tuple[str, ...]] = []
        self._in_head = True

    def row(self, cells: Iterable[Cell]) -> list[str]:
        """The next row's line; the several lines of a row that is layout (one cell, or a page in a cell)."""
        cells = list(cells)
        self._above = columns = self._columns(cells)
        filled = [lines for lines in columns if lines]
        if not filled:
            return []
        if (len(filled) == 1 and columns[0]) or any(_lays_out(cell) for cell in cells):
            return [self._spend(line) for lines in filled for line in lines]
        line = "\t".join(self._spend(_cell_text(lines, self._in_head)) for lines in columns)
        self._in_head = False
        return [line.rstrip("\t")]

    def _columns(self, cells: list[Cell]) -> list[tuple[str, ...]]:
        """The row's text by column: what hangs down filled in, what is merged sideways once and then empty."""
        columns: list[tuple[str, ...]] = []
        for cell in cells:
            at = len(columns)
            columns.append(self._above[at] if cell.continues and at < len(self._above) else cell.lines)
            columns.extend([()] * (min(cell.across, _MOST_COLUMNS - at) - 1))
        return columns

    def _spend(self, text: str) -> str:
        self._allowance.spend(len(text) + 1)
        return text


def _lays_out(cell: Cell) -> bool:
    return cell.is_page or len(cell.lines) > _MOST_CELL_LINES


def _cell_text(lines: tuple[str, ...], in_head: bool) -> str:
    if in_head and all(len(line) <= _HEAD_PIECE for line in lines):
        return "".join(lines)
    return run_together(lines)
