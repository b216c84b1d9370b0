"""任务清单 and 责任清单 in the customary columns: from the same items as the lists on screen, streamed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, groupby

from luoshi.campaigns.index import texts_of
from luoshi.campaigns.models import Campaign, Target, Task
from luoshi.campaigns.sheet import COLUMNS, kind_of
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.campaigns.tasks_lines import lines_of, mark_of, subject_of
from luoshi.kit.tables import Cell, Column, Table, Workbook
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Post
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import Item, page, tally
from luoshi.platform.sheets.keys import HEAD, key_of
from luoshi.press.cells import clean

CHUNK = 500
MARK = next(column.head for column in COLUMNS if column.key == "mark")
MEASURES = 2000
FEW = 6
"""Names of joint units on paper before the rest is counted."""
TASK_COLUMNS = (
    Column("序号", 3, "center"),
    Column("工作任务", 14),
    Column("具体措施", 24),
    Column("目标要求/量化指标", 12),
    Column("牵头领导", 6),
    Column("牵头单位", 9),
    Column("责任（配合）单位", 10, most=FEW),
    Column("责任人", 6),
    Column("启动时间", 6, "center"),
    Column("完成时限", 6, "center"),
    Column("形象进度", 12),
    Column("成果形式", 8),
    Column("备注", 9),
    Column(HEAD, 6, hidden=True),
    Column(MARK, 12, hidden=True),
)
"""The last two let an edited ledger find its items again, and show which cells were edited."""
DUTY_COLUMNS = (
    Column("序号", 3, "center"),
    Column("单位", 12),
    Column("牵头事项", 34),
    Column("配合事项", 24),
    Column("分管领导", 8),
    Column("联络员", 8),
    Column("电话", 9),
)


def ledger(campaign: Campaign, who: Standing, filters: Filters | None = None) -> Workbook:
    """The campaign's 任务清单 and 责任清单 as this person sees them under these filters; rows are read on the way."""
    wanted = filters or Filters()
    total = tally(campaign, who, wanted).total
    facts = facts_of(campaign, who)
    tasks = Table(
        title=f"{campaign.title}任务清单",
        columns=TASK_COLUMNS,
        rows=task_rows(campaign, who, wanted),
        facts=facts,
        sheet="任务清单",
        paper="A3",
        total=total,
    )
    duties = Table(
        title=f"{campaign.title}责任清单",
        columns=DUTY_COLUMNS,
        rows=duty_rows(campaign, who, wanted),
        facts=facts,
        sheet="责任清单",
    )
    return Workbook(f"{campaign.title}任务清单", (tasks, duties))


def facts_of(campaign: Campaign, who: Standing) -> tuple[tuple[str, str], ...]:
    """The customary second row of a sheet."""
    return (
        ("填报单位", campaign.issuer),
        ("填报时间", day_words(campaign.today)),
        ("单位负责人", ""),
        ("填报人", who.name),
    )


