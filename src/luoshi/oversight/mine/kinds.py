"""Why an assignment concerns somebody: one kind each, the most pressing, told in SQL by role and unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, CharField, IntegerField, Q, Value, When

from luoshi.campaigns.grounds import LEADERS
from luoshi.campaigns.models import Campaign
from luoshi.campaigns.rhythm.owed import owing
from luoshi.orgs.access import Standing
from luoshi.oversight.lights import BY_CODE, codes, reason_expression, rules

OPEN = ("issued", "in_progress")
"""The states in which it is the unit's turn."""
OVERDUE = Q(reason=next(code for code, reason in BY_CODE.items() if reason.name == "overdue"), a_state__in=OPEN)
OWN = ("overdue", "returned", "to_sign", "ready", "report", "soon")
"""A unit's own work: past its limit; sent back; not signed for; at 100 percent and not handed in; a regular report
owed; yellow, or red for being behind."""
LAGGING = [code for code, reason in BY_CODE.items() if reason.name in ("far_behind", "soon", "behind")]
ACROSS = ("to_check", "to_urge", "red")
"""What goes across units: handed in and not yet verified; overdue; every other red light."""
KINDS = (*OWN, *ACROSS)


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody is here: ids of the units that they work for and head, and whether they verify, lead, plan."""

    units: frozenset[int]
    headed: frozenset[int]
    verifies: bool
    leads: bool
    is_office: bool


def part_of(who: Standing) -> Part:
    """What of the work waits for this person, by their posts."""
    return Part(
        units=frozenset(unit for role, unit in who.posts if role in ("liaison", "unit_head")),
        headed=frozenset(unit for role, unit in who.posts if role == "unit_head"),
        verifies=who.has("office", "supervisor"),
        leads=who.has(*LEADERS),
        is_office=who.has("office"),
    )


def reason_among(campaigns: Sequence[Campaign]) -> Case:
    """The reason code of each row, under the rules of its own campaign."""
    by_rules: dict[object, list[int]] = {}
    known = {campaign.pk: rules(campaign) for campaign in campaigns}
    for campaign_id, rule in known.items():
        by_rules.setdefault(rule, []).append(campaign_id)
    whens = [When(campaign__in=ids, then=reason_expression(known[ids[0]])) for ids in by_rules.values()]
    return Case(*whens, output_field=IntegerField())


def kind_among(campaigns: Sequence[Campaign], who: Standing) -> Case:
    """The kind of each row with `COUNTED`, `progress`, `returns` and `reason`; empty where nobody need look."""
    part = part_of(who)
    whens = _own(campaigns, part) if part.units else []
    if part.verifies:
        whens.append(When(Q(a_state="submitted") & ~Q(unit_id__in=who.units), then=Value("to_check")))
        whens.append(When(OVERDUE, then=Value("to_urge")))
    if part.leads:
        whens.append(When(reason__in=codes("bad"), then=Value("red")))
    return Case(*whens, default=Value(""), output_field=CharField())


def _own(campaigns: Sequence[Campaign], part: Part) -> list[When]:
    mine, works = Q(unit_id__in=part.units), Q(a_state="in_progress")
    submits = Q(campaign__head_submits=False) | Q(unit_id__in=part.headed)
    pressing = {
        "overdue": OVERDUE,
        "returned": works & Q(returns__gt=0),
        "to_sign": Q(a_state="issued"),
        "ready": works & Q(progress=100) & submits,
        "report": Q(a_id__in=owing(*campaigns).filter(unit__in=part.units).values("pk")),
        "soon": works & Q(reason__in=LAGGING),
    }
    return [When(mine & wanted, then=Value(kind)) for kind, wanted in pressing.items()]
