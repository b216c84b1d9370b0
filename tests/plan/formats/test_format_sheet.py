"""Spreadsheets as plans: a list of tasks without prose reads like the same list in a document."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from luoshi.plan.formats import Unreadable, extract_bytes
from luoshi.plan.reading import read_bytes


def a_book(*rows: tuple[object, ...], merged: tuple[str, ...] = (), hidden: bool = False) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    if hidden:
        book.create_sheet("旧").append(["不读"])
        book["旧"].sheet_state = "hidden"
    data = BytesIO()
    book.save(data)
    return data.getvalue()


ROWS = (
    ("清河镇2031年任务分解表", None, None, None),
    ("序号", "工作任务", "责任单位", "完成时限"),
    (1, "清渠12公里", "水务科、各村", date(2031, 6, 30)),
    (2, "建泵站2座", "水务科", "9月底"),
)


def test_a_list_of_tasks_reads_as_a_plan() -> None:
    plan = read_bytes(a_book(*ROWS, merged=("A1:D1",)), "任务.xlsx").plan
    assert plan.title == "清河镇2031年任务分解表"
    assert [task.title for task in plan.tasks] == ["清渠12公里", "建泵站2座"]
    assert [duty.name for duty in plan.tasks[0].duties] == ["水务科", "各村"]
    assert [task.time and task.time.end for task in plan.tasks] == ["2031-06-30", "2031-09-30"]


def test_numbers_and_days_are_written_as_a_person_reads_them() -> None:
    text = extract_bytes(a_book(("甲", 12.0, 0.5, True, date(2031, 1, 2))), "表.xlsx").text
    assert text == "甲\t12\t0.5\t是\t2031年1月2日\n"


def test_a_cell_merged_downwards_is_repeated_and_one_merged_sideways_is_not() -> None:
    rows = (("水利", "清渠", "6月"), (None, "清库", None))
    assert extract_bytes(a_book(*rows, merged=("A1:A2",)), "表.xlsx").text == "水利\t清渠\t6月\n水利\t清库\n"
    assert extract_bytes(a_book(("甲", None, "乙"), merged=("A1:B1",)), "表.xlsx").text == "甲\t\t乙\n"


def test_hidden_sheets_stay_out_and_are_told() -> None:
    extracted = extract_bytes(a_book(("甲", "乙"), hidden=True), "表.xlsx")
    assert "不读" not in extracted.text
    assert extracted.notes == ("隐藏的工作表 1 张未读入",)


def test_a_sheet_beyond_the_bound_is_refused() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([None] * 4_999 + ["甲"])
    for _ in range(99):
        sheet.append(["乙"])
    data = BytesIO()
    book.save(data)
    with pytest.raises(Unreadable, match="40 万个单元格"):
        extract_bytes(data.getvalue(), "表.xlsx")
