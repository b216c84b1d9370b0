"""What a revised plan file changes, against the plan that the campaign follows."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from luoshi.campaigns.models import Campaign, PlanChange, Proposal
from luoshi.campaigns.revise.followed import followed
from luoshi.plan.codec import from_json
from luoshi.plan.compare import compare
from luoshi.plan.compare.change import Change
from luoshi.plan.model import Plan, Stage, Task


def propose_changes(proposal: Proposal, campaign: Campaign) -> list[PlanChange]:
    """One row a difference, in the order of the comparison; what was applied before is no difference any more."""
    old, new = followed(campaign), from_json(json.loads(proposal.plan))
    found = compare(old, new)
    told = _Told(old, new, found)
    return PlanChange.objects.bulk_create(
        PlanChange(proposal=proposal, campaign=campaign, number=number, body=_body(change) | {"of": told.of(change)})
        for number, change in enumerate(found, 1)
    )


def _body(change: Change) -> dict[str, Any]:
    return dict(json.loads(json.dumps(asdict(change))))


class _Told:
    """Whether a difference is told of a task, a stage, or of a stage that is a task too."""

    def __init__(self, old: Plan, new: Plan, changes: Sequence[Change]) -> None:
        self._tasks, self._stages = _names(new.tasks), _names(new.stages)
        self._old_tasks, self._old_stages = _names(old.tasks), _names(old.stages)
        renamed = [change for change in changes if (change.subject, change.kind) == ("stage", "changed")]
        self._kept_nodes = {change.old_node for change in renamed}
        self._titles = {stage.title for stage in new.stages}
        self._old_titles = {stage.title for stage in old.stages} | {change.new for change in renamed}

    def of(self, change: Change) -> list[str]:
        """What the difference speaks of: "task", "stage", both, or neither."""
        name = (change.new_node, change.key)
        if change.subject == "time":
            is_task = change.old_node in _nodes(self._old_tasks) and name in self._tasks
            is_stage = change.old_node in _nodes(self._old_stages) and name in self._stages
            return ["task"] * is_task + ["stage"] * is_stage
        if change.subject == "task":
            return ["task"] + ["stage"] * self._is_stage_too(change)
        return {"stage": ["stage"], "duty": ["task"], "target": ["task"]}.get(change.subject, [])

    def _is_stage_too(self, change: Change) -> bool:
        was = change.old_node in _nodes(self._old_tasks & self._old_stages)
        now = (change.new_node, change.key) in self._tasks & self._stages
        if change.kind == "added":
            return now and change.key not in self._old_titles
        if change.kind == "removed":
            return was and change.key not in self._titles and change.old_node not in self._kept_nodes
        return was and now


def _names(items: Sequence[Task | Stage]) -> set[tuple[str | None, str]]:
    return {(item.node, item.title) for item in items}


def _nodes(names: set[tuple[str | None, str]]) -> set[str | None]:
    return {node for node, _title in names}
