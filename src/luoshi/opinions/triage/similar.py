"""Opinions that say the same or nearly: equal once spaces and signs are gone, or sharing most pairs of characters."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from luoshi.opinions.access import visible_to
from luoshi.opinions.models import Opinion
from luoshi.opinions.states import GONE, OPINION
from luoshi.opinions.wording import normal, pairs
from luoshi.orgs.access import Standing

LEAST, LOOKED_AT, SHOWN, PAIRS = 0.25, 24, 6, 80
"""Shown from a quarter of shared pairs on, out of those that share the most, asked for by the text's first pairs."""


@dataclass(frozen=True, slots=True)
class Similar:
    """An opinion like another: `percent` of all pairs of both are shared, 100 for the same words."""

    id: int
    number: int
    text: str
    state: str
    state_label: str
    percent: int
    group_id: int | None


def similar(who: Standing, opinion: Opinion, text: str) -> list[Similar]:
    """The opinions most like this one that this person may see, the likest first."""
    own = set(pairs(text))
    if not own:
        return []
    seen = visible_to(who).filter(campaign=opinion.campaign_id).exclude(pk=opinion.pk).exclude(state__in=GONE)
    sharing = seen.filter(grams__pair__in=list(pairs(text)[:PAIRS])).annotate(shared=Count("grams"))
    rows = sharing.select_related("wording").order_by("-shared", "pk")[:LOOKED_AT]
    found = sorted(_likes(rows, own, normal(text)), key=lambda one: (-one.percent, one.number))
    return [one for one in found if one.percent >= LEAST * 100][:SHOWN]


def _likes(rows: Iterable[Opinion], own: set[str], plain: str) -> Iterable[Similar]:
    for row in rows:
        said = row.wording.text
        theirs = set(pairs(said))
        same = normal(said) == plain
        percent = 100 if same else min(99, round(100 * len(own & theirs) / len(own | theirs)))
        label = OPINION.label(row.state)
        yield Similar(row.pk, row.number, row.tidied or said, row.state, label, percent, row.group_id)
