"""Parties of a task: added, removed, renamed, in another role or order."""

from collections.abc import Iterable
from typing import Any

from luoshi.campaigns.draft import UNIT_ROLES
from luoshi.campaigns.index import index_tasks
from luoshi.campaigns.models import Campaign, Duty, PlanChange, Task
from luoshi.campaigns.names import known_sets, known_units
from luoshi.campaigns.revise.entries import ordered
from luoshi.campaigns.revise.rows import task_of

Said = dict[str, Any]
Settled = dict[str, tuple[int | None, int | None]]


def change(change: PlanChange) -> None:
    """One party of a task, in the order of the new plan; assignments that are out keep their unit."""
    task, old, new = task_of(change), change.body["old"], change.body["new"]
    if task is None:
        return
    rows = list(Duty.objects.filter(task=task).order_by("order", "pk"))
    gone = next((row for row in rows if said(row) == old), None)
    if new is not None and new not in map(said, rows):
        at = rows.index(gone) if gone else len(rows)
        rows[at : at + 1] = [_added(task, new)]
    elif new is None and gone:
        rows.remove(gone)
    kept = {row.pk for row in rows}
    Duty.objects.filter(task=task).exclude(pk__in=kept).delete()
    _order(rows, _wanted(change))
    leaders = Duty.objects.filter(task=task, role="lead_person").values_list("name", flat=True)
    Task.objects.filter(pk=task.pk).update(lead_people="、".join(leaders)[:120])
    index_tasks(change.campaign, [task.pk])


def said(row: Duty) -> Said:
    """The party as a difference says it."""
    return {"role": row.role, "name": row.name}


def settled(campaign: Campaign, names: Iterable[str]) -> Settled:
    """(unit id, set id) of each name, as the campaign settled it already, else as the organization knows it."""
    wanted = set(names)
    units = {name: pk for unit, pk in known_units().items() for name in (unit.name, *unit.aliases) if name in wanted}
    sets = {name: pk for name, pk in known_sets().items() if name in wanted}
    found: Settled = {name: (units.get(name), None if name in units else sets.get(name)) for name in wanted}
    rows = Duty.objects.filter(task__campaign=campaign, name__in=wanted).exclude(unit=None, unit_set=None)
    return found | {
        name: (unit, unit_set) for name, unit, unit_set in rows.values_list("name", "unit_id", "unit_set_id")
    }


def _added(task: Task, new: Said) -> Duty:
    unit, unit_set = settled(task.campaign, [new["name"]])[new["name"]] if new["role"] in UNIT_ROLES else (None, None)
    return Duty.objects.create(
        task=task, role=new["role"], name=new["name"][:120], order=0, unit_id=unit, unit_set_id=unit_set
    )


def _wanted(change: PlanChange) -> list[Said]:
    node = change.body["new_node"]
    item = next((item for item in change.proposal.draft["tasks"] if node and item["node"] == node), None)
    return [{"role": duty["role"], "name": duty["name"]} for duty in item["duties"]] if item else []


def _order(rows: list[Duty], wanted: list[Said]) -> None:
    for order, place in enumerate(ordered([said(row) for row in rows], wanted)):
        rows[place].order = order
    Duty.objects.bulk_update(rows, ["order"])
