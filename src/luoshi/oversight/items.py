"""The one predicate behind lists, counts, chart and exports: tasks joined with their assignments, filtered.

An item is a task with one of its assignments, or a task that has none yet. Readers of single units see only the
assignments that their units lead or support.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from luoshi.campaigns.access import visible_to
from luoshi.campaigns.models import Campaign, Task
from luoshi.orgs.access import Standing
from luoshi.oversight.lights import codes, reason_expression

FROM_ASSIGNMENT = {
    "a_id": "id",
    "unit_id": "unit_id",
    "unit_name": "unit__name",
    "a_state": "state",
    "original_due": "original_due",
    "start_n": "start_n",
    "due_n": "due_n",
    "progress": "progress",
    "returns": "returns",
    "submitted_on": "submitted_on",
    "closed_on": "closed_on",
    "last_said": "last_said",
    "last_at": "last_at",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; an empty field does not narrow. `light` takes a light's code, `reason` a number."""

    stage: int | None = None
    unit: int | None = None
    leader: str = ""
    light: str = ""
    reason: int | None = None
    state: str = ""
    due_from: date | None = None
    due_to: date | None = None
    task: int | None = None

    def is_empty(self) -> bool:
        return self == Filters()


def filters_of(words: Mapping[str, str]) -> Filters:
    """Filters from the words of an address; words that make no sense do not narrow."""
    found: dict[str, Any] = {
        name: int(words[name]) for name in ("stage", "unit", "reason", "task") if words.get(name, "").isdecimal()
    }
    found |= {name: words[name] for name in ("leader", "light", "state") if words.get(name)}
    for name in ("due_from", "due_to"):
        with suppress(ValueError):
            found[name] = date.fromisoformat(words.get(name, ""))
    return Filters(**found)


def items(campaign: Campaign, who: Standing, filters: Filters | None = None) -> QuerySet[Any, Any]:
    """All items that this person may see, narrowed, in no particular order.

    Rows carry `FROM_ASSIGNMENT`, `from_day` and `the_due` (the assignment's dates, else the task's) and `reason`.
    """
    wanted = filters or Filters()
    rows: QuerySet[Any, Any] = Task.objects.filter(campaign=campaign, cancelled_at=None)
    if wanted.stage:
        rows = rows.filter(stage_id=wanted.stage)
    if wanted.leader:
        rows = rows.filter(lead_people__contains=wanted.leader)
    if wanted.task:
        rows = rows.filter(pk=wanted.task)
    rows = rows.annotate(
        **{name: F(f"assignments__{path}") for name, path in FROM_ASSIGNMENT.items()},
        from_day=Coalesce("assignments__start", "start"),
        the_due=Coalesce("assignments__due", "due"),
        reason=reason_expression(campaign),
    )
    if not who.is_wide:
        rows = rows.filter(a_id__in=visible_to(who).filter(campaign=campaign).values("pk"))
    return rows.filter(_narrowed(wanted))


def _narrowed(wanted: Filters) -> Q:
    q = Q()
    if wanted.unit:
        q &= Q(unit_id=wanted.unit)
    if wanted.light:
        q &= Q(reason__in=codes(wanted.light))
    if wanted.reason:
        q &= Q(reason=wanted.reason)
    if wanted.state:
        q &= Q(a_id=None) if wanted.state == "unissued" else Q(a_state=wanted.state)
    if wanted.due_from:
        q &= Q(the_due__gte=wanted.due_from)
    if wanted.due_to:
        q &= Q(the_due__lte=wanted.due_to)
    return q
