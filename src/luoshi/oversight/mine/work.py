"""The assignments that concern somebody, by kind, over all campaigns: the first of each kind and how many there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import Coalesce, RowNumber

from luoshi.campaigns.models import Campaign, Task
from luoshi.orgs.access import Standing
from luoshi.oversight.items import FROM_ASSIGNMENT
from luoshi.oversight.mine.kinds import KINDS, kind_among, part_of, reason_among
from luoshi.oversight.models import Urge
from luoshi.oversight.queries import COLUMNS, Item, dressed

FEW = 8
MANY = 100


@dataclass(frozen=True, slots=True)
class Thing:
    """One assignment that concerns somebody, and how it was urged: how often, and up to which rung, when."""

    campaign: Campaign
    item: Item
    urged: int = 0
    rung: str = ""
    urged_on: date | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """The things of one kind, the earliest due first; `total` counts all of them."""

    kind: str
    total: int
    things: tuple[Thing, ...]


def blocks(campaigns: Sequence[Campaign], who: Standing, only: str = "") -> tuple[Block, ...]:
    """The blocks that are not empty, in the order of `KINDS`; with `only` that kind alone, and more of it."""
    by_id = {campaign.pk: campaign for campaign in campaigns}
    rows = list(_rows(campaigns, who, only)) if campaigns else []
    dressed_rows = _dressed(by_id, rows)
    urged = _urged([row.a_id for row in rows])
    found: dict[str, list[Thing]] = defaultdict(list)
    for row in rows:
        item = dressed_rows[row.a_id]
        found[row.kind].append(Thing(by_id[row.campaign_id], item, *urged.get(row.a_id, ())))
    totals = {row.kind: row.total for row in rows}
    return tuple(Block(kind, totals[kind], tuple(found[kind])) for kind in KINDS if kind in found)


def _rows(campaigns: Sequence[Campaign], who: Standing, only: str) -> Any:
    part = part_of(who)
    rows: Any = Task.objects.filter(campaign__in=campaigns, cancelled_at=None)
    if not (part.verifies or part.leads):
        rows = rows.filter(assignments__unit__in=part.units)
    rows = rows.annotate(
        **{name: F(f"assignments__{path}") for name, path in FROM_ASSIGNMENT.items()},
        from_day=Coalesce("assignments__start", "start"),
        the_due=Coalesce("assignments__due", "due"),
        reason=reason_among(campaigns),
    )
    rows = rows.exclude(a_id=None).annotate(kind=kind_among(campaigns, who))
    rows = rows.filter(kind=only) if only else rows.exclude(kind="")
    order = (F("the_due").asc(nulls_last=True), F("number"), F("a_id"))
    rows = rows.annotate(
        place=Window(RowNumber(), partition_by=[F("kind")], order_by=order),
        total=Window(Count("a_id"), partition_by=[F("kind")]),
    ).filter(place__lte=MANY if only else FEW)
    return rows.order_by("kind", "place").values_list(*COLUMNS, "campaign_id", "kind", "total", named=True)


def _dressed(by_id: dict[int, Campaign], rows: list[Any]) -> dict[int, Item]:
    by_campaign: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_campaign[row.campaign_id].append(row)
    found = (item for pk, some in by_campaign.items() for item in dressed(by_id[pk], some, {}, {}))
    return {item.assignment_id: item for item in found if item.assignment_id}


def _urged(assignment_ids: list[int]) -> dict[int, tuple[int, str, date]]:
    """(times, the newest's rung, its day) of those that were urged."""
    found: dict[int, tuple[int, str, date]] = {}
    rows = Urge.objects.filter(assignment__in=assignment_ids).order_by("at")
    for pk, level, day, _at in rows.values_list("assignment_id", "level", "day", "at").distinct():
        found[pk] = (found.get(pk, (0,))[0] + 1, level, day)
    return found
