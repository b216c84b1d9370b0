"""Changes of a plan's stages; a stage that is a task too is told as a task."""

from collections.abc import Iterator

from luoshi.plan.compare.align import align
from luoshi.plan.compare.change import Change, Json, same_time, time_change, time_value
from luoshi.plan.compare.likeness import likeness, profile
from luoshi.plan.model import Plan, Stage


def stage_changes(old: Plan, new: Plan) -> Iterator[Change]:
    """Stages added, removed, renamed, timed otherwise or put in another order."""
    profiles = [[profile(stage, ()) for stage in plan.stages] for plan in (old, new)]
    pairs, moved = align(profiles[0], profiles[1], likeness)
    told_as_tasks = [_told_as_tasks(plan) for plan in (old, new)]
    for i, stage in enumerate(old.stages):
        if i not in pairs and i not in told_as_tasks[0]:
            yield _removed(stage)
    back = {j: i for i, j in pairs.items()}
    for j, stage in enumerate(new.stages):
        i = back.get(j, -1)
        if i < 0 and j not in told_as_tasks[1]:
            yield _added(stage)
        elif i >= 0 and not (i in told_as_tasks[0] and j in told_as_tasks[1]):
            yield from _differences(old.stages[i], stage, i in moved)


def _removed(stage: Stage) -> Change:
    message = f"删去阶段“{stage.title}”"
    return Change("removed", "stage", stage.title, _value(stage), None, stage.span, None, message, stage.node, None)


def _added(stage: Stage) -> Change:
    message = f"新增阶段“{stage.title}”"
    return Change("added", "stage", stage.title, None, _value(stage), None, stage.span, message, None, stage.node)


def _differences(old: Stage, new: Stage, is_moved: bool) -> Iterator[Change]:
    spans, nodes = (old.span, new.span), (old.node, new.node)
    if old.title != new.title:
        message = f"阶段“{old.title}”改名为“{new.title}”"
        yield Change("changed", "stage", new.title, old.title, new.title, *spans, message, *nodes)
    if is_moved:
        yield Change("moved", "stage", new.title, old.node, new.node, *spans, f"阶段“{new.title}”的次序变了", *nodes)
    if not same_time(old.time, new.time):
        yield time_change(new.title, (old.time, new.time), nodes)


def _told_as_tasks(plan: Plan) -> set[int]:
    tasks = {(task.node, task.title) for task in plan.tasks}
    return {index for index, stage in enumerate(plan.stages) if (stage.node, stage.title) in tasks}


def _value(stage: Stage) -> Json:
    return {"title": stage.title, "time": time_value(stage.time)}
