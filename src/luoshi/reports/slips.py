"""督办单: the printed form of assignments, a page each."""

from collections.abc import Iterator

from django.utils import timezone

from luoshi.campaigns.index import texts_of
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.kit.papers import Block, Cells, Form, PageBreak, Paper, Paragraph, Title
from luoshi.orgs.access import Standing
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import Item
from luoshi.reports.ledgers import chunks, day_words, targets_of, words_of_tasks

MOST = 300
"""Slips in one file; what lies beyond is narrowed by filters."""
WORDS = 260
WIDTHS = (2, 3, 2, 3)


def slips(campaign: Campaign, who: Standing, filters: Filters) -> Paper:
    """The slips of the issued items under these filters, up to 300, a page each."""
    blocks: list[Block] = []
    for slip in _slips(campaign, who, filters):
        blocks += [PageBreak(), *slip] if blocks else slip
    return Paper("", tuple(blocks) or (Paragraph("没有已下发的任务。", "center"),))


def _slips(campaign: Campaign, who: Standing, filters: Filters) -> Iterator[tuple[Block, ...]]:
    texts, made = texts_of(campaign), 0
    for chunk in chunks(campaign, who, filters):
        items = [item for item in chunk if item.assignment_id][: MOST - made]
        ids = [item.task_id for item in items]
        words, targets = words_of_tasks(texts, ids), targets_of(ids)
        numbers = {row.pk: row for row in Assignment.objects.filter(pk__in=[item.assignment_id for item in items])}
        for item in items:
            yield _slip(
                campaign, item, numbers[item.assignment_id or 0], words[item.task_id], targets.get(item.task_id, [])
            )
        made += len(items)
        if made >= MOST:
            return


def _slip(campaign: Campaign, item: Item, row: Assignment, words: str, targets: list[str]) -> tuple[Block, ...]:
    source = f"《{campaign.title}》{item.clause}".strip()
    demand = words if len(words) <= WORDS else f"{words[:WORDS]}……"
    wanted = "；".join(targets) or "见方案原文"
    limit = day_words(row.due) if row.due else "未定"
    if row.due and row.original_due and row.due != row.original_due:
        limit += f"（原定{day_words(row.original_due)}）"
    issued = day_words(timezone.localdate(row.issued_at))
    rows = (
        _pairs(("督办编号", row.slip_number), ("交办时间", issued)),
        _pairs(("督办事项", f"{item.number}. {item.title}")),
        _pairs(("事项来源", source)),
        _pairs(("牵头单位", item.unit), ("办理时限", limit)),
        _pairs(("配合单位", "、".join(item.joint) or "无"), ("牵头领导", item.lead_people or "未明确")),
        _pairs(("工作要求", demand)),
        _pairs(("目标", wanted)),
        _pairs(("领导批示", ""), lines=3),
        _pairs(("办理情况\n（承办单位填写）", ""), lines=6),
        _pairs(("单位负责人\n（签字盖章）", ""), ("联络员及电话", ""), lines=2),
    )
    note = "请于办理时限前反馈办理结果；确需延期的，请在到期前书面提出理由和确切日期。"
    return (Title("督　办　单"), Form(WIDTHS, rows), Paragraph(note))


def _pairs(*told: tuple[str, str], lines: int = 1) -> Cells:
    """A row of labels with their contents, the only content over the row's whole width."""
    span = 1 if len(told) > 1 else 3
    return Cells(tuple(cell for label, text in told for cell in ((label, 1, True), (text, span, False))), lines)
