"""A plan under revision: its tasks and stages, each with the mark of the campaign's row that it became."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from luoshi.campaigns.revise.rows import NO_STAGE, Rows, mark_in
from luoshi.kit.spans import Span
from luoshi.plan.compare.places import places
from luoshi.plan.model import Node, Plan, Stage, Task

NOWHERE = Span(0, 0)


@dataclass
class TaskEntry:
    """A task as the campaign follows it, the mark of its row, and the titles that it stands under."""

    mark: str
    item: Task
    around: tuple[str, ...]


@dataclass
class StageEntry:
    """A stage as the campaign follows it, and the mark of its row."""

    mark: str
    item: Stage


Entry = TypeVar("Entry", TaskEntry, StageEntry)


class Entries:
    """The plan's head, tasks and stages, to be changed one by one and made a plan again."""

    def __init__(self, plan: Plan, rows: Rows) -> None:
        self.head = plan
        where = zip(plan.tasks, places(plan), strict=True)
        self.tasks = [TaskEntry(rows.task(task), task, place.around) for task, place in where]
        twins = {(entry.item.node, entry.item.title): entry.mark for entry in self.tasks}
        self.stages = [
            StageEntry(twins.get((stage.node, stage.title)) or rows.stage(stage), stage) for stage in plan.stages
        ]

    def plan(self) -> Plan:
        """The plan as it stands now, its nodes made of the rows' marks."""
        outline: dict[tuple[str, ...], Node] = {}
        for entry in self.tasks:
            for depth in range(1, len(entry.around) + 1):
                path = entry.around[:depth]
                above = f"{outline[path[:-1]].id}." if depth > 1 else ""
                outline.setdefault(path, Node(f"{above}{len(outline) + 1}", depth, None, path[-1], NOWHERE))
        nodes = {e.mark: f"{outline[e.around].id}.{e.mark}" if e.around else e.mark for e in self.tasks}
        there = {entry.item.title: entry.item.title for entry in self.stages}
        return replace(
            self.head,
            outline=tuple(outline.values()),
            tasks=tuple(
                replace(entry.item, node=nodes[entry.mark], stage=there.get(entry.item.stage or ""))
                for entry in self.tasks
            ),
            stages=tuple(replace(entry.item, node=nodes.get(entry.mark, entry.mark)) for entry in self.stages),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """An applied difference, the plan that brought it, and which rows that plan's new tasks and stages became."""

    body: dict[str, Any]
    new: Plan
    rows: Rows
    revision: int

    @property
    def task_at(self) -> int | None:
        """The place of the task in the plan that brought the difference; None if it speaks of none there."""
        return self._at("task", self.new.tasks)

    @property
    def stage_at(self) -> int | None:
        """The place of the stage in the plan that brought the difference; None if it speaks of none there."""
        return self._at("stage", self.new.stages)

    def tasks(self, held: Entries) -> list[TaskEntry]:
        """The task that the difference speaks of, if it speaks of one."""
        mark = mark_in(self.body)
        return [entry for entry in held.tasks if entry.mark == mark and "task" in self.body["of"]]

    def stages(self, held: Entries) -> list[StageEntry]:
        """The stage that the difference speaks of, if it speaks of one; by its title where it has no row."""
        mark, key = mark_in(self.body), self.body["key"]
        rows = held.stages if "stage" in self.body["of"] else []
        rowless = (entry for entry in rows if (entry.mark, entry.item.title) == (NO_STAGE, key))
        return [entry for entry in rows if entry.mark == mark] or list(rowless)

    def _at(self, subject: str, items: Sequence[Task | Stage]) -> int | None:
        said = (self.body["new_node"], self.body["key"])
        found = (at for at, item in enumerate(items) if (item.node, item.title) == said)
        return next(found, None) if subject in self.body["of"] else None


def inserted(entries: list[Entry], entry: Entry, before: Sequence[Task | Stage]) -> list[Entry]:
    """The entries with one more, behind the nearest of those items that is there by its title."""
    there = {one.item.title: place for place, one in enumerate(entries)}
    at = next((there[item.title] for item in reversed(before) if item.title in there), -1) + 1
    return entries[:at] + [entry] + entries[at:]


def ordered(values: Sequence[object], wanted: Sequence[object]) -> list[int]:
    """The places of the values put in the wanted order; a value that is not wanted keeps its place."""
    known = [place for place, value in enumerate(values) if value in wanted]
    queue = iter(sorted(known, key=lambda place: wanted.index(values[place])))
    return [next(queue) if place in known else place for place in range(len(values))]