def day_words(day: date) -> str:
    """A day as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def task_rows(campaign: Campaign, who: Standing, filters: Filters) -> Iterator[tuple[Cell, ...]]:
    """One row an item, in the order of the plan."""
    texts = texts_of(campaign)
    number = 0
    for chunk in chunks(campaign, who, filters):
        words = words_of_tasks(texts, [item.task_id for item in chunk])
        targets, lines = targets_of(words), lines_of(campaign, words)
        for item in chunk:
            line = lines.get(subject_of(item.task_id, item.assignment_id))
            if line is None:
                continue  # it was issued or cancelled since the page was read
            number += 1
            cells = {name: clean(text) for name, text in line.shown.items()}
            yield (
                number,
                cells["title"],
                words[item.task_id],
                "；".join(targets.get(item.task_id, ())),
                cells["leaders"],
                cells["unit"],
                "、".join(item.joint),
                cells["people"],
                item.start,
                item.due,
                cells["progress"],
                "",
                _remark(item),
                key_of(kind_of(campaign.pk), line.subject),
                mark_of(cells),
            )


@dataclass
class _Share:
    """What one unit has to do: the rows of 任务清单 by task, as it leads and as it supports."""

    leads: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    joins: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    leaders: dict[str, None] = field(default_factory=dict)


def duty_rows(campaign: Campaign, who: Standing, filters: Filters) -> Iterator[tuple[Cell, ...]]:
    """One row a unit: what it leads, what it supports, under which leaders, and its liaison.

    Each task bears the numbers that its rows have in 任务清单.
    """
    shares: dict[str, _Share] = defaultdict(_Share)
    items = chain.from_iterable(chunks(campaign, who, filters))
    for row, item in enumerate(items, 1):
        task = (item.task_id, item.title)
        if item.unit:
            shares[item.unit].leads[task].append(row)
        for unit in item.joint:
            shares[unit].joins[task].append(row)
        for unit in filter(None, (item.unit, *item.joint)):
            shares[unit].leaders.update(dict.fromkeys(filter(None, item.lead_people.split("、"))))
    liaisons = liaisons_of(shares)
    for number, (unit, share) in enumerate(shares.items(), 1):
        names, phones = liaisons.get(unit, ((), ()))
        yield (
            number,
            unit,
            _listed(share.leads),
            _listed(share.joins),
            "、".join(share.leaders),
            "、".join(names),
            "、".join(filter(None, phones)),
        )


def _listed(rows: Mapping[tuple[int, str], Iterable[int]]) -> str:
    """A line a task, with the numbers of its rows before it; neighbours are drawn together: 3—5、8. 走访."""
    lines = []
    for (_task_id, title), numbers in rows.items():
        runs = [[n for _place, n in run] for _gap, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
        parts = [str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs]
        lines.append(f"{'、'.join(parts)}. {title}")
    return "\n".join(lines)


def chunks(campaign: Campaign, who: Standing, filters: Filters) -> Iterator[tuple[Item, ...]]:
    """All items under the filters in the order of the plan, some hundreds at a time."""
    after = ""
    while True:
        part = page(campaign, who, filters, after=after, size=CHUNK)
        if part.items:
            yield part.items
        if not part.after:
            return
        after = part.after


def words_of_tasks(texts: Mapping[int | None, str], task_ids: Collection[int]) -> dict[int, str]:
    """The words of each task, from the plan in which they stand."""
    rows = Task.objects.filter(pk__in=task_ids).values_list("pk", "revision_id", "span_start", "span_end")
    return {
        pk: " ".join(texts.get(revision, "")[start:end].split())[:MEASURES] if end else ""
        for pk, revision, start, end in rows
    }


def targets_of(task_ids: Iterable[int]) -> dict[int, list[str]]:
    """The targets of these tasks, each with what it counts: 县级领导每人走访不少于5户."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Target.objects.filter(task_id__in=list(task_ids)).order_by("task_id", "number")
    for task_id, subject, text in rows.values_list("task_id", "subject", "text"):
        found[task_id].append(text if subject in text else f"{subject}{text}")
    return found


def liaisons_of(units: Iterable[str]) -> dict[str, tuple[list[str], list[str]]]:
    """The names and the phones of these units' liaisons."""
    found: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    posts = Post.objects.filter(role="liaison", person__is_active=True, unit__name__in=list(units)).order_by("pk")
    for unit, name, phone in posts.values_list("unit__name", "person__name", "person__phone"):
        found[unit][0].append(name)
        found[unit][1].append(phone)
    return found


def _remark(item: Item) -> str:
    period = f"第{item.occurrence}期" if item.occurrence else ""
    state = "未下发" if item.assignment_id is None else ASSIGNMENT.label(item.state)
    clause = f"方案{item.clause}" if item.clause else ""
    word = "" if item.reason.name in ("unissued", "done", "cancelled") else item.reason.label
    return "；".join(filter(None, (period, state, word, clause)))
