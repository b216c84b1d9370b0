"""Reads of what tasks wait for, and what waits for them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from luoshi.campaigns.models import Blocker, Task
from luoshi.campaigns.waiting import standing_open

WAITS = "waits_read"
"""Where a page's assignment keeps what its task waits for and what waits for it."""


@dataclass(frozen=True, slots=True)
class Waited:
    """A task at the other end of a wait; `is_open` while the wait still holds."""

    task_id: int
    number: int
    title: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """The tasks that one task waits for, and those that wait for it, in the order of the plan."""

    waits_for: tuple[Waited, ...]
    waiting: tuple[Waited, ...]


def waits(task_id: int) -> Waits:
    """What a task waits for and what waits for it."""
    rows = Blocker.objects.filter(Q(task_id=task_id) | Q(waits_for_id=task_id)).annotate(
        is_open=Exists(standing_open().filter(pk=OuterRef("pk")))
    )
    found = list(rows.select_related("task", "waits_for"))
    ahead = [
        Waited(r.waits_for_id, r.waits_for.number, r.waits_for.title, r.is_open) for r in found if r.task_id == task_id
    ]
    behind = [
        Waited(row.task_id, row.task.number, row.task.title, row.is_open) for row in found if row.task_id != task_id
    ]
    return Waits(tuple(sorted(ahead, key=_place)), tuple(sorted(behind, key=_place)))


def blocked(campaign_id: int) -> frozenset[int]:
    """The ids of the campaign's tasks that still wait for another."""
    return frozenset(standing_open().filter(task__campaign_id=campaign_id).values_list("task_id", flat=True))


def numbered(campaign_id: int, number: int) -> int | None:
    """The id of the campaign's task of that number."""
    rows = Task.objects.filter(campaign_id=campaign_id, number=number, cancelled_at=None)
    return rows.values_list("pk", flat=True).first()


def _place(row: Waited) -> int:
    return row.number
