"""How far the units of one task are, where it was issued to several: handed in and finished, out of all."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from luoshi.campaigns.access import visible_to
from luoshi.campaigns.models import Campaign
from luoshi.campaigns.states import FINISHED
from luoshi.orgs.access import Standing
from luoshi.oversight.lights import CANCELLED
from luoshi.oversight.memory import remembered, scope

Key = tuple[int, int]
"""A task's id, and which period of it, 0 for one that does not recur."""


@dataclass(frozen=True, slots=True)
class Part:
    """Of `total` units of a task that somebody sees, those that wait for a verdict, and those that have finished."""

    submitted: int
    done: int
    total: int


def parts(campaign: Campaign, who: Standing, task_ids: Collection[int]) -> dict[Key, Part]:
    """What is done of each of these tasks that several units have to do; remembered."""
    wanted = tuple(sorted(set(task_ids)))
    return remembered(campaign, ("parts", scope(who), wanted), lambda: _parts(campaign, who, wanted))


def _parts(campaign: Campaign, who: Standing, task_ids: Collection[int]) -> dict[Key, Part]:
    given = visible_to(who).filter(campaign=campaign, task_id__in=task_ids).exclude(state=CANCELLED).order_by()
    counted = given.values("task_id", "occurrence").annotate(
        submitted=Count("pk", filter=Q(state="submitted")),
        done=Count("pk", filter=Q(state__in=FINISHED)),
        total=Count("pk"),
    )
    rows = counted.filter(total__gt=1).values_list("task_id", "occurrence", "submitted", "done", "total")
    return {(task_id, occurrence or 0): Part(*numbers) for task_id, occurrence, *numbers in rows}
