"""How a lower body's plan answers the plan from above: what it takes up, what it leaves out, what it sets lower."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from luoshi.plan.compare.align import align
from luoshi.plan.compare.likeness import Profile, likeness, profile
from luoshi.plan.model import Plan, Target, Task

Answer = Literal["taken_up", "left_out", "later", "lowered", "added"]
BETTER = {">=": 1, ">": 1, "=": 1, "<=": -1, "<": -1}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the lower plan does with one task: `upper` and `lower` are the tasks' titles, None where there is none."""

    answer: Answer
    upper: str | None
    lower: str | None
    message: str


def cascade(upper: Plan, lower: Plan) -> Iterator[Reply]:
    """Replies to the upper plan's tasks in their order, then the lower plan's own tasks."""
    pairs, _ = align(_profiles(upper.tasks), _profiles(lower.tasks), likeness)
    for i, task in enumerate(upper.tasks):
        if i not in pairs:
            yield Reply("left_out", task.title, None, f"上级任务“{task.title}”没有承接")
            continue
        yield from _replies(task, lower.tasks[pairs[i]])
    taken = set(pairs.values())
    for j, task in enumerate(lower.tasks):
        if j not in taken:
            yield Reply("added", None, task.title, f"本级自行增加“{task.title}”")


def _profiles(tasks: Sequence[Task]) -> list[Profile]:
    """Profiles by title alone: bodies, days and places differ from level to level."""
    return [profile(task, ()) for task in tasks]


def _replies(upper: Task, lower: Task) -> Iterator[Reply]:
    yield Reply("taken_up", upper.title, lower.title, f"“{upper.title}”由“{lower.title}”承接")
    limit, own = (task.time.end if task.time else None for task in (upper, lower))
    if limit and own and own > limit:
        yield Reply("later", upper.title, lower.title, f"“{lower.title}”的期限 {own} 晚于上级的 {limit}")
    for asked in upper.targets:
        same = [target for target in lower.targets if (target.subject, target.unit) == (asked.subject, asked.unit)]
        short = next((target for target in same if _falls_short(asked, target)), None)
        if short:
            yield Reply("lowered", upper.title, lower.title, f"“{lower.title}”的“{short.text}”低于上级的“{asked.text}”")


def _falls_short(asked: Target, own: Target) -> bool:
    """True if the lower plan asks less of the same thing, or allows more where the upper sets a limit."""
    return (own.value - asked.value) * BETTER[asked.comparator] < 0
