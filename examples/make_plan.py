"""Writes the sample plan 云岭县实干争先大讨论方案.docx. The county, its people and its figures are invented.

Headings and items are numbered by Word, not typed, so that reading the file means resolving its numbers. Some doubts
are deliberate: a deadline on a holiday, a unit under a name that no register knows, a count that the text contradicts,
three units abreast without a lead, a task without a unit, a forum without a result.

    python examples/make_plan.py
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

HERE = Path(__file__).resolve().parent
TARGET = HERE / "云岭县实干争先大讨论方案.docx"
SOURCE = HERE / "plan.txt"
WRITTEN = datetime(2026, 4, 16, 9, tzinfo=UTC)
LEVELS = (
    ("chineseCounting", "%1、", None),
    ("chineseCounting", "（%2）", None),
    ("decimal", "%3.", 0),
    ("decimalEnclosedCircleChinese", "%4", None),
)


def plan(source: str) -> Docx:
    """The plan as a Word document; in the source a line's leading # marks are its level, @ its place on the page."""
    document = Document()
    _set_page(document)
    _define_numbers(document)
    for kind, text in _lines(source):
        paragraph = document.add_paragraph(style=f"Plan {len(kind)}" if kind.startswith("#") else None)
        _add_text(paragraph, text, is_bold=kind in {"#", "##"} or kind == "@title")
        _place(paragraph, kind)
    return document


def save(document: Docx, target: Path, *, author: str, title: str) -> None:
    """Write the document, byte for byte the same on every run."""
    properties = document.core_properties
    properties.author, properties.title = author, title
    properties.last_modified_by, properties.revision = author, 1
    properties.created = properties.modified = WRITTEN.replace(tzinfo=None)
    draft = io.BytesIO()
    document.save(draft)
    with zipfile.ZipFile(draft) as read, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            member = zipfile.ZipInfo(name, date_time=WRITTEN.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            written.writestr(member, read.read(name))


def _lines(source: str) -> Iterator[tuple[str, str]]:
    for line in source.splitlines():
        if line:
            kind, _, text = line.partition(" ")
            yield (kind, text) if kind[0] in "#@" else ("", line)


def _set_page(document: Docx) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(16)
    normal.element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), "仿宋")
    normal.paragraph_format.line_spacing, normal.paragraph_format.space_after = Pt(28), Pt(0)


def _define_numbers(document: Docx) -> None:
    """One list of four levels, each bound to a style; the third runs on through the whole plan."""
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{series}"/>'
        + ("" if restart is None else f'<w:lvlRestart w:val="{restart}"/>')
        + f'<w:pStyle w:val="Plan{depth + 1}"/><w:suff w:val="nothing"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (series, pattern, restart) in enumerate(LEVELS)
    )
    numbering.append(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
            f"{levels}</w:abstractNum>"
        )
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))
    for depth in range(len(LEVELS)):
        style = document.styles.add_style(f"Plan {depth + 1}", 1)
        style.element.set(qn("w:styleId"), f"Plan{depth + 1}")
        style.base_style = document.styles["Normal"]
        style.element.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>',
            )
        )


def _add_text(paragraph: Paragraph, text: str, *, is_bold: bool) -> None:
    run = paragraph.add_run(text)
    run.bold = is_bold
    fonts = run._element.get_or_add_rPr()
    if is_bold:
        east = OxmlElement("w:rFonts")
        east.set(qn("w:eastAsia"), "黑体")
        fonts.insert(0, east)


def _place(paragraph: Paragraph, kind: str) -> None:
    form = paragraph.paragraph_format
    if kind in {"@title", "@number"}:
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form.space_after = Pt(28)
    elif kind == "@right":
        form.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif kind != "@left":
        form.first_line_indent = Pt(32)


if __name__ == "__main__":
    sample = plan(SOURCE.read_text(encoding="utf-8"))
    save(sample, TARGET, author="云岭县委办公室", title="“实干为民、云岭争先”大讨论活动实施方案")
