"""A table as rows of typed cells under named columns: reports yield it, press writes it in any format."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, its width in Chinese characters, and how its cells stand.

    `choices` are offered as a drop-down list where the format knows one; they bind nobody. `most` names of a list
    joined by 、 stand on paper, the rest is counted; 0 for all.
    """

    head: str
    width: float = 10
    align: str = "left"
    hidden: bool = False
    choices: tuple[str, ...] = ()
    most: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A ledger sheet in the customary form: merged title, a line of facts, head row, rows (streamed), notes below.

    `rows` may be consumed once; moments in it are naive, by the wall clock of the reader. `bands` (a cell row with
    one string) group rows under a full-width line. `total` is the number of rows where known, for progress.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    sheet: str = ""
    landscape: bool = True
    paper: str = "A4"
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Workbook:
    """Several sheets that make one file."""

    name: str
    sheets: tuple[Table, ...] = field(default=())
