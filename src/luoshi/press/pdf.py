"""Writes papers, ledgers and wall charts as .pdf (PDF/A), set by typst from data alone."""

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst

from luoshi.kit.papers import Block, Ending, Form, Heading, PageBreak, Paper, Paragraph, Title
from luoshi.kit.tables import Cell, Table, Workbook
from luoshi.kit.walls import Wall
from luoshi.press.cells import clean

TEMPLATE = Path(__file__).with_name("print.typ")


def write_paper(paper: Paper) -> bytes:
    """The paper as a PDF in the form of GB/T 9704-2012. Source: GB/T 9704-2012."""
    return _set(
        {
            "kind": "paper",
            "title": paper.title,
            "number": paper.number,
            "addressees": paper.addressees,
            "landscape": paper.landscape,
            "blocks": [_block(block) for block in paper.blocks],
        }
    )


def write_book(book: Workbook) -> bytes:
    """The sheets as a PDF, each on pages of its own paper with repeated heads; all rows are held in memory."""
    return _set({"kind": "book", "blocks": [_block(table) for table in book.sheets]})


def write_wall(wall: Wall) -> bytes:
    """The chart as a PDF on as many pages as its lanes need, with repeated heads."""
    return _set({"kind": "wall", "axis": wall.axis_width, **asdict(wall)})


def _set(data: dict[str, Any]) -> bytes:
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    # With tags typst writes /Suspects as an object that poppler refuses in every standard but PDF 2.0.
    made = typst.compile(str(TEMPLATE), format="pdf", sys_inputs=inputs, pdf_standards=["a-2b"], pdf_tags=False)
    return bytes(made)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Title(text):
            return {"kind": "title", "text": text}
        case Heading(text, level):
            return {"kind": "heading", "text": text, "level": level}
        case Paragraph(text, align):
            return {"kind": "paragraph", "text": text, "align": align}
        case Form(widths, rows):
            cells = [
                {
                    "cells": [{"text": t, "span": n, "label": is_label} for t, n, is_label in row.cells],
                    "lines": row.lines,
                }
                for row in rows
            ]
            return {"kind": "form", "widths": widths, "rows": cells}
        case Table():
            return _table(block)
        case Ending(issuer, day):
            return {"kind": "ending", "issuer": issuer, "day": day}
        case PageBreak():
            return {"kind": "break"}


def _table(table: Table) -> dict[str, Any]:
    seen = [index for index, column in enumerate(table.columns) if not column.hidden]
    columns = [table.columns[index] for index in seen]
    return {
        "kind": "table",
        "title": table.title,
        "paper": table.paper.lower(),
        "landscape": table.landscape,
        "columns": [{"head": column.head, "width": column.width, "align": column.align} for column in columns],
        "facts": table.facts,
        "notes": table.notes,
        "rows": [
            [_text(row[0])]
            if len(row) == 1
            else [_few(_text(row[index]), column.most) for index, column in zip(seen, columns, strict=True)]
            for row in table.rows
        ],
    }


def _few(text: str, most: int) -> str:
    """A list of names as paper has room for it: whole up to `most` names, else the first ones and how many."""
    names = text.split("、")
    return text if not most or len(names) <= most else f"{'、'.join(names[:most])}等{len(names)}家"


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case float():
            return f"{cell:g}"
    return clean(str(cell))
