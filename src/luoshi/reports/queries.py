"""Reads for people: the calendars that somebody can have, and the journal that a campaign brought along."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from luoshi.campaigns.models import Campaign
from luoshi.journal.queries import Line
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
    """One entry of the journal that a campaign had elsewhere, as it was sealed there, and the task that it is about."""

    line: Line
    task: str
    hash: str


@dataclass(frozen=True, slots=True)
class Past:
    """A journal brought along: some lines of it, the oldest first, and the place behind which more stand."""

    at: datetime
    by_name: str
    total: int
    lines: tuple[PastLine, ...]
    after: int | None


def has_past(campaign: Campaign) -> bool:
    """True for a campaign that was taken in from a file."""
    return Origin.objects.filter(campaign=campaign).exists()


def past(campaign: Campaign, after: int = 0, limit: int = 100) -> Past | None:
    """The journal that the campaign brought along, proved anew, behind a place; None for a campaign made here.

    Raises NoBundle if the file that keeps it was altered.
    """
    origin = Origin.objects.filter(campaign=campaign).select_related("file").first()
    if origin is None:
        return None
    with open_file(origin.file) as file:
        found = contents(file.read())
    shown = found.lines[after : after + limit]
    tasks = {row["id"]: f"{row['number']}. {row['title']}" for row in found.rows["task"]}
    named = {
        "task": tasks,
        **{
            kind: {row["id"]: tasks.get(row["task"], "") for row in found.rows[kind]}
            for kind in ("assignment", "target")
        },
    }
    lines = tuple(_past(said, named) for said in shown)
    more = after + limit if len(found.lines) > after + limit else None
    return Past(origin.at, origin.by_name, len(found.lines), lines, more)


def _past(said: dict[str, Any], named: dict[str, dict[int, str]]) -> PastLine:
    subjects = tuple(int(part) for part in said["subjects"].split(",") if part)
    at = datetime.fromtimestamp(said["at_us"] / 1_000_000, UTC)
    texts = {name: text for name, (_salt, text) in said["texts"].items()}
    line = Line(
        said["seq"], at, said["actor"], said["post"], said["act"], said["kind"], subjects, said["source"],
        said["target"], json.loads(said["data"]), texts,
    )  # fmt: skip
    about = named.get(line.kind, {}).get(subjects[0], "") if len(subjects) == 1 else ""
    return PastLine(line, about, said["hash"])
