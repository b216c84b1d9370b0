"""Urges for people to read: those about an assignment, how often each was urged, and what somebody has not opened."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, OuterRef

from luoshi.orgs.access import Standing
from luoshi.oversight.models import Urge
from luoshi.platform.gather import Gathered

MOST = 50
COLUMNS = ("level", "person_id", "person__name", "channel", "text", "by_name", "at", "read_at")


@dataclass(frozen=True, slots=True)
class UrgeView:
    """One person urged once; `person` is empty where nobody held the rung, `read_at` None while it is unread."""

    level: str
    person_id: int | None
    person: str
    channel: str
    text: str
    by: str
    at: datetime
    read_at: datetime | None


def gathered() -> Gathered:
    """The newest urges about an assignment as a column of a query for it, for `views`."""
    return Gathered(Urge.objects.filter(assignment=OuterRef("pk")).order_by("-at", "-pk")[:MOST], *COLUMNS)


def views(lines: Iterable[Sequence[Any]]) -> tuple[UrgeView, ...]:
    """The urges that `gathered` yields, the newest first."""
    return tuple(
        UrgeView(level, person_id, name or "", channel, text, by, _moment(at), _moment(read_at) if read_at else None)
        for level, person_id, name, channel, text, by, at, read_at in lines
    )


def urges_of(assignment_id: int) -> tuple[UrgeView, ...]:
    """The urges about one assignment, the newest first."""
    rows = Urge.objects.filter(assignment=assignment_id).order_by("-at", "-pk")
    return views(rows.values_list(*COLUMNS)[:MOST])


def times_urged(assignment_ids: Collection[int]) -> dict[int, int]:
    """How often each of these assignments was urged, whoever was told; those never urged are left out."""
    rows = Urge.objects.filter(assignment__in=assignment_ids).order_by().values("assignment_id")
    return dict(rows.annotate(n=Count("at", distinct=True)).values_list("assignment_id", "n"))


def unread(who: Standing) -> list[int]:
    """The assignments about which this person was urged and that they have not opened since."""
    rows = Urge.objects.filter(person=who.person_id, read_at=None).order_by("assignment_id")
    return list(rows.values_list("assignment_id", flat=True).distinct()) if who.person_id else []


def _moment(at: str | datetime) -> datetime:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
