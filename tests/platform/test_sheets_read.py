"""From bytes to values: what tables look like when they come from WPS, a register, or the clipboard."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from luoshi.platform.sheets import parse as parse_module
from luoshi.platform.sheets.columns import Column
from luoshi.platform.sheets.grid import OVER, Grid, grid_of
from luoshi.platform.sheets.keys import KEY, key_of, subject_of
from luoshi.platform.sheets.parse import parse
from luoshi.platform.sheets.values import values_of
from luoshi.platform.sheets.words import Unfit, said

COLUMNS = (
    Column("name", "名称", also=("单位名称",), required=True, most=10),
    Column("level", "层级", choices=("县直", "乡镇")),
    Column("aliases", "简称", "names"),
    Column("order", "排序", "number"),
    Column("day", "日期", "day"),
    Column("phone", "电话", "phone"),
)


def grid(text: str, columns: Sequence[Column] = COLUMNS) -> Grid:
    return grid_of(parse(text.encode()), columns)


def book(rows: Sequence[Sequence[object]], *merged: str, first: str = "A1", more: bool = False) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    top, left = sheet[first].row, sheet[first].column
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            sheet.cell(top + down, left + right, value)
    for place in merged:
        sheet.merge_cells(place)
    if more:
        workbook.create_sheet("附表").append(["另一张"])
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def test_a_title_above_the_head_and_blank_rows_below_are_no_lines() -> None:
    found = grid(
        "云岭县机构名录\t\t\n填报单位：县委编办\n名 称*\t层级（必填）\n县住建局\t县直\n\n县水利局\t县直\n\t\n\n"
    )
    assert [(line.number, line.cells["name"]) for line in found.lines] == [(4, "县住建局"), (6, "县水利局")]


def test_quotes_keep_line_breaks_and_tabs_inside_a_cell() -> None:
    found = grid('名称\t简称\n"县住\n建局"\t"住建局\t""建设局"""\n')
    assert [line.cells for line in found.lines] == [{"name": "县住\n建局", "aliases": '住建局\t"建设局"'}]
    assert values_of(found.lines[0].cells, COLUMNS)[0]["name"] == "县住 建局"


def test_a_table_without_a_head_is_read_in_the_declared_order_and_told_so() -> None:
    found = grid("县住建局\t县直\n县水利局\t县直\n")
    assert [line.cells["level"] for line in found.lines] == ["县直", "县直"]
    assert "没有表头" in said(found.notes[0])


def test_more_columns_than_declared_without_a_head_are_refused() -> None:
    with pytest.raises(Unfit) as refusal:
        grid("\t".join("一二三四五六七") + "\n")
    assert "没有找到表头" in said(refusal.value.reason)


def test_a_head_without_a_required_column_is_refused_by_name() -> None:
    with pytest.raises(Unfit) as refusal:
        grid("层级\t排序\n县直\t1\n")
    assert "“名称”" in said(refusal.value.reason)


@pytest.mark.parametrize("text", ["", "\n\n\t\n", "名称\t层级\n", "名称\n\n"])
def test_a_table_with_nothing_below_its_head_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        grid(text)


def test_columns_without_use_are_told_and_cells_beyond_the_head_are_errors() -> None:
    found = grid("名称\t电话\t备注\n甲局\t0571-8888\t无\t多出来\n")
    assert "备注" in said(found.notes[0])
    reasons = values_of(found.lines[0].cells, COLUMNS)[1]
    assert "多出来" in said(reasons[OVER])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", ["\t", ",", ";"])
def test_text_is_read_in_the_encodings_and_separators_of_the_office(encoding: str, mark: str) -> None:
    text = f"名称{mark}层级\r\n县住建局{mark}县直\r\n"
    found = grid_of(parse(text.encode(encoding)), COLUMNS)
    assert [line.cells for line in found.lines] == [{"name": "县住建局", "level": "县直"}]


def test_a_title_without_separators_does_not_hide_them() -> None:
    for mark in "\t,;":
        found = grid(f"云岭县机构名录\n名称{mark}层级\n县住建局{mark}县直\n")
        assert [line.cells for line in found.lines] == [{"name": "县住建局", "level": "县直"}]


def test_a_comma_in_a_cell_of_the_clipboard_parts_nothing() -> None:
    assert grid("名称\t简称\n县住建局\t住建局,建设局,房管局\n").lines[0].cells["aliases"] == "住建局,建设局,房管局"


