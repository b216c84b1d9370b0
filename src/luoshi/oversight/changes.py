"""What changed in a campaign, line by line, with the task that each line is about; each sees what is theirs to see."""

from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.campaigns.access import visible_to
from luoshi.campaigns.models import Assignment, Campaign, Target, Task
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.journal.queries import Line, history
from luoshi.orgs.access import Standing


@dataclass(frozen=True, slots=True)
class Subject:
    """The task that a line is about, and the unit where the line is about one assignment."""

    task_id: int
    number: int
    title: str
    assignment_id: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One line; `subject` is None where it is about several tasks or the campaign, or the task is gone."""

    line: Line
    subject: Subject | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Lines, the newest first; `before` is the key of older ones, None when there are none."""

    lines: tuple[Change, ...]
    before: int | None


def changes(campaign: Campaign, who: Standing, limit: int, before: int | None = None) -> Changes:
    """The newest lines that this person may see, before a place in the chain (exclusive).

    Who is not wide sees the lines on single assignments that their units lead or support.
    """
    only = None
    if not who.is_wide:
        only = (ASSIGNMENT.kind, visible_to(who).filter(campaign=campaign).values_list("pk", flat=True))
    found = history(campaign.chain, limit + 1, before, only=only)
    shown = found[:limit]
    subjects = _subjects(campaign, shown)
    lines = tuple(Change(line, subjects.get((line.kind, _only(line)))) for line in shown)
    return Changes(lines, shown[-1].seq if len(found) > limit else None)


def _only(line: Line) -> int:
    return line.subjects[0] if len(line.subjects) == 1 else 0


def _subjects(campaign: Campaign, lines: Iterable[Line]) -> dict[tuple[str, int], Subject]:
    ids: dict[str, set[int]] = {"assignment": set(), "task": set(), "target": set()}
    for line in lines:
        if line.kind in ids and (only := _only(line)):
            ids[line.kind].add(only)
    found: dict[tuple[str, int], Subject] = {}
    if ids["assignment"]:
        rows = Assignment.objects.filter(campaign=campaign, pk__in=ids["assignment"])
        for row in rows.values_list("task_id", "task__number", "task__title", "pk", "unit__name"):
            found["assignment", row[3]] = Subject(*row)
    if ids["task"]:
        tasks = Task.objects.filter(campaign=campaign, pk__in=ids["task"])
        found |= {("task", row[0]): Subject(*row) for row in tasks.values_list("pk", "number", "title")}
    if ids["target"]:
        targets = Target.objects.filter(campaign=campaign, pk__in=ids["target"]).select_related("task")
        found |= {("target", t.pk): Subject(t.task_id, t.task.number, t.task.title) for t in targets}
    return found
