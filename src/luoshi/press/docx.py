"""Writes papers as .docx in the form of GB/T 9704-2012, with the fonts that offices have by name.

Source: GB/T 9704-2012, 5 and 7.
"""

from io import BytesIO

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Para
from docx.text.run import Run

from luoshi.kit.papers import Block, Ending, Form, Heading, PageBreak, Paper, Paragraph, Title
from luoshi.kit.tables import Cell, Table
from luoshi.press.cells import clean, plain

FANG, SONG, HEI, KAI, TITLE = "仿宋_GB2312", "宋体", "黑体", "楷体_GB2312", "方正小标宋简体"
HEADING_FONTS = {1: HEI, 2: KAI}
BODY_POINTS, TITLE_POINTS, TABLE_POINTS, FOOT_POINTS = 16, 22, 10.5, 14
LINE = Pt(29)
INDENT = Pt(BODY_POINTS * 2)
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def write_paper(paper: Paper) -> bytes:
    """The paper as a .docx file."""
    doc = Document()
    _page(doc, paper.landscape)
    if paper.number:
        _line(doc.add_paragraph(), paper.number, align="center")
    if paper.title:
        _title(doc, paper.title)
    if paper.addressees:
        _line(doc.add_paragraph(), f"{paper.addressees}：")
    for block in paper.blocks:
        _block(doc, block)
    _number(doc)
    doc.core_properties.title = clean(paper.title)
    doc.core_properties.author = ""
    target = BytesIO()
    doc.save(target)
    return target.getvalue()


def _page(doc: Doc, landscape: bool) -> None:
    """A4; the text block is 156 by 225 mm."""
    section = doc.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.bottom_margin, section.right_margin = Mm(35), Mm(26)


def _block(doc: Doc, block: Block) -> None:
    match block:
        case Title(text):
            _title(doc, text)
        case Heading(text, level):
            font = HEADING_FONTS.get(level, FANG)
            _line(doc.add_paragraph(), text, font=font, indent=True, bold=level > 2)
        case Paragraph(text, align):
            _line(doc.add_paragraph(), text, align=align, indent=align == "left")
        case Form():
            _form(doc, block)
        case Table():
            _table(doc, block)
        case Ending(issuer, day):
            _line(doc.add_paragraph(), "")
            for words in (issuer, day):
                _line(doc.add_paragraph(), words, align="right", right=INDENT * 2)
        case PageBreak():
            doc.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _title(doc: Doc, text: str) -> None:
    _line(doc.add_paragraph(), text, font=TITLE, size=TITLE_POINTS, align="center")
    _line(doc.add_paragraph(), "")


def _line(
    where: Para, text: str, *, font: str = FANG, size: float = BODY_POINTS, align: str = "left", indent: bool = False,
    bold: bool = False, right: int = 0, exact: bool = True,
) -> None:  # fmt: skip
    """Write a text with its breaks into a paragraph."""
    where.alignment = ALIGN[align]
    form = where.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.first_line_indent = INDENT if indent else None
    form.right_indent = right or None
    if exact and size <= BODY_POINTS:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    run = where.add_run(clean(text))
    run.bold = bold or None
    _font(run, font, size)


def _font(run: Run, font: str, size: float) -> None:
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _form(doc: Doc, form: Form) -> None:
    table = doc.add_table(rows=len(form.rows), cols=len(form.widths), style="Table Grid")
    room, total = Mm(156), sum(form.widths)
    for column, share in zip(table.columns, form.widths, strict=True):
        column.width = room * share // total
    for row, cells in zip(table.rows, form.rows, strict=True):
        at = 0
        for text, span, is_label in cells.cells:
            cell = row.cells[at].merge(row.cells[at + span - 1]) if span > 1 else row.cells[at]
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            words = text if is_label else text + "\n" * (cells.lines - 1)
            font, align = (HEI, "center") if is_label else (FANG, "left")
            _line(cell.paragraphs[0], words, font=font, size=TABLE_POINTS, align=align, exact=False)
            at += span


def _table(doc: Doc, table: Table) -> None:
    seen = [index for index, column in enumerate(table.columns) if not column.hidden]
    _line(doc.add_paragraph(), table.title, font=HEI, align="center")
    if table.facts:
        facts = "　　".join(f"{label}：{value}" for label, value in table.facts)
        _line(doc.add_paragraph(), facts, size=TABLE_POINTS, exact=False)
    grid = doc.add_table(rows=1, cols=len(seen), style="Table Grid")
    head = grid.rows[0]
    repeat = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeat)
    for cell, index in zip(head.cells, seen, strict=True):
        _line(cell.paragraphs[0], table.columns[index].head, font=HEI, size=TABLE_POINTS, align="center", exact=False)
    for row in table.rows:
        cells = grid.add_row().cells
        if len(row) == 1 < len(seen):
            _line(cells[0].merge(cells[-1]).paragraphs[0], str(row[0]), font=HEI, size=TABLE_POINTS, exact=False)
            continue
        for cell, index in zip(cells, seen, strict=True):
            align = table.columns[index].align
            _line(cell.paragraphs[0], _text(row[index]), font=SONG, size=TABLE_POINTS, align=align, exact=False)
    for note in table.notes:
        _line(doc.add_paragraph(), note, size=TABLE_POINTS, exact=False)


def _text(cell: Cell) -> str:
    value = plain(cell)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _number(doc: Doc) -> None:
    """The page number between dashes, 四号."""
    where = doc.sections[0].footer.paragraphs[0]
    where.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(where.add_run("— "), SONG, FOOT_POINTS)
    run = where.add_run()
    _font(run, SONG, FOOT_POINTS)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._element.append(part)
    _font(where.add_run(" —"), SONG, FOOT_POINTS)
