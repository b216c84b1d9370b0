"""How each kind of difference changes the campaign's rows. Called by `decide` inside its transaction."""

from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.adopt import target_rows
from luoshi.campaigns.draft import UNIT_ROLES, resolve
from luoshi.campaigns.index import index_tasks
from luoshi.campaigns.models import Assignment, Campaign, Duty, PlanChange, Stage, Target, Task
from luoshi.campaigns.names import known_sets, known_units
from luoshi.campaigns.revise.find import stage_of, task_of
from luoshi.kit.verdict import demand, denied
from luoshi.orgs.holidays import calendar
from luoshi.platform.search.entries import drop

HEAD = {"title": "title", "issuer": "issuer", "document_number": "document_number"}


def head(change: PlanChange) -> None:
    """A head field of the campaign."""
    campaign, new = change.campaign, change.body["new"]
    match change.body["key"]:
        case "window":
            campaign.start, campaign.end, campaign.window_text = *_days(new, campaign), (new or {}).get("text", "")
        case "issued":
            campaign.issued = date.fromisoformat(new) if new and not new.startswith("--") else None
        case name:
            setattr(campaign, HEAD[name], new or "")
    campaign.save()


def person(change: PlanChange) -> None:
    """One line of the leading group's roster."""
    campaign, old, new = change.campaign, change.body["old"], change.body["new"]
    people = [one for one in campaign.people if old is None or (one["name"], one["role"]) != (old["name"], old["role"])]
    if new is not None:
        people.append({"name": new["name"], "role": new["role"], "post": new["post"] or ""})
    campaign.people = people
    campaign.save(update_fields=["people"])


def add_stage(change: PlanChange) -> None:
    """A stage at the end of the list."""
    campaign, new = change.campaign, change.body["new"]
    start, end = _days(new["time"], campaign)
    number = (campaign.stages.aggregate(last=Max("number"))["last"] or 0) + 1
    text = (new["time"] or {}).get("text", "")
    Stage.objects.create(campaign=campaign, number=number, title=new["title"], time_text=text, start=start, end=end)


def rename_stage(change: PlanChange) -> None:
    """A stage's title."""
    stage = stage_of(change)
    if stage is not None:
        Stage.objects.filter(pk=stage.pk).update(title=change.body["new"])


def remove_stage(change: PlanChange) -> None:
    """A stage that no task stands in any more. Refused while tasks do."""
    stage = stage_of(change)
    if stage is not None:
        if stage.tasks.filter(cancelled_at=None).exists():
            demand(denied(_("阶段里还有任务，先定这些任务的变动。")))
        stage.tasks.update(stage=None)
        stage.delete()


def add_task(change: PlanChange) -> None:
    """A task at the end of the list, with its parties and targets, its words in the revised plan."""
    campaign, new, span = change.campaign, change.body["new"], change.body["new_span"]
    start, due = _days(new["time"], campaign)
    leaders = [duty["name"] for duty in new["duties"] if duty["role"] == "lead_person"]
    task = Task.objects.create(
        campaign=campaign,
        stage=Stage.objects.filter(campaign=campaign, title=new["stage"] or "").first(),
        number=(campaign.tasks.aggregate(last=Max("number"))["last"] or 0) + 1,
        title=new["title"][:300],
        time_text=(new["time"] or {}).get("text", ""),
        start=start,
        due=due,
        recurrence=(new["time"] or {}).get("recurrence") or "",
        lead_people="、".join(leaders)[:120],
        span_start=span[0] if span else None,
        span_end=span[1] if span else None,
        revision=change.proposal,
    )
    for order, duty_said in enumerate(new["duties"]):
        _add_duty(task, duty_said, order)
    _add_targets(task, new["targets"])
    index_tasks(campaign, [task.pk])


def remove_task(change: PlanChange) -> None:
    """A task that is not out yet."""
    task = task_of(change)
    if task is not None:
        Task.objects.filter(pk=task.pk).update(cancelled_at=timezone.now())
        drop("task", [str(task.pk)])


def rename_task(change: PlanChange) -> None:
    """A task's title."""
    task = task_of(change)
    if task is not None:
        Task.objects.filter(pk=task.pk).update(title=change.body["new"])
        index_tasks(change.campaign, [task.pk])


