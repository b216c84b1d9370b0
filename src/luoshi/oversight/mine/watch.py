"""What an office watches over all campaigns: what changed since yesterday, what is not out, names that are no unit."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from luoshi.campaigns.models import Campaign, Duty, Task
from luoshi.campaigns.queries import PARTY_ROLES
from luoshi.journal.queries import newest
from luoshi.platform.outbox.queries import given_up

LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class Watched:
    """One campaign: how often each act was made since yesterday began, what is not out, names that are no unit."""

    campaign: Campaign
    acts: Counter[str]
    unissued: int
    unsettled: int


@dataclass(frozen=True, slots=True)
class Watch:
    """The campaigns, and how many messages were given up."""

    rows: tuple[Watched, ...]
    failed: int


def watch(campaigns: Sequence[Campaign]) -> Watch:
    """How the campaigns stand for the office; of the journal no more than the newest entries are looked at."""
    acts = _acts(campaigns)
    free = Task.objects.filter(campaign=OuterRef("pk"), cancelled_at=None, assignments=None)
    names = Duty.objects.filter(
        task__campaign=OuterRef("pk"), task__cancelled_at=None, unit=None, unit_set=None, role__in=PARTY_ROLES
    )
    counts = Campaign.objects.filter(pk__in=[campaign.pk for campaign in campaigns]).values_list(
        "pk", _number(free), _number(names, "COUNT(DISTINCT %(expressions)s)", "name"), _number(given_up())
    )
    known = {pk: rest for pk, *rest in counts}
    rows = (Watched(one, acts[one.chain], *known[one.pk][:2]) for one in campaigns if one.pk in known)
    return Watch(tuple(rows), max((failed for _free, _names, failed in known.values()), default=0))


def _acts(campaigns: Sequence[Campaign]) -> dict[str, Counter[str]]:
    since = {one.chain: _midnight(one) for one in campaigns}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for chain, act, at in newest(list(since), LOOKED_AT):
        found[chain][act] += at >= since[chain]
    return found


def _midnight(campaign: Campaign) -> datetime:
    return timezone.make_aware(datetime.combine(campaign.today - timedelta(days=1), time.min))


def _number(rows: "QuerySet[Any, Any]", counted: str = "COUNT(%(expressions)s)", of: str = "pk") -> Coalesce:
    """How many rows there are, as a column of another query."""
    number = Func(of, template=counted, output_field=IntegerField())
    return Coalesce(Subquery(rows.order_by().annotate(n=number).values("n")), 0)
