"""Changes of a plan's tasks: whole tasks first, then one change for each field that a kept task says otherwise."""

from collections.abc import Iterator

from luoshi.plan.compare.align import align
from luoshi.plan.compare.change import Change, same_time, task_value, time_change
from luoshi.plan.compare.fields import duty_changes, target_changes
from luoshi.plan.compare.likeness import Profile, likeness, profile
from luoshi.plan.compare.places import Place, moved_between, places
from luoshi.plan.model import Plan, Task


def task_changes(old: Plan, new: Plan) -> Iterator[Change]:
    """Removed tasks in the old order, then the new plan's tasks in its order: added, moved, changed."""
    before, after = places(old), places(new)
    pairs, out_of_order = align(_profiles(old, before), _profiles(new, after), likeness)
    moved = out_of_order | moved_between(old, new, pairs)
    for i, task in enumerate(old.tasks):
        if i not in pairs:
            yield _removed(task)
    back = {j: i for i, j in pairs.items()}
    for j, task in enumerate(new.tasks):
        if j not in back:
            yield _added(task)
            continue
        i = back[j]
        if i in moved:
            yield _move(old.tasks[i], task, before[i], after[j])
        yield from _differences(old.tasks[i], task)


def _profiles(plan: Plan, where: list[Place]) -> list[Profile]:
    return [profile(task, place.around) for task, place in zip(plan.tasks, where, strict=True)]


def _removed(task: Task) -> Change:
    message = f"删去任务“{task.title}”"
    return Change("removed", "task", task.title, task_value(task), None, task.span, None, message, task.node, None)


def _added(task: Task) -> Change:
    message = f"新增任务“{task.title}”"
    return Change("added", "task", task.title, None, task_value(task), None, task.span, message, None, task.node)


def _move(old: Task, new: Task, before: Place, after: Place) -> Change:
    where = f"从“{before.name}”移到“{after.name}”" if before.name != after.name else "换了位置"
    values = (before.value(), after.value())
    message = f"任务“{new.title}”{where}"
    return Change("moved", "task", new.title, *values, old.span, new.span, message, old.node, new.node)


def _differences(old: Task, new: Task) -> Iterator[Change]:
    nodes = (old.node, new.node)
    if old.title != new.title:
        message = f"任务“{old.title}”改名为“{new.title}”"
        yield Change("changed", "task", new.title, old.title, new.title, old.span, new.span, message, *nodes)
    if not same_time(old.time, new.time):
        yield time_change(new.title, (old.time, new.time), nodes)
    yield from duty_changes(old, new)
    yield from target_changes(old, new)
