"""Issuing tasks: one assignment per task and lead unit, sets expanded and frozen, support units joined."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.models import Assignment, Campaign, Duty, Joint, Task
from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.orgs.holidays import calendar
from luoshi.orgs.models import Unit

BATCH = 500


@dataclass(frozen=True, slots=True)
class Issuing:
    """What issuing would do: (task id, unit ids that lead, unit ids that support), and tasks that cannot go out.

    `already` are those of the asked tasks that are out.
    """

    ready: tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]
    without_unit: tuple[int, ...]
    already: tuple[int, ...]

    @property
    def assignments(self) -> int:
        return sum(len(leads) for _task, leads, _joint in self.ready)


def preview(campaign: Campaign, task_ids: Sequence[int] | None = None) -> Issuing:
    """What issuing these tasks (all when None) would make; changes nothing."""
    asked = Task.objects.filter(campaign=campaign, cancelled_at=None)
    if task_ids is not None:
        asked = asked.filter(pk__in=task_ids)
    tasks = list(asked.filter(assignments=None).prefetch_related("duties"))
    members = _set_members(tasks)
    ready, without = [], []
    for task in tasks:
        leads, joint = parties(task, list(task.duties.all()), members)
        if leads:
            ready.append((task.pk, tuple(leads), tuple(joint)))
        else:
            without.append(task.pk)
    already = asked.exclude(assignments=None).values_list("pk", flat=True)
    return Issuing(tuple(ready), tuple(without), tuple(already))


def issue(campaign: Campaign, task_ids: Sequence[int] | None = None, *, by: Standing) -> Issuing:
    """Issue the tasks that have a unit and are not out yet (all when None); says what was done and what was not."""
    demand(may_plan(by))
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        plan = preview(campaign, task_ids)
        if not plan.ready:
            return plan
        tasks = Task.objects.in_bulk([task_id for task_id, _leads, _joint in plan.ready])
        made = Assignment.objects.bulk_create(_assignments(campaign, tasks, plan, by), batch_size=BATCH)
        joint = {task_id: units for task_id, _leads, units in plan.ready}
        Joint.objects.bulk_create(
            (Joint(assignment=row, unit_id=unit) for row in made for unit in joint[row.task_id] if unit != row.unit_id),
            batch_size=BATCH,
        )
        data = {"tasks": len(plan.ready), "assignments": len(made)}
        record(
            campaign.chain, "assignment.issue", "assignment", [r.pk for r in made], by=by.acting(), data=data,
            target="issued",
        )  # fmt: skip
    return plan


def parties(task: Task, duties: Iterable[Duty], members: dict[int, list[int]]) -> tuple[list[int], list[int]]:
    """(unit ids that lead, unit ids that support): a lead label decides, else the first unit, or each of them."""
    named: dict[str, list[tuple[int, bool]]] = {"lead_unit": [], "unit": [], "support_unit": []}
    for duty in duties:
        if duty.unit_id and duty.role in named:
            named[duty.role].append((duty.unit_id, False))
        elif duty.unit_set_id and duty.role in named:
            named[duty.role].extend((unit, True) for unit in members[duty.unit_set_id])
    leads = named["lead_unit"] or named["unit"]
    if task.each_leads or not leads:
        lead_ids = [unit for unit, _of_set in leads]
    elif leads[0][1]:
        lead_ids = [unit for unit, of_set in leads if of_set]
    else:
        lead_ids = [leads[0][0]]
    rest = [unit for unit, _of_set in named["lead_unit"] + named["unit"] + named["support_unit"]]
    return list(dict.fromkeys(lead_ids)), [unit for unit in dict.fromkeys(rest) if unit not in lead_ids]


def _set_members(tasks: Iterable[Task]) -> dict[int, list[int]]:
    wanted = {duty.unit_set_id for task in tasks for duty in task.duties.all() if duty.unit_set_id}
    members: dict[int, list[int]] = {set_id: [] for set_id in wanted}
    rows = Unit.sets.through.objects.filter(unitset_id__in=wanted, unit__is_active=True)
    for set_id, unit_id in rows.order_by("unit__order", "unit_id").values_list("unitset_id", "unit_id"):
        members[set_id].append(unit_id)
    return members


def _assignments(campaign: Campaign, tasks: dict[int, Task], plan: Issuing, by: Standing) -> Iterable[Assignment]:
    days, now, slips = calendar(), by.at or timezone.now(), count(next_slip(campaign))
    for task_id, leads, _joint in plan.ready:
        task = tasks[task_id]
        for unit_id in leads:
            yield Assignment(
                campaign=campaign,
                task=task,
                unit_id=unit_id,
                slip=next(slips),
                issued_at=now,
                start=task.start,
                original_due=task.due,
                due=task.due,
                start_n=days.number(task.start) if task.start else None,
                due_n=days.number(task.due) if task.due else None,
            )


def next_slip(campaign: Campaign) -> int:
    """The number of the campaign's next slip; the caller holds the campaign's lock."""
    return (Assignment.objects.filter(campaign=campaign).aggregate(last=Max("slip"))["last"] or 0) + 1
