"""执行台账 and 督办台账 in the customary columns: what was done when, and what was urged, granted and closed."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.utils import timezone

from luoshi.campaigns.index import texts_of
from luoshi.campaigns.models import Assignment, Campaign, Feedback, Review
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.kit.tables import Cell, Column, Table, Workbook
from luoshi.orgs.access import Standing
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import Item
from luoshi.oversight.urging.queries import times_urged
from luoshi.reports.ledgers import FEW, chunks, day_words, facts_of, targets_of, words_of_tasks

MOST_REPORTS = 20
WORKING_COLUMNS = (
    Column("序号", 3, "center"),
    Column("工作目标及任务要求", 22),
    Column("牵头单位", 8),
    Column("工作动态（日期）", 26),
    Column("资金使用情况", 7),
    Column("工作进度", 6, "center"),
    Column("存在问题", 12),
    Column("下步打算", 12),
    Column("备注", 7),
)
URGING_COLUMNS = (
    Column("编号", 6, "center"),
    Column("类型", 5, "center"),
    Column("是否重大", 4, "center"),
    Column("督办事项", 16),
    Column("来源", 10),
    Column("主办单位", 8),
    Column("协办单位", 9, most=FEW),
    Column("交办时间", 6, "center"),
    Column("办理时限", 6, "center"),
    Column("紧急程度", 5, "center"),
    Column("反馈时间", 6, "center"),
    Column("办理情况", 16),
    Column("延期", 9),
    Column("催办次数", 4, "center"),
    Column("亮灯", 5, "center"),
    Column("办结时间", 6, "center"),
    Column("备注", 8),
)


def working_ledger(campaign: Campaign, who: Standing, filters: Filters) -> Workbook:
    """执行台账: one row an issued item, with its dated reports."""
    rows = _working(campaign, who, filters)
    title = f"{campaign.title}执行台账"
    table = Table(title, WORKING_COLUMNS, rows, facts_of(campaign, who), sheet="执行台账", paper="A3")
    return Workbook(title, (table,))


def urging_ledger(campaign: Campaign, who: Standing, filters: Filters) -> Workbook:
    """督办台账: one row an issued item, with limits, grants, urges, light and close."""
    rows = _urging(campaign, who, filters)
    title = f"{campaign.title}督办台账"
    table = Table(title, URGING_COLUMNS, rows, facts_of(campaign, who), sheet="督办台账", paper="A3")
    return Workbook(title, (table,))


def _issued(campaign: Campaign, who: Standing, filters: Filters) -> Iterator[tuple[tuple[Item, ...], list[int]]]:
    for chunk in chunks(campaign, who, filters):
        items = tuple(item for item in chunk if item.assignment_id)
        yield items, [item.assignment_id for item in items if item.assignment_id]


def _working(campaign: Campaign, who: Standing, filters: Filters) -> Iterator[tuple[Cell, ...]]:
    texts, number = texts_of(campaign), 0
    for items, ids in _issued(campaign, who, filters):
        reports, task_ids = _reports(ids), [item.task_id for item in items]
        words, targets = words_of_tasks(texts, task_ids), targets_of(task_ids)
        for item in items:
            number += 1
            told = reports.get(item.assignment_id or 0, [])
            wanted = "；".join(targets.get(item.task_id, ()))
            yield (
                number,
                "\n".join(filter(None, (f"{item.number}. {item.title}", words[item.task_id], wanted))),
                item.unit,
                "\n".join(f"{day_words(timezone.localdate(row.at))}：{row.said}" for row in reversed(told)),
                "",
                f"{item.progress}%",
                next((row.difficulty for row in told if row.difficulty), ""),
                "" if item.closed_on else next((row.next_step for row in told if row.next_step), ""),
                ASSIGNMENT.label(item.state),
            )


def _reports(ids: Collection[int]) -> dict[int, list[Feedback]]:
    """The latest reports of each assignment, the newest first."""
    found: dict[int, list[Feedback]] = defaultdict(list)
    for row in Feedback.objects.filter(assignment_id__in=ids, is_unchanged=False).order_by("-at", "-pk"):
        if len(found[row.assignment_id]) < MOST_REPORTS:
            found[row.assignment_id].append(row)
    return found


def _urging(campaign: Campaign, who: Standing, filters: Filters) -> Iterator[tuple[Cell, ...]]:
    for items, ids in _issued(campaign, who, filters):
        rows, urged, grants = Assignment.objects.in_bulk(ids), times_urged(ids), _grants(ids)
        for item in items:
            row = rows[item.assignment_id or 0]
            yield (
                row.slip_number,
                "专项活动",
                "",
                f"{item.number}. {item.title}",
                f"方案{item.clause}" if item.clause else "方案",
                item.unit,
                "、".join(item.joint),
                timezone.localdate(row.issued_at),
                row.original_due,
                "",
                timezone.localdate(item.last_at) if item.last_at else None,
                f"{item.progress}%" + (f" {item.last_said}" if item.last_said else ""),
                "；".join(grants.get(row.pk, ())),
                urged.get(row.pk, 0),
                item.reason.label,
                item.closed_on,
                ASSIGNMENT.label(item.state),
            )


def _grants(ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Review.objects.filter(assignment_id__in=ids, kind="change", verdict="granted").order_by("pk")
    for assignment_id, due in rows.values_list("assignment_id", "granted_due"):
        found[assignment_id].append(f"准延至{day_words(due)}" if due else "准予变更")
    return found
