"""Papers, ledgers and wall charts keep every word in the file that is written, whatever the words look like."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Mm
from pypdf import PdfReader

from luoshi.kit.papers import Cells, Ending, Form, Heading, PageBreak, Paper, Paragraph
from luoshi.kit.tables import Column, Table, Workbook
from luoshi.kit.walls import Lane, Mark, Wall
from luoshi.press import docx, pdf

HOSTILE = '#let x = 1 *粗* _斜_ $a$ `代码` @引用 <b>标签</b> "引号" \\ // 注'
FORM = Form((1, 2, 1, 2), (Cells((("编号", 1, True), ("12", 1, False), ("时限", 1, True), ("5月1日", 1, False))),
                           Cells((("事项", 1, True), (HOSTILE, 3, False)), 3)))  # fmt: skip
LEDGER = Table(
    "任务清单",
    (Column("序号", 3, "center"), Column("钥匙", 3, hidden=True), Column("任务", 12)),
    rows=((1, "暗", "甲\n乙"), ("第一组",), (2, "暗", date(2026, 5, 1))),
    facts=(("填报单位", "云岭县"),),
    notes=("注一",),
)


def a_paper(**more: object) -> Paper:
    blocks = (
        Heading("一、要求"),
        Heading("（一）细目", 2),
        Paragraph(HOSTILE),
        FORM,
        LEDGER,
        PageBreak(),
        Ending("县办", "5月2日"),
    )
    return Paper("督办通知单", blocks, **{"number": "云实办〔2026〕6号", "addressees": "县财政局", **more})  # type: ignore[arg-type]


def text_of(made: bytes) -> str:
    pages = PdfReader(BytesIO(made)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_a_paper_as_pdf_holds_its_words_and_takes_none_for_markup() -> None:
    said = text_of(pdf.write_paper(a_paper()))
    for words in (
        "云实办〔2026〕6号",
        "县财政局：",
        "一、要求",
        "#letx=1*粗*_斜_$a$",
        "<b>标签</b>",
        "2026-05-01",
        "第一组",
        "县办",
    ):
        assert words in said
    assert "暗" not in said


def test_a_page_break_and_the_number_of_the_page_are_printed() -> None:
    pages = PdfReader(BytesIO(pdf.write_paper(a_paper()))).pages
    assert len(pages) == 2
    assert "—2—" in "".join(pages[1].extract_text().split())


def test_a_paper_as_docx_has_the_measures_of_the_standard() -> None:
    doc = Document(BytesIO(docx.write_paper(a_paper())))
    page = doc.sections[0]
    lengths = (page.page_width, page.page_height, page.top_margin, page.left_margin, page.right_margin)
    assert [round(length / Mm(1)) for length in lengths if length] == [210, 297, 37, 28, 26]
    body = next(p for p in doc.paragraphs if p.text == HOSTILE)
    assert body.runs[0].font.size is not None and body.runs[0].font.size.pt == 16


def test_a_docx_table_repeats_its_head_and_leaves_hidden_columns_out() -> None:
    form, ledger = Document(BytesIO(docx.write_paper(a_paper()))).tables
    assert "tblHeader" in ledger.rows[0]._tr.xml
    assert [[cell.text for cell in row.cells] for row in ledger.rows] == [
        ["序号", "任务"], ["1", "甲\n乙"], ["第一组", "第一组"], ["2", "2026-05-01"],
    ]  # fmt: skip
    assert form.rows[1].cells[1].text.startswith(HOSTILE)


def test_a_ledger_as_pdf_repeats_its_heads_on_every_page() -> None:
    rows = [(number, "", f"任务{number}") for number in range(200)]
    made = pdf.write_book(Workbook("台账", (Table("任务清单", LEDGER.columns, rows),)))
    pages = ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(made)).pages]
    assert len(pages) > 3
    assert all("序号任务" in page for page in pages)
    assert "任务0" in pages[0] and "任务199" in pages[-1]


@pytest.mark.parametrize("count", [0, 120])
def test_a_wall_chart_prints_all_its_lanes(count: int) -> None:
    marks = (
        Mark("plan", 0.1, 0.9),
        Mark("fill", 0.1, 0.4),
        Mark("over", 0.95, 1.4),
        Mark("text", 0.8, 0.9, "目标30项"),
    )
    lanes = tuple(Lane((f"{number}. 任务", "县财政局"), "bad", "逾期", marks) for number in range(count))
    ticks = (Mark("tick", -0.1, 0.5, "3月"), Mark("tick", 0.5, 1.2, "4月"))
    wall = Wall(
        "挂图作战表", ("任务", "责任"), (5, 2), 12, ticks, (), lanes, (("数据截止", "5月1日"),), 0.4, (("bad", "逾期"),)
    )
    made = pdf.write_wall(wall)
    page = PdfReader(BytesIO(made)).pages[0]
    assert (round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4)) == (420, 297)
    said = text_of(made)
    assert "3月" in said and "数据截止：5月1日" in said
    assert all(f"{number}.任务" in said for number in range(count))
