"""Amending a task where the plan's words leave room: who leads and answers for it, and its days until it goes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import may_work
from luoshi.campaigns.index import index_tasks
from luoshi.campaigns.models import Assignment, Campaign, Duty, Task
from luoshi.journal.record import record
from luoshi.kit.verdict import Verdict, demand, denied
from luoshi.orgs.access import Standing

MOST_NAMES = 120
"""Characters of all leaders' names together."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """How a task is to stand: its leaders (牵头领导) and persons (责任人) in order, when it begins and is due."""

    leaders: tuple[str, ...]
    people: tuple[str, ...]
    start: date | None
    due: date | None


def may_amend(who: Standing, campaign: Campaign) -> Verdict:
    """Whether this person may amend the campaign's tasks."""
    return may_plan(who) and may_work(campaign)


def may_redate(task: Task) -> Verdict:
    """Whether the task's own days still count: once it is out, those of its assignments do."""
    if Assignment.objects.filter(task=task).exists():
        return denied(_("已下发，时限由承办单位负责人申请延期、分管领导同意后才改。"))
    return may_work(task.campaign)


def amend(task: Task, wanted: Amendment, *, by: Standing) -> None:
    """Let the task stand so; the same again changes nothing. Raises Unanswered for days out of order, and Refused."""
    demand(may_amend(by, task.campaign))
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=task.campaign_id)
        demand(may_amend(by, campaign))
        row = Task.objects.select_for_update().get(pk=task.pk)
        if row.cancelled_at is not None:
            demand(denied(_("任务已取消。")))
        before = Amendment(_named(row, "lead_person"), _named(row, "person"), row.start, row.due)
        if wanted == before:
            return
        if (wanted.start, wanted.due) != (before.start, before.due):
            _redate(row, wanted)
        _name(row, "lead_person", wanted.leaders)
        _name(row, "person", wanted.people)
        Task.objects.filter(pk=row.pk).update(lead_people="、".join(wanted.leaders)[:MOST_NAMES])
        index_tasks(campaign, [row.pk])
        data = {"start": wanted.start, "due": wanted.due, "old_start": before.start, "old_due": before.due}
        texts = {"leaders": "、".join(wanted.leaders), "people": "、".join(wanted.people)}
        record(campaign.chain, "task.amend", "task", [row.pk], by=by.acting(), data=data, texts=texts)


def _redate(row: Task, wanted: Amendment) -> None:
    demand(may_redate(row))
    if wanted.start and wanted.due and wanted.start > wanted.due:
        raise Unanswered("due", _("完成时限不能早于启动时间。"))
    concluded = [mark for mark in row.inferred if mark != "year" and not mark.startswith("due:")]
    Task.objects.filter(pk=row.pk).update(start=wanted.start, due=wanted.due, inferred=concluded)


def _named(row: Task, role: str) -> tuple[str, ...]:
    return tuple(Duty.objects.filter(task=row, role=role).order_by("order", "pk").values_list("name", flat=True))


def _name(row: Task, role: str, names: Sequence[str]) -> None:
    """Let these be the task's names in that role; who stays keeps the place in the plan."""
    duties = list(Duty.objects.filter(task=row).order_by("order", "pk"))
    known = {duty.name: duty for duty in duties if duty.role == role}
    gone = [duty.pk for duty in duties if duty.role == role and duty.name not in names]
    Duty.objects.filter(pk__in=gone).delete()
    kept = [known.get(name) or Duty(task=row, role=role, name=name, order=0) for name in names]
    rest = [duty for duty in duties if duty.role != role]
    ordered = [*kept, *rest] if role == "lead_person" else [*rest, *kept]
    for order, duty in enumerate(ordered):
        duty.order = order
        duty.save()
