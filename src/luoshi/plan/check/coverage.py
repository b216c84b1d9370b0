"""Where a plan leaves out what it states nearly everywhere else, told once for a whole branch of its outline."""

from collections.abc import Callable, Iterator

from luoshi.kit.spans import Span
from luoshi.plan.check.case import Case, lineage, parent_id
from luoshi.plan.model import Node, Task

MOSTLY = 0.7
SISTERS = 2


def gaps(case: Case, states: Callable[[Task], bool]) -> Iterator[Node | Task]:
    """The outermost items without what `states` looks for, where the plan or their sisters plainly give it.

    A task is covered by its own statement, by an item around it or by one inside it.
    """
    stating = {task.span for task in case.plan.tasks if states(task)}
    bare = [task for task in case.working_tasks if not _is_covered(case, task, stating)]
    usual = len(case.working_tasks) > SISTERS and len(bare) <= (1 - MOSTLY) * len(case.working_tasks)
    told: set[str] = set()
    for task in bare:
        branch = _branch(case, task, stating)
        if branch is None:
            if usual:
                yield task
        elif branch not in told and (usual or _sisters_state(case, branch, stating)):
            told.add(branch)
            yield case.nodes[branch]


def _is_covered(case: Case, task: Task, stating: set[Span]) -> bool:
    around = [other for place in lineage(task.node) for other in case.own_tasks.get(place, ())]
    inside = case.tasks_at[task.node] if task.node else []
    return any(other.span in stating for other in (task, *around, *inside))


def _branch(case: Case, task: Task, stating: set[Span]) -> str | None:
    """The id of the outermost node around the task in which no task makes the statement."""
    best = None
    for place in lineage(task.node):
        if place not in case.nodes or any(other.span in stating for other in case.tasks_at[place]):
            break
        best = place
    return best


def _sisters_state(case: Case, branch: str, stating: set[Span]) -> bool:
    sisters = [node for node in case.children[parent_id(branch)] if node.id in case.tasks_at and node.id != branch]
    telling = [node for node in sisters if any(task.span in stating for task in case.tasks_at[node.id])]
    return len(telling) >= SISTERS and len(telling) >= MOSTLY * (len(sisters) + 1)
