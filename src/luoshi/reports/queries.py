"""Reads for people: the calendars that somebody can have, and the journal that a campaign brought along."""

from dataclasses import dataclass
from datetime import UTC, datetime

from luoshi.campaigns.models import Campaign
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit
from luoshi.platform.files.store import open_file
from luoshi.reports.bundle.contents import contents
from luoshi.reports.feeds import ROLES
from luoshi.reports.models import Feed, Origin


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


@dataclass(frozen=True, slots=True)
class PastLine:
    """One entry of the journal that a campaign had elsewhere, as it was sealed there."""

    seq: int
    at: datetime
    actor: str
    post: str
    act: str
    texts: dict[str, str]
    hash: str


def past(campaign: Campaign) -> tuple[PastLine, ...]:
    """What the campaign brought along of its journal, the oldest first, proved anew; nothing for one made here.

    Raises NoBundle if the file that keeps it was altered.
    """
    origin = Origin.objects.filter(campaign=campaign).select_related("file").first()
    if origin is None:
        return ()
    with open_file(origin.file) as file:
        found = contents(file.read())
    return tuple(
        PastLine(
            line["seq"], datetime.fromtimestamp(line["at_us"] / 1_000_000, UTC), line["actor"], line["post"],
            line["act"], {name: text for name, (_salt, text) in line["texts"].items()}, line["hash"],
        )
        for line in found.lines
    )  # fmt: skip