def test_a_workbook_s_merged_cells_are_filled_down_and_told() -> None:
    rows = [["机构名录", None], ["名称", "层级"], ["甲局", "县直"], ["乙局", None], ["丙镇", "乡镇"]]
    found = grid_of(parse(book(rows, "B2:C2", "C4:C5", first="B2")), COLUMNS)
    assert [(line.number, line.cells["level"]) for line in found.lines] == [(4, "县直"), (5, "县直"), (6, "乡镇")]
    assert [said(note) for note in found.notes] == ["第4至5行的“层级”是合并单元格，已逐行填上。"]


def test_numbers_days_and_truths_of_a_workbook_are_read_as_people_write_them() -> None:
    rows = [
        ["名称", "排序", "日期", "电话"],
        ["甲局", 12.0, datetime(2026, 4, 1), 13800000000],  # noqa: DTZ001
        [True, 1.5, date(2026, 5, 2)],
    ]
    lines = grid_of(parse(book(rows)), COLUMNS).lines
    assert lines[0].cells == {"name": "甲局", "order": "12", "day": "2026-04-01", "phone": "13800000000"}
    assert lines[1].cells == {"name": "是", "order": "1.5", "day": "2026-05-02", "phone": ""}


def test_further_sheets_of_a_workbook_are_named_as_not_read() -> None:
    found = grid_of(parse(book([["名称"], ["甲局"]], more=True)), COLUMNS)
    assert "附表" in said(found.notes[0])


@pytest.mark.parametrize("data", [b"PK\x03\x04 not a workbook", b"\xd0\xcf\x11\xe0 neither", b"\xff\xfe\x00", b"\x81"])
def test_bytes_that_are_no_table_are_refused_in_order(data: bytes) -> None:
    with pytest.raises(ValueError, match=parse_module.UNREADABLE):
        parse(data)


def test_a_table_wider_or_longer_than_the_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse_module, "MOST_ROWS", 3)
    assert parse(b"a\nb\nc\n")["rows"]
    with pytest.raises(ValueError, match=parse_module.TOO_MANY):
        parse(b"a\nb\nc\nd\n")


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("order", "１２", "12"),
        ("order", "1,200", "1200"),
        ("order", "十二", "12"),
        ("day", "2026/4/1", "2026-04-01"),
        ("day", "2026年4月1日", "2026-04-01"),
        ("day", "２０２６．４．１", "2026-04-01"),
        ("phone", "０５７１－８８８８００００", "0571-88880000"),
        ("phone", "138 0000 0000", "138 0000 0000"),
        ("aliases", "住建局，建设局；住建局、", "住建局、建设局"),
        ("level", " 县直　", "县直"),
        ("level", "", ""),
    ],
)
def test_a_cell_has_one_way_of_writing(key: str, text: str, value: str) -> None:
    assert values_of({key: text}, COLUMNS) == ({key: value}, {})


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("name", "  ", "没有填"),
        ("name", "长" * 11, "最多10个字"),
        ("level", "省直", "可填：县直、乡镇"),
        ("order", "第三", "不是整数"),
        ("order", "-1", "不是整数"),
        ("order", "9" * 12, "不是整数"),
        ("day", "4月底", "不是确切的日子"),
        ("day", "2026-2-30", "不是确切的日子"),
        ("phone", "问办公室", "不像电话号码"),
    ],
)
def test_a_cell_that_cannot_be_says_why(key: str, text: str, why: str) -> None:
    values, reasons = values_of({key: text}, COLUMNS)
    assert key not in values
    assert why in said(reasons[key])


@given(st.integers(1, 10**12))
def test_a_hidden_cell_finds_its_subject_again(subject: int) -> None:
    assert subject_of("units", key_of("units", subject)) == subject
    assert subject_of("people", key_of("units", subject)) is None


def test_a_changed_hidden_cell_is_found_out() -> None:
    key = key_of("units", 12)
    forged = [key.replace("-12-", f"-{n}-") for n in range(13, 113)]
    assert sum(subject_of("units", one) is not None for one in forged) <= 5
    assert [subject_of("units", one) for one in ("", "12", "units-12", "units--1", "units-²-1")] == [None] * 5


def test_the_hidden_column_is_known_by_its_head() -> None:
    found = grid(f"名称\t编号（勿改）\n甲局\t{key_of('units', 3)}\n")
    assert found.lines[0].cells[KEY] == key_of("units", 3)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        found = grid_of(parse(text.encode()), COLUMNS)
    except (Unfit, ValueError):
        return
    for line in found.lines:
        values_of(line.cells, COLUMNS)
