"""A program that turns the bytes of a table into rows of text: `python -m … FILE`; it runs within limits.

It prints JSON: `rows` as lists of strings, `merged` as [first row, first column, last row, last column] from 0,
`sheet` the name of the sheet that was read, `others` those that were not.
"""

import csv
import json
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELL = 10_000
ZIPPED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
TOO_MANY = "too many"
UNREADABLE = "unreadable"


def parse(data: bytes) -> dict[str, Any]:
    """The first sheet with cells, or the text as rows. Raises ValueError with one of the two words above."""
    if data.startswith(ZIPPED):
        return _book(data)
    return {"rows": _texts(decoded(data)), "merged": [], "sheet": "", "others": []}


def decoded(data: bytes) -> str:
    """The text: UTF-8 or UTF-16 by its mark, else UTF-8 if it is, else GB18030."""
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(UNREADABLE)


def _texts(text: str) -> list[list[str]]:
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    csv.field_size_limit(1 << 24)
    rows: list[list[str]] = []
    for row in csv.reader(StringIO(text, newline=""), delimiter=_separator(text)):
        rows.append([cell.strip()[:MOST_CELL] for cell in row])
        _bounded(len(rows), len(row))
    return _trimmed(rows)


def _separator(text: str) -> str:
    """What parts the cells: the tab of the clipboard if there is one near the top, else the commoner of comma and ;."""
    top = "".join(text.split("\n", 10)[:10])
    return "\t" if "\t" in top or not any(one in top for one in ",;") else max(",;", key=top.count)


def _book(data: bytes) -> dict[str, Any]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        shown = [
            meta.name
            for meta in book.sheets_metadata
            if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
        ]
        sheets = [sheet for sheet in map(book.get_sheet_by_name, shown) if sheet.end]
        if not sheets:
            return {"rows": [], "merged": [], "sheet": "", "others": []}
        sheet = sheets[0]
        (top, left), (bottom, right) = sheet.start or (0, 0), sheet.end or (0, 0)
        _bounded(bottom + 1, right + 1)
        pad = [""] * left
        rows: list[list[str]] = [[] for _ in range(top)]
        rows += ([*pad, *map(text_of, row)] for row in sheet.to_python())
        merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
    except (CalamineError, OSError) as error:
        raise ValueError(UNREADABLE) from error
    return {
        "rows": _trimmed(rows),
        "merged": merged,
        "sheet": sheet.name,
        "others": [other.name for other in sheets[1:]],
    }


def text_of(cell: object) -> str:
    """A cell as a person reads it: 12 and not 12.0, days as 2026-04-01."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell).strip()[:MOST_CELL]


def _bounded(height: int, width: int) -> None:
    if height > MOST_ROWS or width > MOST_COLUMNS:
        raise ValueError(TOO_MANY)


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Without the blank rows at the end."""
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def main(path: str) -> int:
    """Print what the file says; 1 and one word on standard error if nothing can be read."""
    try:
        found = parse(Path(path).read_bytes())
    except ValueError as error:
        sys.stderr.write(str(error))
        return 1
    sys.stdout.write(json.dumps(found, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
