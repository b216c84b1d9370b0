"""The list of tasks goes out, is edited in a spreadsheet and comes back: what was edited is done, and nothing else."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from build import Wanted, a_campaign, a_person, a_post, a_set, a_task, an_assignment
from luoshi.campaigns.amend import Amendment, amend
from luoshi.campaigns.feedback import Report, report, sign
from luoshi.campaigns.models import Assignment, Campaign, Duty, Feedback, Task
from luoshi.campaigns.sheet import kind_of
from luoshi.journal.queries import history
from luoshi.orgs.access import standing
from luoshi.orgs.models import Person
from luoshi.platform.jobs.models import OPEN, Job
from luoshi.platform.jobs.run import run
from luoshi.platform.sheets.columns import sheet
from luoshi.platform.sheets.confirm import confirm
from luoshi.platform.sheets.hand_in import HandedIn, hand_in
from luoshi.platform.sheets.queries import BatchView, bad_rows, batch, present, rows
from luoshi.platform.sheets.take_back import take_back
from luoshi.press.xlsx import write_workbook
from luoshi.reports.ledgers import TASK_COLUMNS, ledger

AT = {column.head: place for place, column in enumerate(TASK_COLUMNS, 1)}
FIRST = 4
"""The line of the ledger's first row."""


def a_running_campaign() -> Campaign:
    """甲 is out and signed for, with a report; 乙 is not out; 丙 goes to two towns; 丁 names nobody known."""
    a_set("各乡镇", ("城关镇", "青石镇"))
    campaign = a_campaign(
        Wanted("甲", leaders=("周启明",), start=date(2026, 6, 1)),
        Wanted("丙", ("各乡镇",), leaders=("林若川",)),
        Wanted("丁", ("无人认领局",), start=date(2026, 6, 10)),
        Wanted("=戊", ("某办",), due=None),
        unknown=("无人认领局", "某办"),
        issued=True,
    )
    row, liaison = an_assignment(campaign), standing(a_person("liaison", "县住建局"))
    sign(row, by=liaison)
    report(row, Report(40, "排查过半，\n第二批已经开始" + "，逐户登记" * 20), by=liaison)
    return campaign


def an_editor() -> Person:
    """Somebody of the office who is also the liaison of 县住建局."""
    person = a_person("office")
    a_post(person, "liaison", "县住建局")
    return person


def exported(campaign: Campaign, who: Person) -> Book:
    target = BytesIO()
    write_workbook(ledger(campaign, standing(who)), target)
    return load_workbook(target)


def work() -> None:
    while job := Job.objects.filter(state__in=OPEN).first():
        run(job.pk)


def seen(batch_id: int, who: Person) -> BatchView:
    found = batch(batch_id, who.pk)
    assert found is not None
    return found


def handed_in(campaign: Campaign, who: Person, table: Book | str) -> BatchView:
    """What the table would do."""
    if isinstance(table, str):
        name, data = "粘贴", table.encode()
    else:
        target = BytesIO()
        table.save(target)
        name, data = "清单.xlsx", target.getvalue()
    held = hand_in(HandedIn(kind_of(campaign.pk), name, data), person_id=who.pk)
    work()
    return seen(held.pk, who)


def done(view: BatchView, who: Person) -> BatchView:
    confirm(view.id, person_id=who.pk)
    work()
    return seen(view.id, who)


def undone(view: BatchView, who: Person) -> BatchView:
    take_back(view.id, person_id=who.pk)
    work()
    return seen(view.id, who)


def state(campaign: Campaign) -> list[list[Any]]:
    tasks = Task.objects.filter(campaign=campaign).order_by("number")
    duties = Duty.objects.filter(task__campaign=campaign).order_by("task", "order").values_list("task", "role", "name")
    work = Assignment.objects.filter(campaign=campaign).order_by("pk")
    return [
        list(tasks.values_list("number", "title", "lead_people", "start", "due")),
        list(duties),
        list(work.values_list("pk", "start", "due", "progress", "last_said")),
    ]


def put(book: Book, line: int, head: str, said: str | date) -> None:
    cell = book["任务清单"].cell(FIRST + line, AT[head])
    cell.value = said
    if isinstance(said, str):
        cell.data_type = "s"


@pytest.mark.django_db
def test_a_ledger_handed_in_as_it_went_out_changes_nothing() -> None:
    campaign, who = a_running_campaign(), an_editor()
    view = handed_in(campaign, who, exported(campaign, who))
    assert view.counts == {"new": 0, "changed": 0, "same": 5, "error": 0}
    table = [*present(sheet(kind_of(campaign.pk)), who.pk)]
    assert [line[0] for line in table] == ["甲", "丙", "丙", "丁", "=戊"]


