"""How much each unit and each leader has to do, and whom a list can be narrowed to; remembered."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.functions import Coalesce

from luoshi.campaigns.access import visible_to
from luoshi.campaigns.models import Campaign, Duty, Joint
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit
from luoshi.oversight.items import counted
from luoshi.oversight.lights import BY_CODE, LIGHTS
from luoshi.oversight.memory import remembered, scope


@dataclass(frozen=True, slots=True)
class Share:
    """One unit's part: the items that it leads by light (worst first), and how many it supports."""

    unit_id: int
    name: str
    leads: int
    lights: dict[str, int]
    joins: int


@dataclass(frozen=True, slots=True)
class Choices:
    """Leaders named in the items that somebody sees, in the order of the plan, and their lead units as (id, name)."""

    leaders: tuple[str, ...]
    units: tuple[tuple[int, str], ...]


def shares(campaign: Campaign, who: Standing) -> tuple[Share, ...]:
    """What each unit has to do in the campaign, in the organization's order; each number is the count of a list."""
    return remembered(campaign, ("shares", scope(who)), lambda: _shares(campaign, who))


def by_leader(campaign: Campaign, who: Standing) -> dict[str, dict[str, int]]:
    """Items by light, for each leader that they name."""
    return remembered(campaign, ("leaders", scope(who)), lambda: _by_leader(campaign, who))


def choices(campaign: Campaign, who: Standing) -> Choices:
    """Whom this person's list can be narrowed to."""
    return remembered(campaign, ("choices", scope(who)), lambda: _choices(campaign, who))


def _shares(campaign: Campaign, who: Standing) -> tuple[Share, ...]:
    seen = counted(campaign, who).exclude(a_id=None).order_by()
    leads: dict[int, Counter[str]] = defaultdict(Counter)
    for unit_id, reason, n in seen.values_list("unit_id", "reason").annotate(n=Count("pk")):
        leads[unit_id][BY_CODE[reason].light] += n
    joint = Joint.objects.filter(assignment_id__in=seen.values("a_id")).order_by()
    joins = dict(joint.values_list("unit_id").annotate(n=Count("pk")))
    units = Unit.objects.filter(pk__in={*leads, *joins}).order_by("order", "pk")
    return tuple(
        Share(pk, name, leads[pk].total(), {light: leads[pk][light] for light in LIGHTS}, joins.get(pk, 0))
        for pk, name in units.values_list("pk", "name")
    )


def _by_leader(campaign: Campaign, who: Standing) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(LIGHTS, 0))
    rows = counted(campaign, who).filter(duties__role="lead_person").order_by()
    item = Coalesce(F("a_id"), -F("pk"))
    for name, reason, n in rows.values_list("duties__name", "reason").annotate(n=Count(item, distinct=True)):
        found[name][BY_CODE[reason].light] += n
    return dict(found)


def _choices(campaign: Campaign, who: Standing) -> Choices:
    duties = Duty.objects.filter(role="lead_person", task__campaign=campaign, task__cancelled_at=None)
    out = visible_to(who).filter(campaign=campaign, task__cancelled_at=None)
    if not who.is_wide:
        duties = duties.filter(task_id__in=out.values("task_id"))
    named = duties.order_by("task__number", "order").values_list("name", flat=True)
    units = Unit.objects.filter(pk__in=out.values("unit_id")).order_by("order", "pk")
    return Choices(tuple(dict.fromkeys(named)), tuple(units.values_list("pk", "name")))