def move_task(change: PlanChange) -> None:
    """A task's stage."""
    task = task_of(change)
    if task is not None:
        title = change.body["new"]["stage"] or ""
        stage = Stage.objects.filter(campaign=change.campaign, title=title).first()
        Task.objects.filter(pk=task.pk).update(stage=stage)


def time(change: PlanChange) -> None:
    """A stage's or a task's dates; assignments that are out follow, and keep their original due date."""
    new = change.body["new"]
    start, end = _days(new, change.campaign)
    text = (new or {}).get("text", "")
    stage, task = stage_of(change), task_of(change)
    if stage is not None and stage.title == change.body["key"]:
        Stage.objects.filter(pk=stage.pk).update(start=start, end=end, time_text=text)
    if task is not None:
        recurrence = (new or {}).get("recurrence") or ""
        kept = [mark for mark in task.inferred if not mark.startswith("due") and mark != "year"]
        Task.objects.filter(pk=task.pk).update(
            start=start, due=end, time_text=text, recurrence=recurrence, inferred=kept
        )
        days = calendar()
        Assignment.objects.filter(task=task).exclude(state="done").update(
            start=start,
            due=end,
            start_n=days.number(start) if start else None,
            due_n=days.number(end) if end else None,
        )


def duty(change: PlanChange) -> None:
    """One party of a task; assignments that are out keep their unit."""
    task, old, new = task_of(change), change.body["old"], change.body["new"]
    if task is None:
        return
    rows = Duty.objects.filter(task=task)
    order = rows.aggregate(last=Max("order"))["last"] or 0
    if old is not None:
        gone = rows.filter(role=old["role"], name=old["name"]).first()
        if gone is not None:
            order = gone.order - 1
            gone.delete()
    if new is not None:
        _add_duty(task, new, order + 1)
    leaders = Duty.objects.filter(task=task, role="lead_person").values_list("name", flat=True)
    Task.objects.filter(pk=task.pk).update(lead_people="、".join(leaders)[:120])
    index_tasks(change.campaign, [task.pk])


def target(change: PlanChange) -> None:
    """One target of a task; what was counted for it stays counted."""
    task, old, new = task_of(change), change.body["old"], change.body["new"]
    if task is None:
        return
    row = old and Target.objects.filter(task=task, text=old["text"], value=old["value"]).first()
    if row and new:
        values = {name: new[name] or "" for name in ("text", "subject", "comparator", "unit", "per")}
        Target.objects.filter(pk=row.pk).update(value=new["value"], **values)
    elif row:
        row.delete()
    elif new:
        _add_targets(task, [new])


def _days(time: dict[str, Any] | None, campaign: Campaign) -> tuple[date | None, date | None]:
    year = (campaign.start or campaign.today).year
    if not time:
        return None, None
    return resolve(time["start"], year)[0], resolve(time["end"], year)[0]


def _add_duty(task: Task, said: dict[str, Any], order: int) -> None:
    unit, unit_set = _party(task, said["name"]) if said["role"] in UNIT_ROLES else (None, None)
    Duty.objects.create(
        task=task, role=said["role"], name=said["name"][:120], order=order, unit_id=unit, unit_set_id=unit_set
    )


def _party(task: Task, name: str) -> tuple[int | None, int | None]:
    """(unit id, set id) as the campaign settled that name already, else as the organization knows it."""
    rows = Duty.objects.filter(task__campaign_id=task.campaign_id, name=name).exclude(unit=None, unit_set=None)
    known = rows.values_list("unit_id", "unit_set_id").first()
    unit = next((pk for unit, pk in known_units().items() if name in (unit.name, *unit.aliases)), None)
    return known or (unit, None if unit else known_sets().get(name))


def _add_targets(task: Task, said: list[dict[str, Any]]) -> None:
    first = (task.targets.aggregate(last=Max("number"))["last"] or 0) + 1
    items = [{**target_said, "per": target_said["per"] or "", "span": None} for target_said in said]
    for number, row in enumerate(target_rows(task, {"targets": items}), first):
        row.number = number
        row.save()
        row.counted = f"target-{row.pk}"
        row.save(update_fields=["counted"])
