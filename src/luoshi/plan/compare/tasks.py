"""Changes of a plan's tasks: whole tasks first, then one change for each field that a kept task says otherwise."""

from collections import Counter
from collections.abc import Iterator, Mapping

from luoshi.plan.compare.align import align
from luoshi.plan.compare.change import Change, Json, same_time, task_value, time_change
from luoshi.plan.compare.fields import duty_changes, target_changes
from luoshi.plan.compare.likeness import likeness, profile
from luoshi.plan.model import Plan, Task

Place = tuple[tuple[str, ...], str | None]


def task_changes(old: Plan, new: Plan) -> Iterator[Change]:
    """Removed tasks in the old order, then the new plan's tasks in its order: added, moved, changed."""
    before, after = _places(old), _places(new)
    profiles = [
        [profile(task, place[0]) for task, place in zip(plan.tasks, places, strict=True)]
        for plan, places in ((old, before), (new, after))
    ]
    pairs, moved = align(profiles[0], profiles[1], likeness)
    images = _images(before, after, pairs)
    for i, task in enumerate(old.tasks):
        if i not in pairs:
            yield _removed(task)
    back = {j: i for i, j in pairs.items()}
    for j, task in enumerate(new.tasks):
        if j not in back:
            yield _added(task)
        else:
            i = back[j]
            yield from _move(old.tasks[i], task, before[i], after[j], i in moved or images[before[i]] != after[j])
            yield from _differences(old.tasks[i], task)


def _removed(task: Task) -> Change:
    message = f"删去任务“{task.title}”"
    return Change("removed", "task", task.title, task_value(task), None, task.span, None, message, task.node, None)


def _added(task: Task) -> Change:
    message = f"新增任务“{task.title}”"
    return Change("added", "task", task.title, None, task_value(task), None, task.span, message, None, task.node)


def _move(old: Task, new: Task, before: Place, after: Place, is_moved: bool) -> Iterator[Change]:
    if is_moved:
        one, other = _name(before), _name(after)
        where = f"从“{one}”移到“{other}”" if one != other else "换了位置"
        message = f"任务“{new.title}”{where}"
        values = (_place_value(before), _place_value(after))
        yield Change("moved", "task", new.title, *values, old.span, new.span, message, old.node, new.node)


def _name(place: Place) -> str:
    under, stage = place
    return stage or (under[-1] if under else "")


def _place_value(place: Place) -> Json:
    under, stage = place
    return {"stage": stage, "under": under}


def _differences(old: Task, new: Task) -> Iterator[Change]:
    nodes = (old.node, new.node)
    if old.title != new.title:
        message = f"任务“{old.title}”改名为“{new.title}”"
        yield Change("changed", "task", new.title, old.title, new.title, old.span, new.span, message, *nodes)
    if not same_time(old.time, new.time):
        yield time_change(new.title, (old.time, new.time), nodes)
    yield from duty_changes(old, new)
    yield from target_changes(old, new)


def _places(plan: Plan) -> list[Place]:
    """For each task the titles of the items around it, outermost first, and its stage."""
    titles = {node.id: node.title for node in plan.outline}
    places = []
    for task in plan.tasks:
        parts = (task.node or "").split(".")[:-1]
        around = (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
        places.append((tuple(titles.get(node, "") for node in around), task.stage))
    return places


def _images(before: list[Place], after: list[Place], pairs: Mapping[int, int]) -> dict[Place, Place]:
    """Where each old place is now: the place of that name if there is one, else where most of its tasks went."""
    went: dict[Place, Counter[Place]] = {}
    for i, j in sorted(pairs.items()):
        went.setdefault(before[i], Counter())[after[j]] += 1
    there = set(after)
    return {place: place if place in there else votes.most_common(1)[0][0] for place, votes in went.items()}
