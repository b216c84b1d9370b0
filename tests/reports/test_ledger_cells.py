"""The ledger as it is handed in: every cell of both sheets, read back from the file, is what a direct query says."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from build import Quota, Wanted, a_campaign, a_person, a_set, a_standing, a_task, an_assignment
from luoshi.campaigns.feedback import Report, Submission, report, sign, submit
from luoshi.campaigns.models import Assignment, Campaign, Duty, Task
from luoshi.campaigns.verify import Verification, accept, send_back
from luoshi.orgs.access import Standing, standing
from luoshi.orgs.models import Person
from luoshi.oversight.items import Filters
from luoshi.oversight.lights import LIGHTS
from luoshi.press.xlsx import write_workbook
from luoshi.reports.ledgers import ledger

pytestmark = pytest.mark.django_db
TASK_HEADS = [
    "序号", "工作任务", "具体措施", "目标要求/量化指标", "牵头领导", "牵头单位", "责任（配合）单位", "责任人",
    "启动时间", "完成时限", "形象进度", "成果形式", "备注",
]  # fmt: skip
DUTY_HEADS = ["序号", "单位", "牵头事项", "配合事项", "分管领导", "联络员", "电话"]
LIAISONS = (("邵北辰", "县水利局", "0591-1"), ("郑一川", "县住建局", ""), ("何晚", "县住建局", "0591-2"))
TOWNS = ("城关镇", "青石镇", "柳林乡")
STATES = {"issued": "待签收", "in_progress": "办理中", "submitted": "待验收", "done": "已办结"}
Sheet = list[list[object]]


def a_busy_campaign() -> Campaign:
    """Tasks of one unit, of a set, of none; late, returned, waiting, done and not issued; with awkward words."""
    a_set("各乡镇", TOWNS)
    for name, unit, phone in (
        ("邵北辰", "县水利局", "0591-1"),
        ("郑一川", "县住建局", ""),
        ("何晚", "县住建局", "0591-2"),
    ):
        person = a_person("liaison", unit, name)
        Person.objects.filter(pk=person.pk).update(phone=phone)
    Person.objects.filter(name="何晚").update(is_active=False)
    campaign = a_campaign(
        Wanted("=1+1号工程", leaders=("周启明", "林若川"), due=date(2026, 6, 1)),
        Wanted("办实事", ("县水利局",), ("各乡镇",), targets=(Quota("不少于18个", 18, "个"), Quota("3处", 3, "处"))),
        Wanted(
            "集中学习", ("各乡镇",), ("县住建局",), leaders=("周启明",), start=date(2026, 6, 15), due=date(2026, 7, 30)
        ),
        Wanted("修公路", ("县住建局", "县水利局"), due=date(2026, 6, 20), start=date(2026, 5, 20)),
        Wanted("写总结", ("无人认领局",), stage=None, due=None),
        unknown=("无人认领局",),
        issued=True,
    )
    Duty.objects.create(task=a_task(campaign, 4), role="person", name="张三", order=8)
    unit, supervisor = a_standing("liaison", "县住建局", "郑二川"), a_standing("supervisor", "督导组")
    late, roads = an_assignment(campaign, 1), an_assignment(campaign, 4)
    for held, percent in ((late, 40), (roads, 100)):
        sign(held, by=unit)
        report(held, Report(percent, "@已做一半\n第二行"), by=unit)
        submit(held, Submission("成果"), by=unit)
    send_back(late, Verification("=材料不全"), by=supervisor)
    accept(roads, Verification(), by=supervisor)
    return campaign


def read(campaign: Campaign, who: Standing, filters: Filters | None = None) -> tuple[Sheet, Sheet]:
    """The cells of both sheets, heads first, as the file has them."""
    target = BytesIO()
    write_workbook(ledger(campaign, who, filters), target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["任务清单", "责任清单"]
    sheets = [[[plain(cell) for cell in row if is_shown(cell)] for row in sheet.iter_rows(min_row=3)] for sheet in book]
    return sheets[0], sheets[1]


def is_shown(cell: Any) -> bool:
    return not cell.parent.column_dimensions[cell.column_letter].hidden


def plain(cell: Any) -> object:
    return cell.value.date() if isinstance(cell.value, datetime) else cell.value


def items(campaign: Campaign) -> list[tuple[Task, Assignment | None]]:
    """Every task with each of its assignments, or none, in the order of the plan."""
    found: list[tuple[Task, Assignment | None]] = []
    for task in Task.objects.filter(campaign=campaign, cancelled_at=None).order_by("number"):
        found += [(task, held) for held in task.assignments.order_by("pk")] or [(task, None)]
    return found


def names(task: Task, *roles: str) -> list[str]:
    return list(task.duties.filter(role__in=roles).order_by("order").values_list("name", flat=True))


def parties(task: Task, held: Assignment | None) -> tuple[str, list[str]]:
    """(lead unit, the others)."""
    if held is None:
        named = names(task, "unit") + names(task, "support_unit")
        return named[0], named[1:]
    return held.unit.name, list(held.joints.order_by("pk").values_list("unit__name", flat=True))


LIAISONS = {"县水利局": "邵北辰", "县住建局": "郑一川"}
"""The first of each unit: the 责任人 where the plan names none."""
WHY = {1: "逾期", 2: "正常", 3: "正常", 4: "", 5: ""}


def expected_task(number: int, task: Task, held: Assignment | None) -> list[object]:
    text = task.campaign.proposal.text
    lead, others = parties(task, held)
    state = STATES[held.state] if held else "未下发"
    progress = f"{held.progress}%{f' {held.last_said}' if held.last_said else ''}" if held else ""
    goals = task.targets.order_by("number").values_list("subject", "text")
    targets = [said if subject in said else subject + said for subject, said in goals]
    people = names(task, "person") or ([LIAISONS[lead]] if held and lead in LIAISONS else [])
    cells = [
        number, task.title, text[task.span_start : task.span_end], "；".join(targets),
        "、".join(names(task, "lead_person")), lead, "、".join(others), "、".join(people), task.start, task.due,
        progress, "", "；".join(filter(None, (state, WHY[task.number], f"方案{task.clause}"))),
    ]  # fmt: skip
    return [cell or None for cell in cells]


def expected_duties(rows: list[tuple[Task, Assignment | None]]) -> Sheet:
    units: dict[str, tuple[dict[str, list[int]], dict[str, list[int]], list[str]]] = {}
    for row, (task, held) in enumerate(rows, 1):
        lead, others = parties(task, held)
        for unit in (lead, *others):
            leads, joins, leaders = units.setdefault(unit, ({}, {}, []))
            (leads if unit == lead else joins).setdefault(task.title, []).append(row)
            leaders += names(task, "lead_person")
    people = {"县水利局": ["邵北辰", "0591-1"], "县住建局": ["郑一川、郑二川", ""]}
    sheet: Sheet = []
    for number, (unit, (leads, joins, leaders)) in enumerate(units.items(), 1):
        said = listed(leads), listed(joins), "、".join(dict.fromkeys(leaders))
        sheet.append([cell or None for cell in (number, unit, *said, *people.get(unit, ["", ""]))])
    return sheet


def listed(rows: dict[str, list[int]]) -> str:
    """Each task behind the numbers of its rows, which stand one after the other in this campaign."""
    return "\n".join(f"{each[0]}{f'—{each[-1]}' if each[1:] else ''}. {title}" for title, each in rows.items())


def test_the_numbers_of_a_unit_s_tasks_are_those_of_their_rows() -> None:
    tasks, duties = read(a_busy_campaign(), a_standing())
    rows = {row[0]: row for row in tasks[1:]}
    for _number, unit, leads, *_rest in duties[1:]:
        for line in str(leads).splitlines() if leads else ():
            number, title = line.split(". ")
            assert (rows[int(number)][1], rows[int(number)][5]) == (title, unit)


def test_every_cell_of_both_sheets_is_what_a_query_says_under_the_customary_heads() -> None:
    campaign = a_busy_campaign()
    rows = items(campaign)
    assert len(rows) == 7
    tasks, duties = read(campaign, a_standing())
    assert (tasks[0], duties[0]) == (TASK_HEADS, DUTY_HEADS)
    assert tasks[1:] == [expected_task(number, *row) for number, row in enumerate(rows, 1)]
    assert duties[1:] == expected_duties(rows)


def test_words_that_look_like_formulas_stay_words() -> None:
    target = BytesIO()
    write_workbook(ledger(a_busy_campaign(), a_standing()), target)
    sheet = openpyxl.load_workbook(target)["任务清单"]
    assert sheet["B4"].value == "=1+1号工程"
    assert {cell.data_type for row in sheet.iter_rows(min_row=4) for cell in row} <= {"n", "s", "d", "inlineStr"}


def test_the_sheets_head_says_who_hands_it_in_and_when() -> None:
    target = BytesIO()
    write_workbook(ledger(a_busy_campaign(), a_standing(name="罗星禾")), target)
    sheet = openpyxl.load_workbook(target)["任务清单"]
    assert sheet["A1"].value == "大讨论活动实施方案任务清单"
    said = [cell.value for cell in sheet[2] if cell.value]
    assert said == ["填报单位：中共云岭县委办公室", "填报时间：2026年6月17日", "单位负责人：", "填报人：罗星禾"]
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "8")
    assert sheet.print_title_rows == "$3:$3"


@pytest.mark.parametrize(
    "filters",
    [
        *(Filters(light=light) for light in LIGHTS), Filters(state="unissued"), Filters(state="done"),
        Filters(leader="林若川"), Filters(due_to=date(2026, 6, 20)), Filters(due_from=date(2026, 7, 1)),
    ],
    ids=str,
)  # fmt: skip
def test_a_filtered_ledger_has_the_rows_of_the_whole_one_that_the_filter_leaves(filters: Filters) -> None:
    campaign = a_busy_campaign()
    whole = read(campaign, a_standing())[0][1:]
    left = read(campaign, a_standing(), filters)[0][1:]
    assert [row[1:] for row in left] == [row[1:] for row in whole if keeps(filters, row)]
    assert [row[0] for row in left] == list(range(1, len(left) + 1))


def keeps(filters: Filters, row: list[object]) -> bool:
    """Whether a row of the ledger is one that the filter leaves."""
    said = {
        "bad": ("逾期", "严重滞后"), "warn": ("临期", "；滞后"), "ok": ("正常",), "idle": ("未下发",),
        "unissued": ("未下发",), "done": ("已办结",),
    }.get(filters.light or filters.state, ("",))  # fmt: skip
    due = row[9]
    in_time = not (filters.due_to or filters.due_from) or (
        isinstance(due, date) and (filters.due_from or due) <= due <= (filters.due_to or due)
    )
    return any(word in str(row[12]) for word in said) and filters.leader in str(row[4]) and in_time


def test_picked_rows_alone_are_exported() -> None:
    campaign = a_busy_campaign()
    picked = (an_assignment(campaign, 3, "青石镇").pk, -a_task(campaign, 5).pk)
    tasks, duties = read(campaign, a_standing(), Filters(picked=picked))
    assert [(row[1], row[5]) for row in tasks[1:]] == [("集中学习", "青石镇"), ("写总结", "无人认领局")]
    assert [row[1] for row in duties[1:]] == ["青石镇", "县住建局", "无人认领局"]


def test_a_unit_takes_away_what_it_leads_or_supports_and_nothing_else() -> None:
    campaign = a_busy_campaign()
    town = standing(a_person("liaison", "青石镇"))
    tasks, _duties = read(campaign, town)
    assert [(row[1], row[5]) for row in tasks[1:]] == [("办实事", "县水利局"), ("集中学习", "青石镇")]


def test_an_empty_campaign_gives_sheets_with_heads_alone() -> None:
    campaign = a_busy_campaign()
    stranger = a_standing("liaison", "县审计局")
    assert [sheet[1:] for sheet in read(campaign, stranger)] == [[], []]
