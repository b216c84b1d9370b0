"""What changed in a campaign, line by line, with the task that each line is about; each sees what is theirs to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, QuerySet, Value

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

    Who is not wide sees the lines on assignments that their units lead or support, also among others.
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
    given = Assignment.objects.filter(campaign=campaign, pk__in=ids["assignment"])
    tasks = Task.objects.filter(campaign=campaign, pk__in=ids["task"])
    targets = Target.objects.filter(campaign=campaign, pk__in=ids["target"])
    none, nobody = Value(None, IntegerField()), Value("")
    rows = _columns(given, "assignment", "task_id", "task__number", "task__title", F("pk"), F("unit__name")).union(
        _columns(tasks, "task", "pk", "number", "title", none, nobody),
        _columns(targets, "target", "task_id", "task__number", "task__title", none, nobody),
        all=True,
    )
    return {(kind, pk): Subject(*about) for kind, pk, *about in rows}


def _columns(rows: "QuerySet[Any, Any]", kind: str, task_id: str, number: str, title: str, *only: Any) -> Any:
    """The columns of a subject behind its kind and id, so that all kinds are read together."""
    assignment_id, unit = only
    return rows.order_by().values_list(
        Value(kind), F("pk"), F(task_id), F(number), F(title), assignment_id, unit
    )  # fmt: skip
