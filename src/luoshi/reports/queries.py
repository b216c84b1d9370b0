"""Reads for people: the calendars that somebody can have, and those that are handed out."""

from dataclasses import dataclass
from datetime import datetime

from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit
from luoshi.reports.feeds import ROLES
from luoshi.reports.models import Feed


@dataclass(frozen=True, slots=True)
class FeedView:
    """A calendar that one can have, one's own without a unit; `id` is None while there is no link to it."""

    id: int | None
    unit_id: int | None
    unit: str
    made_at: datetime | None
    used_at: datetime | None


def feeds(who: Standing) -> list[FeedView]:
    """One's own calendar, those of one's units, and whatever else there are links to."""
    rows = Feed.objects.filter(owner=who.person_id, ended_at=None).select_related("unit")
    held = {row.unit_id: row for row in rows}
    wanted = [unit for role, unit in who.posts if role in ROLES] + [pk for pk in held if pk is not None]
    units = Unit.objects.filter(pk__in=wanted).order_by("order", "pk").values_list("pk", "name")
    return [_view(held.get(unit_id), unit_id, name) for unit_id, name in ((None, ""), *units)]


def _view(row: Feed | None, unit_id: int | None, name: str) -> FeedView:
    if row is None:
        return FeedView(None, unit_id, name, None, None)
    return FeedView(row.pk, unit_id, name, row.made_at, row.used_at)
