"""Everything on one unit's page: what it leads and supports, its people, what it contributed."""

from dataclasses import dataclass

from luoshi.campaigns.models import Campaign
from luoshi.orgs.access import Standing
from luoshi.orgs.queries import PostRow, posts_of
from luoshi.oversight.counts import unit_counts
from luoshi.oversight.gauges import Gauge, gauges
from luoshi.oversight.items import Filters
from luoshi.oversight.memory import remembered, scope
from luoshi.oversight.parties import Share, shares
from luoshi.oversight.queries import Item, page


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """One unit in a campaign. `leads` and `joins` are its first items by due; `given` its amount for each target."""

    share: Share
    leads: tuple[Item, ...]
    joins: tuple[Item, ...]
    people: tuple[PostRow, ...]
    given: tuple[tuple[Gauge, float], ...]


def unit_sheet(campaign: Campaign, who: Standing, unit_id: int, most: int) -> UnitSheet | None:
    """A unit's sheet with at most so many items of each kind; None for a unit without any that this person sees."""
    return remembered(campaign, ("unit", scope(who), unit_id, most), lambda: _sheet(campaign, who, unit_id, most))


def _sheet(campaign: Campaign, who: Standing, unit_id: int, most: int) -> UnitSheet | None:
    share = next((each for each in shares(campaign, who) if each.unit_id == unit_id), None)
    if share is None:
        return None
    given = unit_counts(campaign, unit_id)
    return UnitSheet(
        share=share,
        leads=page(campaign, who, Filters(unit=unit_id), size=most, sort="due").items,
        joins=page(campaign, who, Filters(joint=unit_id), size=most, sort="due").items,
        people=tuple(posts_of(unit_id)),
        given=tuple((gauge, given[gauge.target_id]) for gauge in gauges(campaign, who=who) if gauge.target_id in given),
    )
