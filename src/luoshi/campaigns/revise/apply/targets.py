"""Targets of a task: added, removed, set otherwise."""

from typing import Any

from django.db.models import Max

from luoshi.campaigns.adopt import name_counts, target_rows
from luoshi.campaigns.models import PlanChange, Target, Task
from luoshi.campaigns.revise.rows import task_of

Said = dict[str, Any]


def change(change: PlanChange) -> None:
    """One target of a task; what was counted for it stays counted."""
    task, old, new = task_of(change), change.body["old"], change.body["new"]
    if task is None:
        return
    row = next((row for row in Target.objects.filter(task=task) if old and said(row) == old), None)
    if row is None:
        if new is not None:
            _add(task, new)
    elif new is None:
        row.delete()
    else:
        made = next(iter(_rows(task, new)))
        made.pk, made.number, made.counted, made.basis = row.pk, row.number, row.counted, row.basis
        made.save()


def said(row: Target) -> Said:
    """The target as a difference says it."""
    names = ("text", "subject", "comparator", "value", "unit")
    return {name: getattr(row, name) for name in names} | {"per": row.per or None}


def _add(task: Task, new: Said) -> None:
    first = (task.targets.aggregate(last=Max("number"))["last"] or 0) + 1
    for row in _rows(task, new):
        row.number = first
        row.save()
    name_counts(task.campaign)


def _rows(task: Task, new: Said) -> list[Target]:
    return list(target_rows(task, {"targets": [{**new, "per": new["per"] or "", "span": None}]}))