@pytest.mark.django_db
def test_each_edit_goes_through_its_act_and_the_whole_is_taken_back() -> None:
    campaign, who = a_running_campaign(), an_editor()
    before, book = state(campaign), exported(campaign, who)
    put(book, 0, "牵头领导", "周启明、何知夏")
    put(book, 0, "责任人", "张三")
    put(book, 0, "形象进度", "60% 排查完成")
    put(book, 3, "启动时间", date(2026, 6, 12))
    put(book, 3, "完成时限", "2026/7/5")
    view = handed_in(campaign, who, book)
    assert (view.counts["changed"], view.counts["same"], view.counts["error"]) == (2, 3, 0)
    assert state(campaign) == before
    cells = [(cell.before, cell.text) for cell in rows(view).rows[0].cells if cell.before]
    assert cells[0] == ("周启明", "周启明、何知夏")
    done(view, who)
    first, last = a_task(campaign, 1), a_task(campaign, 3)
    assert (first.lead_people, last.start, last.due) == ("周启明、何知夏", date(2026, 6, 12), date(2026, 7, 5))
    said = Feedback.objects.filter(assignment=an_assignment(campaign)).first()
    assert said is not None
    assert (said.progress, said.said, said.by_name) == (60, "排查完成", who.name)
    assert [line.act for line in history(campaign.chain, 3)] == ["task.amend", "assignment.report", "task.amend"]
    assert handed_in(campaign, who, exported(campaign, who)).to_do == 0
    assert handed_in(campaign, who, book).to_do == 0
    assert undone(view, who).is_undone
    assert state(campaign)[0] == before[0]
    assert sorted(state(campaign)[1]) == sorted(before[1])
    assert Feedback.objects.filter(assignment=an_assignment(campaign)).count() == 3
    assert an_assignment(campaign).progress == 40


@pytest.mark.django_db
def test_what_no_act_allows_is_refused_in_its_cell() -> None:
    campaign, who = a_running_campaign(), an_editor()
    book = exported(campaign, who)
    put(book, 0, "完成时限", date(2026, 8, 1))
    put(book, 1, "形象进度", "20% 已启动")
    put(book, 2, "牵头领导", "何知夏")
    put(book, 3, "形象进度", "10% 动手了")
    put(book, 4, "工作任务", "=另一件")
    view = handed_in(campaign, who, book)
    assert view.counts["error"] == 5
    whys = [line[-1] for line in bad_rows(view)]
    assert whys[0].startswith("完成时限：已下发，时限由承办单位负责人申请延期")
    assert whys[1].startswith("形象进度：先签收")
    assert whys[2] == "牵头领导：这项任务有几行，请在第一行改。"
    assert whys[3] == "形象进度：还没有下发，不能反馈。"
    assert whys[4] == "工作任务：这一栏出自方案或下发，不能从表里改。"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("70%", "写一句本期做成了什么。"),
        ("170% 超额", "写成“60％ 已完成排查”的样子：百分数在前，做成了什么在后。"),
        ("7", "写成“60％ 已完成排查”的样子：百分数在前，做成了什么在后。"),
        ("", "写成“60％ 已完成排查”的样子：百分数在前，做成了什么在后。"),
    ],
)
def test_a_report_needs_a_percentage_and_words(said: str, why: str) -> None:
    campaign, who = a_running_campaign(), an_editor()
    book = exported(campaign, who)
    put(book, 0, "形象进度", said)
    assert [line[-1] for line in bad_rows(handed_in(campaign, who, book))] == [f"形象进度：{why}"]


@pytest.mark.django_db
def test_days_out_of_order_are_told() -> None:
    campaign, who = a_running_campaign(), an_editor()
    book = exported(campaign, who)
    put(book, 3, "启动时间", date(2026, 7, 12))
    assert [line[-1] for line in bad_rows(handed_in(campaign, who, book))] == ["完成时限：完成时限不能早于启动时间。"]


@pytest.mark.django_db
def test_a_cell_that_somebody_changed_meanwhile_is_shown_and_left_alone() -> None:
    campaign, who = a_running_campaign(), an_editor()
    book = exported(campaign, who)
    task = a_task(campaign)
    amend(task, Amendment(("何知夏",), (), task.start, task.due), by=standing(who))
    put(book, 0, "责任人", "张三")
    view = handed_in(campaign, who, book)
    assert (view.counts["changed"], view.counts["error"]) == (1, 0), "another cell was changed"
    put(book, 0, "牵头领导", "林若川")
    view = done(handed_in(campaign, who, book), who)
    assert [line[-1] for line in bad_rows(view)] == ["牵头领导：导出以后有人改成了“何知夏”，没有动它。请重新导出再改。"]
    assert a_task(campaign).lead_people == "何知夏"


