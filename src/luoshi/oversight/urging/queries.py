"""Urges for people to read: those about an assignment, how often each was urged, and what somebody has not opened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from luoshi.orgs.access import Standing
from luoshi.oversight.models import Urge


@dataclass(frozen=True, slots=True)
class UrgeView:
    """One person urged once; `person` is empty where nobody held the rung, `read_at` None while it is unread."""

    level: str
    person: str
    channel: str
    text: str
    by: str
    at: datetime
    read_at: datetime | None


def urges_of(assignment_id: int, limit: int = 50) -> list[UrgeView]:
    """The urges about one assignment, the newest first."""
    rows = Urge.objects.filter(assignment=assignment_id).select_related("person")[:limit]
    return [
        UrgeView(
            row.level, row.person.name if row.person else "", row.channel, row.text, row.by_name, row.at, row.read_at
        )
        for row in rows
    ]


def times_urged(assignment_ids: Collection[int]) -> dict[int, int]:
    """How often each of these assignments was urged, whoever was told; those never urged are left out."""
    rows = Urge.objects.filter(assignment__in=assignment_ids).order_by().values("assignment_id")
    return dict(rows.annotate(n=Count("at", distinct=True)).values_list("assignment_id", "n"))


def unread(who: Standing) -> list[int]:
    """The assignments about which this person was urged and that they have not opened since."""
    rows = Urge.objects.filter(person=who.person_id, read_at=None).order_by("assignment_id")
    return list(rows.values_list("assignment_id", flat=True).distinct()) if who.person_id else []
