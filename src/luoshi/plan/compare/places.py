"""Where tasks stand, and whether a place is the same one under another name or another place."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from luoshi.plan.compare.change import Json
from luoshi.plan.model import Plan

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Place:
    """The titles of the items around a task, outermost first, and its stage."""

    around: tuple[str, ...]
    stage: str | None

    @property
    def name(self) -> str:
        """What a message calls the place."""
        return self.stage or (self.around[-1] if self.around else "")

    def value(self) -> Json:
        """The place as JSON."""
        return {"stage": self.stage, "under": self.around}


def places(plan: Plan) -> list[Place]:
    """The place of each task."""
    titles = {node.id: node.title for node in plan.outline}
    return [Place(_around(task.node, titles), task.stage) for task in plan.tasks]


def moved_between(old: Plan, new: Plan, pairs: Mapping[int, int]) -> set[int]:
    """Old indexes of the paired tasks that stand in another place, a renamed heading or stage being no other place."""
    before, after = places(old), places(new)
    titles = {node.id: node.title for node in new.outline}
    headings = {(*_around(node.id, titles), node.title) for node in new.outline} | {()}
    stages = {stage.title for stage in new.stages}
    under = _images([(before[i].around, after[j].around) for i, j in sorted(pairs.items())], headings)
    staged = _images([(before[i].stage, after[j].stage) for i, j in sorted(pairs.items())], stages | {None})
    return {
        i
        for i, j in pairs.items()
        if under[before[i].around] != after[j].around or staged[before[i].stage] != after[j].stage
    }


def _around(node: str | None, titles: Mapping[str, str]) -> tuple[str, ...]:
    parts = (node or "").split(".")[:-1]
    return tuple(titles.get(".".join(parts[:depth]), "") for depth in range(1, len(parts) + 1))


def _images(went: list[tuple[T, T]], there: set[T]) -> dict[T, T]:
    """What each old name is now: itself where the new plan has it, else where most of its tasks went."""
    votes: dict[T, Counter[T]] = {}
    for one, other in went:
        votes.setdefault(one, Counter())[other] += 1
    return {one: one if one in there else counted.most_common(1)[0][0] for one, counted in votes.items()}
