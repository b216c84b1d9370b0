"""The exported ledger, cell by cell against the rows of the campaign and the text of its plan."""

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page

from journeys.seen import go, press, same
from journeys.truth import Row, Truth, asked
from journeys.walk_home import around
from journeys.wording import STATES, flat
from luoshi.campaigns.models import Duty
from luoshi.orgs.models import Person, Post
from luoshi.plan.reading import Reading
from luoshi.platform.jobs.models import Job
from luoshi.platform.jobs.run import run

SHOWN_HEADS = [
    "序号", "工作任务", "具体措施", "目标要求/量化指标", "牵头领导", "牵头单位", "责任（配合）单位", "责任人",
    "启动时间", "完成时限", "形象进度", "成果形式", "备注",
]  # fmt: skip
TASK_HEADS = [*SHOWN_HEADS, "编号（勿改）", "版本（勿改）"]
DUTY_HEADS = ["序号", "单位", "牵头事项", "配合事项", "分管领导", "联络员", "电话"]
MEASURES = 2000
Cell = str | int | date | None


def export(page: Page, truth: Truth, reading: Reading, who: Person) -> None:
    """Ask for the ledger on the task list, have it written, fetch it and read it."""
    go(page, "tasks", truth.campaign.pk)
    press(page, "form[action$='/ledger/'] button")
    book = load_workbook(fetched(page, truth, f"{truth.campaign.title}任务清单.xlsx"))
    same("sheets", book.sheetnames, ["任务清单", "责任清单"])
    tasks, duties = book["任务清单"], book["责任清单"]
    top(tasks, truth, who, "任务清单", TASK_HEADS)
    top(duties, truth, who, "责任清单", DUTY_HEADS)
    rows = [_task(number, row, reading.text) for number, row in enumerate(truth.rows, 1)]
    shown = cells(tasks)
    same("task ledger", [row[: len(SHOWN_HEADS)] for row in shown], rows)
    same("columns to find rows again", [row[-2] for row in shown], [_key(row) for row in truth.rows])
    assert all(tasks.column_dimensions[letter].hidden for letter in "NO"), "they are hidden"
    assert all(row[-1] for row in shown), "each row says what it held"
    same("duty ledger", cells(duties), list(_duties(truth)))


def fetched(page: Page, truth: Truth, name: str) -> BytesIO:
    """The file of that name that was asked for just now: written, and taken from its page."""
    job = Job.objects.latest("pk")
    page.goto("about:blank")  # the page of a job asks again by itself
    run(job.pk)
    seen = go(page, "job", job.pk)
    around(seen, truth)
    same("ready", seen.line(".note.ok"), flat(f"写好了。{name}"))
    seen.close()
    with page.expect_download() as download:
        page.locator("a[download]").click()
    same("name of the file", download.value.suggested_filename, name)
    return BytesIO(Path(download.value.path()).read_bytes())


def top(sheet: Worksheet, truth: Truth, who: Person, kind: str, heads: list[str]) -> None:
    """The title over all columns, who hands it in and when, the heads."""
    campaign, day = truth.campaign, truth.today
    same("title", sheet.cell(1, 1).value, f"{campaign.title}{kind}")
    said = [cell.value for cell in sheet[2] if cell.value]
    when = f"填报时间：{day.year}年{day.month}月{day.day}日"
    same("facts", said, [f"填报单位：{campaign.issuer}", when, "单位负责人：", f"填报人：{who.name}"])
    same("heads", [cell.value for cell in sheet[3]], heads)


def cells(sheet: Worksheet) -> list[list[Cell]]:
    """The rows beneath the heads."""
    return [
        [value.date() if isinstance(value, datetime) else value for value in row]
        for row in sheet.iter_rows(min_row=4, values_only=True)
    ]


def _task(number: int, row: Row, text: str) -> list[Cell]:
    task, held = row.task, row.held
    words = " ".join(text[task.span_start : task.span_end].split())[:MEASURES]
    targets = "；".join(map(asked, task.targets.order_by("number")))
    people = Duty.objects.filter(task=task, role="person").order_by("order").values_list("name", flat=True)
    posts = Post.objects.filter(role="liaison", unit=held and held.unit_id, person__is_active=True).order_by("pk")
    answers = people or posts.values_list("person__name", flat=True)[:1]
    said = f" {held.last_said}" if held and held.last_said else ""
    progress = f"{row.progress}%{said}" if held else None
    state = "已办结" if row.state == "done" else STATES[row.state]
    why = "" if row.reason in ("未下发", "办结") else row.reason
    period = row.period.strip("（）")
    remark = "；".join(filter(None, (period, state, why, f"方案{task.clause}" if task.clause else "")))
    cells = [
        number, task.title, words, targets, task.lead_people, row.unit, "、".join(row.joint), "、".join(answers),
        row.start, row.due, progress, None, remark,
    ]  # fmt: skip
    return [cell or None for cell in cells]


def _key(row: Row) -> str:
    """The hidden cell of an item: even for what is out, odd for a task without, with a digit that betrays slips."""
    subject = 2 * row.held.pk if row.held else 2 * row.task.pk + 1
    kind = f"tasks:{row.campaign.pk}"
    return f"{kind}-{subject}-{int.from_bytes(sha256(f'{kind}:{subject}'.encode()).digest()[:4], 'big') % 97}"


def _duties(truth: Truth) -> list[list[Cell]]:
    """A row a unit, in the order in which the rows name them."""
    units = dict.fromkeys(name for row in truth.rows for name in (row.unit, *row.joint) if name)
    rows: list[list[Cell]] = []
    for number, unit in enumerate(units, 1):
        leads = _listed(truth, lambda row, unit=unit: row.unit == unit)
        joins = _listed(truth, lambda row, unit=unit: unit in row.joint)
        mine = [row.task for row in truth.rows if unit in (row.unit, *row.joint)]
        leaders = dict.fromkeys(name for task in mine for name in task.lead_people.split("、") if name)
        posts = Post.objects.filter(role="liaison", unit__name=unit, person__is_active=True).order_by("pk")
        names, phones = ([getattr(post.person, name) for post in posts] for name in ("name", "phone"))
        said = [leads, joins, "、".join(leaders), "、".join(names), "、".join(filter(None, phones))]
        rows.append([number, unit, *(words or None for words in said)])
    return rows


def _listed(truth: Truth, keeps: Callable[[Row], bool]) -> str:
    """Each task that the rows kept name, behind the numbers of these rows."""
    found: dict[int, list[int]] = {}
    for number, row in enumerate(truth.rows, 1):
        if keeps(row):
            found.setdefault(row.task.pk, []).append(number)
    titles = {row.task.pk: row.task.title for row in truth.rows}
    return "\n".join(f"{_runs(numbers)}. {titles[pk]}" for pk, numbers in found.items())


def _runs(numbers: list[int]) -> str:
    parts, known = [], set(numbers)
    for first in (number for number in numbers if number - 1 not in known):
        last = next(number for number in numbers if number >= first and number + 1 not in known)
        parts.append(f"{first}—{last}" if last > first else str(first))
    return "、".join(parts)
