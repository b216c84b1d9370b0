"""Everything on one unit's page: what it leads and supports, its people, what it contributed."""

from dataclasses import dataclass

from luoshi.campaigns.models import Campaign
from luoshi.campaigns.rhythm.owed import Given, in_period
from luoshi.orgs.access import Standing
from luoshi.orgs.queries import PostRow, posts_of, unit
from luoshi.oversight.gauges import Gauge, contributions
from luoshi.oversight.items import Filters
from luoshi.oversight.memory import remembered, scope
from luoshi.oversight.parties import Share
from luoshi.oversight.queries import Item, soonest, tally


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """One unit in a campaign. `leads` and `joins` are its first items by due; `given` its amount for each target,
    `reports` how many reports the running period asks of it and has."""

    share: Share
    leads: tuple[Item, ...]
    joins: tuple[Item, ...]
    people: tuple[PostRow, ...]
    given: tuple[tuple[Gauge, float], ...]
    reports: Given


def unit_sheet(campaign: Campaign, who: Standing, unit_id: int, most: int) -> UnitSheet | None:
    """A unit's sheet with at most so many items of each kind; None for a unit without any that this person sees."""
    return remembered(campaign, ("unit", scope(who), unit_id, most), lambda: _sheet(campaign, who, unit_id, most))


def _sheet(campaign: Campaign, who: Standing, unit_id: int, most: int) -> UnitSheet | None:
    found = unit(unit_id)
    if found is None:
        return None
    leads, joins = Filters(unit=unit_id), Filters(joint=unit_id)
    led, joined = tally(campaign, who, leads), tally(campaign, who, joins).total
    if not (led.total or joined):
        return None
    return UnitSheet(
        share=Share(unit_id, found.name, led.total, led.lights(), joined),
        leads=soonest(campaign, who, leads, most) if led.total else (),
        joins=soonest(campaign, who, joins, most) if joined else (),
        people=tuple(posts_of(unit_id)),
        given=contributions(campaign, who, unit_id),
        reports=in_period(campaign, unit_id) if led.total and (who.is_wide or unit_id in who.units) else Given(),
    )
