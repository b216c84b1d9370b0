"""A campaign as the pattern of the next: the same demands on other days, as a proposal, with nothing done."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.draft import unit_items
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.models import Campaign, Proposal, Stage, Task
from luoshi.campaigns.names import known_sets, known_units
from luoshi.journal.record import SYSTEM, record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Again:
    """What the next campaign is called, and the day on which it begins."""

    title: str
    start: date


def repeat(campaign: Campaign, wanted: Again, *, by: Standing) -> Proposal:
    """An open proposal of the campaign's demands as they stand, each day moved by as many days as its beginning.

    Raises Unanswered without a title, or when no day says when the campaign began.
    """
    demand(may_plan(by))
    if not wanted.title.strip():
        raise Unanswered("title", _("写下一个活动的名称。"))
    begins = campaign.start or min(_days(campaign), default=None)
    if begins is None:
        raise Unanswered("start", _("原活动没有写起止日期，无法推算；请直接上传新方案。"))
    with transaction.atomic():
        adopted = Proposal.objects.select_related("file").get(campaign=campaign)
        made = Proposal.objects.create(
            file=adopted.file, name=adopted.name, format=adopted.format, text=adopted.text, plan=adopted.plan,
            draft=_draft(campaign, wanted, wanted.start - begins),
        )  # fmt: skip
        record(
            SYSTEM, "proposal.repeat", "proposal", [made.pk], by=by.acting(),
            data={"campaign": campaign.pk, "start": wanted.start},
        )  # fmt: skip
    return made


def _days(campaign: Campaign) -> list[date]:
    tasks = Task.objects.filter(campaign=campaign, cancelled_at=None).values_list("start", "due")
    stages = Stage.objects.filter(campaign=campaign).values_list("start", "end")
    return [day for pair in (*tasks, *stages) for day in pair if day]


def _draft(campaign: Campaign, wanted: Again, shift: timedelta) -> dict[str, list[Item]]:
    head = {
        "key": "head", "rev": 0, "title": wanted.title.strip()[:200], "issuer": campaign.issuer, "document_number": "",
        "issued": None, "window_text": "", "start": _moved(campaign.start, shift), "end": _moved(campaign.end, shift),
        "inferred": [],
    }  # fmt: skip
    stages = list(Stage.objects.filter(campaign=campaign).order_by("number"))
    tasks = Task.objects.filter(campaign=campaign, cancelled_at=None).order_by("number")
    keys = {stage.pk: f"s{place}" for place, stage in enumerate(stages, 1)}
    rows = tasks.prefetch_related("duties", "targets")
    draft = {
        "head": [head],
        "stages": [_stage(stage, keys[stage.pk], shift) for stage in stages],
        "tasks": [_task(task, f"t{place}", keys, shift) for place, task in enumerate(rows, 1)],
        "units": _units(campaign),
    }
    draft["units"] = unit_items(draft, known_units(), known_sets())
    return draft


def _stage(stage: Stage, key: str, shift: timedelta) -> Item:
    return {
        "key": key, "rev": 0, "title": stage.title, "time_text": "", "start": _moved(stage.start, shift),
        "end": _moved(stage.end, shift), "node": stage.node, "span": _span(stage), "inferred": [],
    }  # fmt: skip


def _task(task: Task, key: str, stages: dict[int, str], shift: timedelta) -> Item:
    """The task as a draft holds it; words of a revised plan have no place in the adopted one."""
    here = task.revision_id is None
    return {
        "key": key, "rev": 0, "title": task.title, "clause": task.clause, "node": task.node,
        "stage": stages.get(task.stage_id or 0), "time_text": task.time_text if task.recurrence else "",
        "start": _moved(task.start, shift), "due": _moved(task.due, shift), "recurrence": task.recurrence,
        "duties": [
            {"role": duty.role, "name": duty.name, "span": _span(duty) if here else None, "inferred": duty.inferred}
            for duty in task.duties.all()
        ],
        "targets": [
            {
                "text": target.text, "subject": target.subject, "comparator": target.comparator,
                "value": target.value, "unit": target.unit, "per": target.per,
                "span": _span(target) if here else [0, 0],
            }
            for target in task.targets.all()
        ],
        "each_leads": task.each_leads, "span": _span(task) if here else [0, 0], "inferred": [], "checked": True,
    }  # fmt: skip


def _units(campaign: Campaign) -> list[Item]:
    """What a person settled of the plan's names."""
    adopted = Proposal.objects.get(campaign=campaign)
    return [item for item in adopted.draft["units"] if item["rev"]]


def _span(row: Any) -> list[int]:
    return [row.span_start or 0, row.span_end or 0]


def _moved(day: date | None, shift: timedelta) -> str | None:
    return (day + shift).isoformat() if day else None
