"""督办台账 and 督办单, taken away on the page of outputs and held cell by cell to the rows of the campaign."""

from datetime import date
from io import BytesIO

from django.utils import timezone
from docx import Document
from docx.table import _Row
from openpyxl import load_workbook
from playwright.sync_api import Page

from journeys.seen import go, press, same
from journeys.truth import Row, Truth, asked
from journeys.walk_export import Cell, cells, fetched, top
from journeys.walk_home import frame
from journeys.wording import STATES
from luoshi.campaigns.models import Review
from luoshi.orgs.models import Person, Post
from luoshi.oversight.models import Urge

URGING_HEADS = [
    "编号", "类型", "是否重大", "督办事项", "来源", "主办单位", "协办单位", "交办时间", "办理时限", "紧急程度",
    "反馈时间", "办理情况", "延期", "催办次数", "亮灯", "办结时间", "备注",
]  # fmt: skip
DEMAND = 180
"""So many letters of a task's words stand on a slip."""


def urging_ledger(page: Page, truth: Truth, who: Person) -> None:
    """The ledger of what was urged, granted and closed."""
    book = load_workbook(_taken(page, truth, "urging", "督办台账", "xlsx"))
    same("sheets", book.sheetnames, ["督办台账"])
    top(book["督办台账"], truth, who, "督办台账", URGING_HEADS)
    same("urging ledger", cells(book["督办台账"]), [_urged(row) for row in truth.rows if row.held])


def slips(page: Page, truth: Truth) -> None:
    """The slips of all that is out, a form each."""
    paper = Document(_taken(page, truth, "slips", "督办单", "docx"))
    shown = [[_merged(row) for row in table.rows] for table in paper.tables]
    same("slips", shown, [_slip(row) for row in truth.rows if row.held])
    titles = [each.text for each in paper.paragraphs if each.text.startswith("督")]
    same("titles of slips", titles, ["督　办　单"] * len(shown))


def _taken(page: Page, truth: Truth, output: str, label: str, form: str) -> BytesIO:
    seen = go(page, "outputs", truth.campaign.pk)
    frame(seen, truth, "导出")
    same("how many items", seen.words(".head > p"), [f"{len(truth.rows)}项"])
    press(page, f"form:has(input[value={output}]) button[value={form}]")
    return fetched(page, truth, f"{truth.campaign.title}{label}.{form}")


def _urged(row: Row) -> list[Cell]:
    held, task = row.held, row.task
    assert held
    told = f" {held.last_said}" if held.last_said else ""
    granted = Review.objects.filter(assignment=held, kind="change", verdict="granted").order_by("pk")
    values = [
        slip_number(row), "专项活动", None, f"{task.number}. {task.title}", f"方案{task.clause}", row.unit,
        "、".join(row.joint), timezone.localdate(held.issued_at), held.original_due, None,
        timezone.localdate(held.last_at) if held.last_at else None, f"{held.progress}%{told}",
        "；".join(f"准延至{_day(each.granted_due)}" for each in granted if each.granted_due),
        Urge.objects.filter(assignment=held).values("at").distinct().count(),
        row.reason, held.closed_on, STATES[held.state],
    ]  # fmt: skip
    return [None if value == "" else value for value in values]


def slip_number(row: Row) -> str:
    """The year of issue, and its place in the campaign."""
    assert row.held
    return f"〔{timezone.localdate(row.held.issued_at).year}〕{row.held.slip}号"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _merged(row: _Row) -> list[str]:
    """The cells of a row, one that spans columns once."""
    return [cell.text for cell in {cell._tc: cell for cell in row.cells}.values()]


def _room(lines: int) -> str:
    """An empty cell with so many lines to write on."""
    return "\n" * (lines - 1)


def _slip(row: Row) -> list[list[str]]:
    held, task = row.held, row.task
    assert held
    assert held.due
    words = " ".join(row.campaign.proposal.text[task.span_start : task.span_end].split())
    targets = "；".join(map(asked, task.targets.order_by("number")))
    posts = Post.objects.filter(role="liaison", unit=held.unit_id, person__is_active=True).order_by("pk")
    liaison = " ".join(filter(None, (posts[0].person.name, posts[0].person.phone))) if posts else ""
    limit = _day(held.due)
    if held.original_due and held.due != held.original_due:
        limit += f"（原定{_day(held.original_due)}）"
    return [
        ["督办编号", slip_number(row), "交办时间", _day(timezone.localdate(held.issued_at))],
        ["督办事项", f"{task.number}. {task.title}"],
        ["事项来源", f"《{row.campaign.title}》{task.clause}"],
        ["牵头单位", row.unit, "办理时限", limit],
        ["配合单位", "、".join(row.joint) or "无", "牵头领导", task.lead_people or "未明确"],
        ["工作要求", words if len(words) <= DEMAND else f"{words[:DEMAND]}……"],
        ["目标", targets or "见方案原文"],
        ["领导批示", _room(3)],
        ["办理情况\n（承办单位填写）", _room(8)],
        ["单位负责人\n（签字盖章）", _room(2), "联络员及电话", liaison + _room(2)],
    ]