@pytest.mark.django_db
def test_unknown_repeated_and_forged_rows_are_named() -> None:
    campaign, who = a_running_campaign(), an_editor()
    other = a_campaign(Wanted("甲"), title="另一方案", issued=True)
    book, strange = exported(campaign, who), exported(other, who)
    sheet = book["任务清单"]
    key = AT["编号（勿改）"]
    sheet.append([cell.value for cell in sheet[FIRST]])
    sheet.append([cell.value for cell in strange["任务清单"][FIRST]])
    sheet.append([None, "没有的任务"])
    sheet.cell(FIRST + 1, key).value = f"{sheet.cell(FIRST + 1, key).value}9"
    sheet.cell(FIRST + 2, AT["版本（勿改）"]).value = "随手写的"
    view = handed_in(campaign, who, book)
    wrong = {row.number: row.wrong or next(cell.wrong for cell in row.cells if cell.wrong) for row in rows(view).rows
             if row.verdict == "error"}  # fmt: skip
    assert wrong == {
        5: "编号被改过，认不出是哪一行。请恢复原样，或清空编号当作新的一行。",
        6: "隐藏的“版本”栏被改过，请恢复原样。",
        9: "上面已有一行是这一项。",
        10: "编号被改过，认不出是哪一行。请恢复原样，或清空编号当作新的一行。",
        11: "清单里没有这一项，或者不止一项；任务出自方案，要增加请上传修订稿，要修改请用导出的表。",
    }


@pytest.mark.django_db
def test_a_pasted_block_finds_its_item_by_title_and_unit() -> None:
    campaign, who = a_running_campaign(), an_editor()
    view = handed_in(campaign, who, "工作任务\t牵头单位\t责任人\n丙\t城关镇\t张三\n丙\t\t李四\n丁\t\t王五\n")
    assert (view.counts["changed"], view.counts["error"]) == (2, 1)
    done(view, who)
    assert list(Duty.objects.filter(role="person").order_by("pk").values_list("name", flat=True)) == ["张三", "王五"]


@pytest.mark.django_db
def test_a_liaison_reports_by_the_table_and_changes_nothing_else() -> None:
    campaign, liaison = a_running_campaign(), a_person("liaison", "县住建局")
    book = exported(campaign, liaison)
    put(book, 0, "形象进度", "又查了两个小区")
    view = done(handed_in(campaign, liaison, book), liaison)
    assert view.done == 1
    assert an_assignment(campaign).progress == 40
    book = exported(campaign, liaison)
    put(book, 0, "牵头领导", "何知夏")
    assert [line[-1] for line in bad_rows(handed_in(campaign, liaison, book))] == [
        "牵头领导：方案的采纳和任务的下发由领导小组办公室办理。"
    ]
    assert len([*present(sheet(kind_of(campaign.pk)), liaison.pk)]) == 1


@pytest.mark.django_db
def test_a_formula_is_read_as_the_value_that_it_shows_and_a_share_as_a_percentage() -> None:
    campaign, who = a_running_campaign(), an_editor()
    text = "工作任务\t责任人\t形象进度\n=戊\t=A1\t\n甲\t\t0.6\n"
    view = handed_in(campaign, who, text)
    assert view.counts["changed"] == 1
    assert [line[-1] for line in bad_rows(view)] == ["形象进度：写一句本期做成了什么。"]
    done(view, who)
    sheet = exported(campaign, who)["任务清单"]
    cell = sheet.cell(FIRST + 4, AT["责任人"])
    assert (cell.value, cell.data_type) == ("=A1", "s")


NAMES = st.lists(st.sampled_from(["周启明", "何知夏", "=1+1", "甲 乙"]), max_size=3, unique=True).map("、".join)
DAYS = st.dates(date(2026, 6, 1), date(2026, 6, 29)).map(date.isoformat)
SAID = st.tuples(st.integers(0, 100), st.sampled_from(["查完两个小区", "-1户未查", "@全部办结"]))
EDITS = st.fixed_dictionaries(
    {},
    optional={
        (0, "牵头领导"): NAMES,
        (0, "责任人"): NAMES,
        (0, "形象进度"): SAID.map(lambda said: f"{said[0]}% {said[1]}"),
        (1, "责任人"): NAMES,
        (3, "启动时间"): DAYS,
        (3, "牵头领导"): NAMES,
        (4, "责任人"): NAMES,
    },
)


class RoundTrip(TestCase):
    """Whatever is edited comes in, and nothing else does."""

    @settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
    @given(EDITS)
    def test_edits_give_exactly_these_changes(self, edits: dict[tuple[int, str], str]) -> None:
        campaign, who = a_running_campaign(), an_editor()
        book = exported(campaign, who)
        before = cells(book)
        for (line, head), said in edits.items():
            put(book, line, head, said)
        view = done(handed_in(campaign, who, book), who)
        # To clear the liaison's name where the plan names nobody changes nothing.
        edits = {at: said or before[at] if at == (0, "责任人") else said for at, said in edits.items()}
        wanted = before | edits
        wanted[2, "牵头领导"], wanted[2, "责任人"] = wanted[1, "牵头领导"], wanted[1, "责任人"]
        after = cells(exported(campaign, who))
        assert after == wanted
        assert view.done == len({line for (line, head), said in edits.items() if before[line, head] != said})
        assert view.counts["error"] == 0


def cells(book: Book) -> dict[tuple[int, str], str]:
    """Every cell that can be edited, as text."""
    heads = ("工作任务", "牵头单位", "牵头领导", "责任人", "启动时间", "完成时限", "形象进度")
    sheet = book["任务清单"]
    return {
        (line, head): str(sheet.cell(FIRST + line, AT[head]).value or "").removesuffix(" 00:00:00")
        for line in range(5)
        for head in heads
    }
