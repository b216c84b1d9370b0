"""督办单: the printed form of assignments, a page each; what no page has room for is cut or follows as an annex."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from luoshi.campaigns.index import texts_of
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.kit.papers import Block, Cells, Form, PageBreak, Paper, Paragraph, Title
from luoshi.kit.tables import Column, Table
from luoshi.orgs.access import Standing
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import Item
from luoshi.reports.ledgers import FEW, chunks, day_words, liaisons_of, targets_of, words_of_tasks

MOST = 300
"""Slips in one file; what lies beyond is narrowed by filters."""
TITLE, SOURCE, DEMAND, WANTED, LEADERS = 80, 60, 180, 90, 26
"""Characters of each cell that leave room for the whole slip on its page."""
WIDTHS = (2, 3, 2, 3)
ABREAST = 3
"""Units side by side in an annex."""


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
        liaisons = liaisons_of({item.unit for item in items})
        numbers = {row.pk: row for row in Assignment.objects.filter(pk__in=[item.assignment_id for item in items])}
        for item in items:
            row, wanted = numbers[item.assignment_id or 0], "；".join(targets.get(item.task_id, ()))
            names, phones = liaisons.get(item.unit, ((), ()))
            liaison = " ".join(filter(None, (*names[:1], *phones[:1])))
            yield _slip(campaign, item, row, words[item.task_id], wanted, liaison)
        made += len(items)
        if made >= MOST:
            return


def _slip(campaign: Campaign, item: Item, row: Assignment, words: str, wanted: str, liaison: str) -> tuple[Block, ...]:
    limit = day_words(row.due) if row.due else "未定"
    if row.due and row.original_due and row.due != row.original_due:
        limit += f"（原定{day_words(row.original_due)}）"
    many = len(item.joint) > FEW
    joint = f"{'、'.join(item.joint[:3])}等{len(item.joint)}家，见附表" if many else "、".join(item.joint) or "无"
    rows = (
        _pairs(("督办编号", row.slip_number), ("交办时间", day_words(timezone.localdate(row.issued_at)))),
        _pairs(("督办事项", _cut(f"{item.number}. {item.title}", TITLE))),
        _pairs(("事项来源", _cut(f"《{campaign.title}》{item.clause}".strip(), SOURCE))),
        _pairs(("牵头单位", item.unit), ("办理时限", limit)),
        _pairs(("配合单位", joint), ("牵头领导", _cut(item.lead_people, LEADERS) or "未明确")),
        _pairs(("工作要求", _cut(words, DEMAND))),
        _pairs(("目标", _cut(wanted, WANTED) or "见方案原文")),
        _pairs(("领导批示", ""), lines=3),
        _pairs(("办理情况\n（承办单位填写）", ""), lines=8),
        _pairs(("单位负责人\n（签字盖章）", ""), ("联络员及电话", liaison), lines=2),
    )
    note = "请于办理时限前反馈办理结果；确需延期的，请在到期前书面提出理由和确切日期。"
    annex = (PageBreak(), _annex(row.slip_number, item.joint)) if many else ()
    return (Title("督　办　单"), Form(WIDTHS, rows), Paragraph(note), *annex)


def _annex(number: str, units: Sequence[str]) -> Table:
    """All joint units of a slip, some side by side."""
    told = [f"{place}. {unit}" for place, unit in enumerate(units, 1)]
    told += [""] * (-len(told) % ABREAST)
    rows = [tuple(told[at : at + ABREAST]) for at in range(0, len(told), ABREAST)]
    return Table(f"附表：{number} 配合单位（{len(units)}家）", (Column("单位", 12),) * ABREAST, rows)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}……"


def _pairs(*told: tuple[str, str], lines: int = 1) -> Cells:
    """A row of labels with their contents, the only content over the row's whole width."""
    span = 1 if len(told) > 1 else 3
    return Cells(tuple(cell for label, text in told for cell in ((label, 1, True), (text, span, False))), lines)
