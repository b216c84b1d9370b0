"""What a cell may hold in a spreadsheet: text made harmless, and the limits that a sheet sets."""

import re
from datetime import date, datetime
from math import isfinite

from luoshi.kit.tables import Cell

MOST_UNITS = 32_767
CUT_MARK = "……（过长，已截断）"
FIRST_YEAR = 1900
MOST_DIGITS = 10**15

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEMPTING = re.compile(r"[=+\-@'\t]|[\d.,:/％% -]+$")
_SHEET_ILLEGAL = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET_LENGTH = 31


def clean(text: str) -> str:
    """The text with one kind of line break and without the characters that XML cannot carry."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ILLEGAL.sub("", text)


def tempts(text: str) -> bool:
    """True if a spreadsheet would take the text for a formula, a number or a date once somebody edits the cell."""
    return _TEMPTING.match(text) is not None


def units(text: str) -> int:
    """Length in UTF-16 units, by which spreadsheets count."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str) -> str:
    """The beginning of the text with a mark, no longer than a cell holds."""
    room = MOST_UNITS - units(CUT_MARK)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + CUT_MARK


def plain(cell: Cell) -> Cell:
    """The cell as a sheet can hold it: text cleaned, None for nothing; what a sheet cannot count becomes text.

    That is truth values, endless numbers, integers beyond 15 digits and days before 1900.
    """
    match cell:
        case str():
            return clean(cell) or None
        case bool():
            return "是" if cell else "否"
        case int() if abs(cell) >= MOST_DIGITS:
            return str(cell)
        case float() if not isfinite(cell):
            return str(cell)
        case datetime() if cell.year < FIRST_YEAR:
            return f"{cell:%Y-%m-%d %H:%M}"
        case date() if cell.year < FIRST_YEAR:
            return cell.isoformat()
    return cell


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A legal sheet name near the wanted one, not among those taken; it is added to them, in lower case."""
    stem = _SHEET_ILLEGAL.sub(" ", wanted).strip("' ") or "台账"
    if stem.casefold() == "history":
        stem += "_"
    name, number = stem[:_SHEET_LENGTH], 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem[: _SHEET_LENGTH - len(str(number)) - 2]}({number})"
    taken.add(name.casefold())
    return name
