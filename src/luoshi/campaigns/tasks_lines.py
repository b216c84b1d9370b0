"""What a table of tasks says of each item as it stands, and the marks by which it shows what was changed in it."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from luoshi.campaigns.draft import UNIT_ROLES
from luoshi.campaigns.models import Assignment, Campaign, Duty, Feedback, Task
from luoshi.orgs.models import Post

CELLS = ("title", "unit", "leaders", "people", "start", "due", "progress")
OF_TASK = ("leaders", "people")
"""What every item of a task shares."""
DIGITS = 6


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One item: an assignment, or a task that has none. `cells` are by `CELLS`; `is_first` of its task's items."""

    subject: int
    task_id: int
    assignment_id: int | None
    is_first: bool
    is_cancelled: bool
    cells: Mapping[str, str]
    liaison: str

    @property
    def shown(self) -> dict[str, str]:
        """The cells as a table says them: where the plan names nobody, the unit's liaison is the 责任人."""
        return {**self.cells, "people": self.cells["people"] or self.liaison}

    @property
    def values(self) -> dict[str, str]:
        """What a table can change in this row; what all items of a task share is in the first one's."""
        names = (*(OF_TASK if self.is_first else ()), "start", "due", "progress")
        return {"item": str(self.subject)} | {name: self.cells[name] for name in names}


def subject_of(task_id: int, assignment_id: int | None) -> int:
    """The number by which a table knows an item: even for assignments, odd for tasks without one."""
    return 2 * assignment_id if assignment_id else 2 * task_id + 1


def lines_of(campaign: Campaign, task_ids: Collection[int] | None = None) -> dict[int, TaskLine]:
    """All items of the campaign, or of these tasks, by subject in the order of the plan."""
    tasks = Task.objects.filter(campaign=campaign, cancelled_at=None).order_by("number")
    latest = Feedback.objects.filter(assignment=OuterRef("pk")).order_by("-at", "-pk").values("said")[:1]
    rows = Assignment.objects.filter(campaign=campaign).select_related("unit").annotate(whole=Subquery(latest))
    duties = Duty.objects.filter(task__campaign=campaign).order_by("order", "pk")
    if task_ids is not None:
        tasks, rows = tasks.filter(pk__in=task_ids), rows.filter(task__in=task_ids)
        duties = duties.filter(task__in=task_ids)
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    for task_id, role, name in duties.values_list("task_id", "role", "name"):
        names[task_id, role].append(name)
    work: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows.order_by("pk"):
        work[row.task_id].append(row)
    liaisons = _liaisons({row.unit_id for held in work.values() for row in held})
    lines = [line for task in tasks for line in _lines(task, work[task.pk], names, liaisons)]
    return {line.subject: line for line in lines}


def mark_of(cells: Mapping[str, str]) -> str:
    """The mark of a row that goes out: a short digest of each cell in the order of `CELLS`."""
    return "".join(_digest(cells[name]) for name in CELLS)


def is_mark(text: str) -> bool:
    """True if the text can be a mark."""
    return len(text) == DIGITS * len(CELLS) and not set(text) - set("0123456789abcdef")


def went_out(mark: str, name: str, text: str) -> bool:
    """True if that cell said so when the row with that mark went out."""
    at = CELLS.index(name) * DIGITS
    return mark[at : at + DIGITS] == _digest(text)


def _liaisons(units: Collection[int]) -> dict[int, str]:
    """The first liaison of each unit."""
    posts = Post.objects.filter(role="liaison", person__is_active=True, unit__in=units).order_by("-pk")
    return dict(posts.values_list("unit_id", "person__name"))


def _lines(
    task: Task,
    rows: Sequence[Assignment],
    names: Mapping[tuple[int, str], list[str]],
    liaisons: Mapping[int, str],
) -> list[TaskLine]:
    shared = {
        "title": _plain(task.title),
        "leaders": _names(names.get((task.pk, "lead_person"), ())),
        "people": _names(names.get((task.pk, "person"), ())),
    }
    if not rows:
        units = [name for role in UNIT_ROLES for name in names.get((task.pk, role), ())]
        days = {"start": _iso(task.start), "due": _iso(task.due)}
        cells = shared | days | {"unit": _plain(next(iter(units), "")), "progress": ""}
        return [TaskLine(subject_of(task.pk, None), task.pk, None, True, False, cells, "")]
    first = next((row for row in rows if row.state != "cancelled"), rows[0])
    found = []
    for row in rows:
        days = {"start": _iso(row.start or task.start), "due": _iso(row.due or task.due)}
        cells = shared | days | {"unit": _plain(row.unit.name), "progress": _progress(row)}
        subject, liaison = subject_of(task.pk, row.pk), _plain(liaisons.get(row.unit_id, ""))
        found.append(TaskLine(subject, task.pk, row.pk, row is first, row.state == "cancelled", cells, liaison))
    return found


def _progress(row: Assignment) -> str:
    """How far it is, and the last words on it: whole where the list shows their beginning."""
    whole = _plain(getattr(row, "whole", None) or "")
    said = whole if whole.startswith(row.last_said) else _plain(row.last_said)
    return f"{row.progress}% {said}".strip()


def _names(names: Sequence[str]) -> str:
    return "、".join(dict.fromkeys(filter(None, map(_plain, names))))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _iso(day: object) -> str:
    return str(day) if day else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
