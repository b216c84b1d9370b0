"""Stages: added, renamed, removed, put elsewhere. What stands in the order of the new plan is told by titles."""

import json

from luoshi.campaigns.adopt import stage_row
from luoshi.campaigns.draft import Item
from luoshi.campaigns.models import Campaign, PlanChange, Stage, Task
from luoshi.campaigns.revise.rows import stage_node, stage_of


def add(change: PlanChange) -> None:
    """A stage in its place among the others."""
    item = item_of(change)
    if item is not None:
        row = stage_row(change.campaign, 0, item)
        row.node, row.span_start, row.span_end = stage_node(item["node"], change.proposal_id), None, None
        row.save()
        _place(change, row)


def rename(change: PlanChange) -> None:
    """A stage's title."""
    stage = stage_of(change)
    if stage is not None:
        Stage.objects.filter(pk=stage.pk).update(title=change.body["new"][:200])


def remove(change: PlanChange) -> None:
    """A stage; its tasks go where the new plan has tasks of their titles, else outside all stages."""
    stage = stage_of(change)
    if stage is not None:
        _empty(change, stage)
        stage.delete()


def move(change: PlanChange) -> None:
    """A stage's place among the others."""
    stage = stage_of(change)
    if stage is not None:
        _place(change, stage)


def item_of(change: PlanChange) -> Item | None:
    """The stage as the new plan's draft has it; None if the difference speaks of none."""
    if "stage" not in change.body["of"]:
        return None
    node, title = change.body["new_node"] or "", change.body["key"]
    stages = change.proposal.draft["stages"]
    return next((item for item in stages if (item["node"], item["title"]) == (node, title)), None)


def by_title(campaign: Campaign, proposal_id: int) -> dict[str, Stage]:
    """The campaign's stages by their titles, and by those that the revised plan gives them."""
    found = {stage.title: stage for stage in Stage.objects.filter(campaign=campaign)}
    for change in renames(proposal_id):
        stage = stage_of(change)
        if stage is not None:
            found.setdefault(change.body["new"], stage)
    return found


def renames(proposal_id: int) -> list[PlanChange]:
    """The differences of a revised plan that rename a stage."""
    changed = PlanChange.objects.filter(
        proposal_id=proposal_id, body__kind="changed", body__subject__in=["stage", "task"]
    )
    return [change for change in changed if "stage" in change.body["of"]]


def _empty(change: PlanChange, stage: Stage) -> None:
    wanted = {task["title"]: task["stage"] for task in json.loads(change.proposal.plan)["tasks"]}
    there = by_title(change.campaign, change.proposal_id)
    for task in Task.objects.filter(stage=stage):
        other = there.get(wanted.get(task.title) or "")
        task.stage = other if other and other.pk != stage.pk else None
        task.save(update_fields=["stage"])


def _place(change: PlanChange, stage: Stage) -> None:
    """Put the stage behind the nearest of those before it in the new plan that the campaign has."""
    titles = [item["title"] for item in change.proposal.draft["stages"]]
    rows = [row for row in Stage.objects.filter(campaign=change.campaign).order_by("number", "pk") if row != stage]
    there = {row.title: at for at, row in enumerate(rows)}
    before = titles[: titles.index(change.body["key"])] if change.body["key"] in titles else titles
    at = next((there[title] for title in reversed(before) if title in there), -1) + 1
    for number, row in enumerate([*rows[:at], stage, *rows[at:]], 1):
        Stage.objects.filter(pk=row.pk).update(number=number)
