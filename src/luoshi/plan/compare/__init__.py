"""Comparing two readings of a plan: what a revised file changes, proposed one change at a time."""

from luoshi.plan.compare.change import Change
from luoshi.plan.compare.head import annex_changes, head_changes, people_changes, recipient_changes, reference_changes
from luoshi.plan.compare.stages import stage_changes
from luoshi.plan.compare.tasks import task_changes
from luoshi.plan.model import Plan


def compare(old: Plan, new: Plan) -> tuple[Change, ...]:
    """The changes that lead from the old plan to the new one: head, stages, tasks in document order, the rest."""
    parts = (
        head_changes,
        recipient_changes,
        stage_changes,
        task_changes,
        people_changes,
        reference_changes,
        annex_changes,
    )
    return tuple(change for part in parts for change in part(old, new))
