from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from luoshi.kit.tables import Cell, Column, Table, Workbook
from luoshi.press import xlsx
from luoshi.press.cells import CUT_MARK, MOST_UNITS, plain, units
from luoshi.press.xlsx import Cut, Written, write_workbook

FACTS = (("填报单位", "云泽县政务局"), ("填报时间", "2026-04-01"), ("单位负责人", ""), ("填报人", "李强"))
MOMENT = datetime.combine(date(2026, 2, 3), time(4, 5))


def a_table(*rows: tuple[Cell, ...], **changes: Any) -> Table:
    width = max((len(row) for row in rows), default=3)
    columns = tuple(Column(f"栏{n}") for n in range(width))
    return Table(**{"title": "整改台账", "columns": columns, "rows": rows} | changes)


def written(*tables: Table) -> tuple[Any, Written]:
    target = BytesIO()
    report = write_workbook(Workbook("台账", tables), target)
    return load_workbook(target), report


def body(sheet: Any, head_row: int = 2) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=head_row + 1, values_only=True))


def test_every_cell_is_read_back_as_it_was_given() -> None:
    rows = [(n, f"第{n}条\n换行 <b>&amp;", 0.5 * n, date(2026, 1, 1 + n % 28), MOMENT, None) for n in range(1200)]
    book, report = written(a_table(*rows))
    assert report == Written(1200)
    read = body(book.active)
    assert read == [(*row[:3], datetime.combine(row[3], time.min), *row[4:]) for row in rows]
    assert book.active["D3"].number_format == "yyyy-mm-dd"
    assert book.active["D3"].is_date


def test_text_like_a_formula_stays_text() -> None:
    texts = ("=1+1", '=HYPERLINK("http://x")', "+86", "-3", "@SUM(A1)", "\t=1", "http://a.example", "007", "'a", "{=1}")
    book, _ = written(a_table(*((text,) * 2 for text in texts)))
    for row, text in zip(book.active.iter_rows(min_row=3), texts, strict=True):
        assert [cell.value for cell in row] == [text] * 2
        assert all(cell.data_type == "s" and cell.hyperlink is None for cell in row)
    assert all(book.active.cell(3 + n, 1).quotePrefix for n in (0, 1, 2, 3, 4, 5, 7, 8))


def test_nothing_in_the_file_is_a_formula_or_a_link() -> None:
    target = BytesIO()
    write_workbook(Workbook("=1", (a_table(("=1", "http://a.example"), title="=2", notes=("=3",)),)), target)
    with ZipFile(target) as archive:
        marks = [archive.read(name) for name in archive.namelist() if "sheet1.xml" in name]
    assert marks
    assert not any(tag in mark for mark in marks for tag in (b"<f>", b"<hyperlink"))


@given(st.lists(st.text(alphabet=st.characters(), max_size=40), min_size=2, max_size=2))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all_makes_a_readable_file(texts: list[str]) -> None:
    book, _ = written(a_table(tuple(texts)))
    read = body(book.active)[0]
    assert [text and unescape(text) for text in read] == [plain(text) for text in texts]


def test_ready_made_mark_up_and_escapes_are_only_text() -> None:
    texts = ("<r><t>x</t></r>", "<r></c></row></r>", "_x0041_", "]]>")
    book, _ = written(a_table(texts))
    assert tuple(unescape(text) for text in body(book.active)[0]) == texts


def test_characters_that_xml_cannot_carry_are_dropped() -> None:
    book, _ = written(a_table(("甲\x00\x0b\ud800乙\uffff", "一\r\n二\r三")))
    assert body(book.active) == [("甲乙", "一\n二\n三")]


@pytest.mark.parametrize("text", ["长" * 40_000, "😀" * 20_000])
def test_a_text_too_long_is_cut_with_a_mark_and_reported(text: str) -> None:
    book, report = written(a_table(("短", text)))
    read = body(book.active)[0][1]
    assert read.endswith(CUT_MARK)
    assert text.startswith(read.removesuffix(CUT_MARK))
    assert MOST_UNITS - 1 <= units(read) <= MOST_UNITS
    assert report.cuts == (Cut("整改台账", 3, "栏1", 40_000),)


def test_the_longest_text_that_fits_is_kept_whole() -> None:
    book, report = written(a_table(("短", "长" * MOST_UNITS)))
    assert body(book.active)[0][1] == "长" * MOST_UNITS
    assert not report.cuts


def test_values_a_sheet_cannot_hold_become_text() -> None:
    row = (True, False, float("inf"), 11010119900101123, date(1899, 12, 31), MOMENT.replace(year=1850))
    book, _ = written(a_table(row))
    assert body(book.active) == [("是", "否", "inf", "11010119900101123", "1899-12-31", "1850-02-03 04:05")]


def test_a_moment_with_a_time_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        written(a_table((datetime(2026, 1, 1, tzinfo=UTC),)))


def test_title_and_facts_stand_merged_over_a_frozen_repeated_head() -> None:
    book, _ = written(a_table((1, "甲", 2, 3, 4, 5), facts=FACTS))
    sheet = book.active
    assert sheet["A1"].value == "整改台账"
    merged = sorted(str(span) for span in sheet.merged_cells.ranges)
    assert merged == ["A1:F1", "A2:B2", "D2:E2"]
    facts = [cell.value for cell in sheet[2] if cell.value]
    assert facts == ["填报单位：云泽县政务局", "填报时间：2026-04-01", "单位负责人：", "填报人：李强"]
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert [cell.value for cell in sheet[3]] == [f"栏{n}" for n in range(6)]


