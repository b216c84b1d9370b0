"""What anybody may read of a campaign's opinions: how many, by channel and by theme, and how far they have come.

No sums are told, and no row for what has no theme, lest what is withheld follow by subtraction.
"""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from luoshi.campaigns.models import Campaign
from luoshi.opinions.models import Opinion
from luoshi.opinions.states import DECIDED, UNDECIDED

FEW = 5
"""Below this a count is not told."""
STAGES = ((*UNDECIDED, "awaiting_giver"), DECIDED, ("answered",))
"""The states that are counted together: to be decided on, being dealt with, answered."""


@dataclass(frozen=True, slots=True)
class Public:
    """How many opinions of one channel or theme there are at each of the `STAGES`; None is fewer than `FEW`."""

    name: str
    counts: tuple[int | None, ...]


def by_channel(campaign: Campaign) -> list[Public]:
    """The counts of each channel by which opinions came, by its code."""
    found = _counted(Opinion.objects.filter(campaign=campaign), "channel")
    return [Public(code, _told(found[code])) for code, _label in Opinion.CHANNELS if code in found]


def by_theme(campaign: Campaign) -> list[Public]:
    """The counts of the themes of which a count is told, the most frequent first; what accuses somebody is left out."""
    rows = Opinion.objects.filter(campaign=campaign, is_restricted=False).exclude(theme="")
    found = sorted(_counted(rows, "theme").items(), key=lambda pair: (-sum(pair[1]), pair[0]))
    return [Public(theme, _told(counts)) for theme, counts in found if max(counts) >= FEW]


def _counted(rows: QuerySet[Opinion], field: str) -> dict[str, tuple[int, ...]]:
    stages = {f"n{place}": Count("pk", filter=Q(state__in=states)) for place, states in enumerate(STAGES)}
    counted = rows.order_by().values_list(field).annotate(**stages)
    return {name: tuple(counts) for name, *counts in counted if any(counts)}


def _told(counts: tuple[int, ...]) -> tuple[int | None, ...]:
    return tuple(None if 0 < count < FEW else count for count in counts)
