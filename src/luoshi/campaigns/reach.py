"""One task, one assignment by its id alone, for whoever may see it: fetched and authorised in one place."""

from collections.abc import Collection

from luoshi.campaigns.access import visible_to
from luoshi.campaigns.models import Assignment, Task
from luoshi.orgs.access import Standing


def assignment_for(who: Standing, assignment_id: int) -> Assignment | None:
    """The assignment, if this person may see it."""
    rows = visible_to(who).select_related("unit", "task", "campaign")
    return rows.filter(pk=assignment_id).first()


def assignments_for(who: Standing, campaign_id: int, ids: Collection[int]) -> list[Assignment]:
    """Those of these assignments that this person may see, in the order of the plan, to be asked about together."""
    rows = visible_to(who).filter(campaign_id=campaign_id, pk__in=ids).order_by("task__number", "pk")
    return list(rows.select_related("unit", "task", "campaign").prefetch_related("reviews"))


def task_for(who: Standing, task_id: int) -> Task | None:
    """The task, if this person may see it: all for wide roles, else with an assignment of their units."""
    rows = Task.objects.select_related("campaign")
    if not who.is_wide:
        rows = rows.filter(pk__in=visible_to(who).values("task_id"))
    return rows.filter(pk=task_id).first()
