"""The rows of the campaign that a difference speaks of."""

from luoshi.campaigns.models import PlanChange, Stage, Task


def task_of(change: PlanChange) -> Task | None:
    """The task by its place in the adopted plan and its title then or now; None if it was edited away."""
    body = change.body
    rows = Task.objects.filter(campaign_id=change.campaign_id, cancelled_at=None, node=body["old_node"] or "")
    found = list(rows.order_by("number"))
    titles = {body["key"], body["old"] if isinstance(body["old"], str) else ""}
    return next((task for task in found if task.title in titles), found[0] if len(found) == 1 else None)


def stage_of(change: PlanChange) -> Stage | None:
    """The stage by its place in the adopted plan."""
    rows = Stage.objects.filter(campaign_id=change.campaign_id, node=change.body["old_node"] or "")
    return rows.first() if change.body["old_node"] else None
