"""What work of all campaigns still hangs on a unit or a person: asked before they are taken out of it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from luoshi.campaigns.models import Assignment, Inside, Joint, Subtask
from luoshi.campaigns.states import FINISHED

OVER = (*FINISHED, "cancelled")


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How many open assignments a unit leads and supports; `campaigns` are those in which it leads: (id, title, n)."""

    lead: int
    joint: int
    campaigns: tuple[tuple[int, str, int], ...]


def open_work(unit_id: int) -> OpenWork:
    """The open assignments of a unit in all campaigns."""
    led = Assignment.objects.filter(unit_id=unit_id).exclude(state__in=OVER).order_by("campaign")
    rows = tuple(led.values_list("campaign", "campaign__title").annotate(n=Count("pk")))
    joint = Joint.objects.filter(unit_id=unit_id).exclude(assignment__state__in=OVER).count()
    return OpenWork(sum(n for _id, _title, n in rows), joint, rows)


def in_hand(person_id: int) -> Counter[int]:
    """How many open assignments and steps a person does inside each unit, by the unit's id."""
    doing = Inside.objects.filter(person_id=person_id, until=None).exclude(assignment__state__in=OVER)
    steps = Subtask.objects.filter(person_id=person_id, done_at=None).exclude(assignment__state__in=OVER)
    rows = (
        doing.order_by()
        .values_list("assignment__unit")
        .union(steps.order_by().values_list("assignment__unit"), all=True)
    )
    return Counter(unit_id for (unit_id,) in rows)