def test_facts_share_one_line_when_columns_are_few() -> None:
    book, _ = written(a_table((1, 2), facts=FACTS))
    assert "A2:B2" in {str(span) for span in book.active.merged_cells.ranges}
    assert book.active["A2"].value.count("：") == 4


def test_a_table_of_one_column_is_written_without_merging() -> None:
    book, _ = written(a_table(("甲",), facts=FACTS[:1], notes=("说明",)))
    assert not book.active.merged_cells.ranges
    assert [row[0] for row in book.active.iter_rows(values_only=True)] == [
        "整改台账", "填报单位：云泽县政务局", "栏0", "甲", "说明",
    ]  # fmt: skip


def test_the_page_is_set_up_for_print() -> None:
    book, _ = written(a_table((1, 2), paper="A3"), a_table((1, 2), landscape=False))
    wide, tall = book.worksheets
    assert (wide.page_setup.paperSize, tall.page_setup.paperSize) == (8, 9)
    assert (wide.page_setup.orientation, tall.page_setup.orientation) == ("landscape", "portrait")
    for sheet in (wide, tall):
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter.center.text == "&P/&N"


def test_cells_are_bordered_wrapped_and_aligned() -> None:
    columns = (Column("序号", 4, "center"), Column("键", hidden=True), Column("内容", 30))
    book, _ = written(a_table((1, "k", None), columns=columns))
    first, _, empty = book.active[3]
    assert first.alignment.horizontal == "center"
    for cell in (first, empty):
        assert cell.border.left.style == cell.border.bottom.style == "thin"
        assert cell.alignment.wrap_text
    assert book.active.column_dimensions["B"].hidden
    assert book.active.column_dimensions["C"].width > 60


def test_bands_and_notes_stand_between_and_below_the_rows() -> None:
    rows = (("一、聚焦作风",), (1, "甲", "乙"), ("二、聚焦服务",), (2, "丙", "丁"))
    book, report = written(a_table(*rows, notes=("注：本表每月更新。",)))
    assert body(book.active) == [
        ("一、聚焦作风", None, None), (1, "甲", "乙"), ("二、聚焦服务", None, None), (2, "丙", "丁"),
        ("注：本表每月更新。", None, None),
    ]  # fmt: skip
    assert report.rows == 4
    assert {str(span) for span in book.active.merged_cells.ranges} == {"A1:C1", "A7:C7"}


def test_choices_become_drop_down_lists_from_a_hidden_sheet() -> None:
    grades = tuple(f"等次{n}，{'甲' * 20}" for n in range(20))
    columns = (
        Column("状态", choices=("办理中", "已办结")),
        Column("等次", choices=grades),
        Column("状态", choices=grades),
    )
    book, _ = written(a_table(("办理中", "另有情况", ""), ("已办结", "", ""), columns=columns))
    sheet, choices = book.worksheets
    assert choices.sheet_state == "hidden"
    found = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert found == {"A3:A4": "选项!$A$1:$A$2", "B3:B4": "选项!$B$1:$B$20", "C3:C4": "选项!$B$1:$B$20"}
    assert tuple(row[1] for row in choices.iter_rows(values_only=True)) == grades
    assert [row[0] for row in choices.iter_rows(values_only=True)][:3] == ["办理中", "已办结", None]


def test_sheet_names_are_legal_and_unique() -> None:
    names = ("台账", "台账", "a/b[c]:*?", "History", "'引'", "", "长" * 40, "长" * 40, "选项")
    book, _ = written(*(a_table((1,), sheet=name, title=name) for name in names))
    assert book.sheetnames == [
        "台账", "台账(2)", "a b c", "History_", "引", "台账(3)", "长" * 31, "长" * 28 + "(2)", "选项(2)",
    ]  # fmt: skip


def test_rows_beyond_one_sheet_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS_PER_SHEET", 3)
    book, report = written(a_table(*((n,) for n in range(7))), a_table(*((n,) for n in range(3)), sheet="正好"))
    assert book.sheetnames == ["整改台账", "整改台账(2)", "整改台账(3)", "正好"]
    assert [body(sheet) for sheet in book.worksheets][:3] == [[(0,), (1,), (2,)], [(3,), (4,), (5,)], [(6,)]]
    assert report.rows == 10


def test_an_empty_table_still_has_its_heads() -> None:
    book, report = written(a_table(columns=(Column("序号"), Column("备注"))))
    assert [cell.value for cell in book.active[2]] == ["序号", "备注"]
    assert report.rows == 0


@pytest.mark.parametrize(("total", "told"), [(1200, 1200), (None, None)])
def test_progress_is_told_every_portion_and_at_the_end(total: int | None, told: int | None) -> None:
    heard: list[tuple[int, int | None]] = []
    table = a_table(*((n,) for n in range(1200)), total=total)
    write_workbook(Workbook("台账", (table,)), BytesIO(), lambda done, of: heard.append((done, of)))
    assert heard == [(500, told), (1000, told), (1200, told)]


def test_nothing_is_written_when_the_rows_raise(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[Cell, ...]]:
        yield (1,)
        raise RuntimeError

    target = tmp_path / "台账.xlsx"
    with pytest.raises(RuntimeError):
        write_workbook(Workbook("台账", (Table("台账", (Column("栏"),), rows()),)), target)
    assert not target.exists()


def test_a_row_of_the_wrong_width_is_refused() -> None:
    with pytest.raises(ValueError):
        written(a_table((1, 2, 3), (1, 2)))


def test_a_path_takes_the_same_file(tmp_path: Path) -> None:
    write_workbook(Workbook("台账", (a_table(("甲",)),)), tmp_path / "台账.xlsx")
    assert body(load_workbook(tmp_path / "台账.xlsx").active) == [("甲",)]
