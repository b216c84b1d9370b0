"""The campaign's rows that a plan's tasks and stages became, and the marks by which a difference finds its row.

In the plan that a campaign follows, a task's node ends in t and the id of its row, a stage's is s and the id of its
row; 0 stands for what was edited away before adoption. A stage that is a task too has the node of that task.
"""

from collections import defaultdict
from typing import Any

from luoshi.campaigns.models import Campaign, PlanChange, Stage, Task
from luoshi.plan.model import Stage as SaidStage
from luoshi.plan.model import Task as SaidTask

Found = dict[tuple[int | None, str], list[tuple[int, str]]]
NO_STAGE = "s0"
MOST_NODE = 40


class Rows:
    """Which row each task and stage of the adopted plan, or of a revised one, became."""

    def __init__(self, campaign: Campaign) -> None:
        self._tasks: Found = defaultdict(list)
        tasks = Task.objects.filter(campaign=campaign).order_by("number")
        for pk, revision, node, title in tasks.values_list("pk", "revision_id", "node", "title"):
            self._tasks[revision, node].append((pk, title))
        self._stages: Found = defaultdict(list)
        for pk, node, title in Stage.objects.filter(campaign=campaign).values_list("pk", "node", "title"):
            self._stages[None, node].append((pk, title))

    def task(self, said: SaidTask, revision: int | None = None) -> str:
        """The mark of the task's row."""
        return f"t{_nearest(self._tasks[revision, said.node or ''], said.title, by_title=not said.node)}"

    def stage(self, said: SaidStage, revision: int | None = None) -> str:
        """The mark of the stage's row."""
        return f"s{_nearest(self._stages[None, stage_node(said.node, revision)], said.title, by_title=not said.node)}"


def _nearest(found: list[tuple[int, str]], title: str, *, by_title: bool) -> int:
    same = next((pk for pk, name in found if name == title), 0)
    return same if same or by_title or not found else found[0][0]


def stage_node(node: str | None, revision: int | None) -> str:
    """How a stage's row keeps its node: that of a revised plan apart from those of the adopted one."""
    return f"r{revision}:{node or ''}"[:MOST_NODE] if revision else node or ""


def mark_in(body: dict[str, Any]) -> str:
    """The mark of the row that a difference speaks of; empty for what is new or belongs to no row."""
    return str(body["old_node"] or "").rpartition(".")[2]


def task_of(change: PlanChange) -> Task | None:
    """The task that a difference speaks of; None if it speaks of none, or it is gone."""
    task = _marked(change) if "task" in change.body["of"] else None
    return task if task and task.cancelled_at is None else None


def stage_of(change: PlanChange) -> Stage | None:
    """The stage that a difference speaks of; None if it speaks of none, or it is gone."""
    if "stage" not in change.body["of"]:
        return None
    mark = mark_in(change.body)
    rows = Stage.objects.filter(campaign_id=change.campaign_id)
    if mark.startswith("s"):
        return rows.filter(pk=int(mark[1:])).first()
    task = _marked(change)
    node = stage_node(task.node, task.revision_id) if task else ""
    return rows.filter(node=node).first() if node else None


def _marked(change: PlanChange) -> Task | None:
    mark = mark_in(change.body)
    rows = Task.objects.filter(campaign_id=change.campaign_id)
    return rows.filter(pk=int(mark[1:])).first() if mark.startswith("t") else None
