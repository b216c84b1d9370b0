"""Everything on one person's own page, read once for each state of the journal, and the count that every page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from luoshi.campaigns.models import Assignment, Campaign
from luoshi.campaigns.reading import readings
from luoshi.orgs.access import Standing
from luoshi.oversight.memory import remembered_across
from luoshi.oversight.mine import asked
from luoshi.oversight.mine.kinds import part_of
from luoshi.oversight.mine.watch import Watch, watch
from luoshi.oversight.mine.work import Block, blocks

WAITING = ("overdue", "returned", "to_sign", "ready", "to_check")
"""The kinds of work that `waiting` counts: each is this person's turn."""
STILL = ("suspended", "closed")


@dataclass(frozen=True, slots=True)
class Mine:
    """What concerns one person. `watch` is None for who keeps no office."""

    campaigns: tuple[Campaign, ...]
    blocks: tuple[Block, ...]
    requests: tuple[asked.Request, ...]
    lists: tuple[asked.List, ...]
    questions: tuple[asked.Question, ...]
    watch: Watch | None

    @property
    def waiting(self) -> int:
        """How much waits for this person; what `waiting` counts."""
        work = sum(block.total for block in self.blocks if block.kind in WAITING)
        return work + sum(one.is_mine for one in self.requests) + len(self.lists) + len(self.questions)


def mine(who: Standing) -> Mine:
    """All that concerns this person in the campaigns under way; remembered."""
    campaigns = readings(who)
    return remembered_across(campaigns, ("mine", who.person_id, who.posts), lambda: _mine(campaigns, who))


def one_kind(who: Standing, kind: str) -> Block | None:
    """The things of one kind, many of them; None where there are none. Remembered."""
    campaigns = readings(who)
    what = ("mine", kind, who.person_id, who.posts)
    found = remembered_across(campaigns, what, lambda: blocks(campaigns, who, only=kind))
    return found[0] if found else None


def waiting(who: Standing) -> int:
    """How much waits for this person in the campaigns under way: in one query, for the frame of every page."""
    asked_for = _whole(who, timezone.localdate())
    return asked_for.count() if asked_for is not None else 0


def _mine(campaigns: Sequence[Campaign], who: Standing) -> Mine:
    return Mine(
        campaigns=tuple(campaigns),
        blocks=blocks(campaigns, who),
        requests=asked.requests(campaigns, who),
        lists=asked.lists(campaigns, who),
        questions=asked.questions(campaigns, who),
        watch=watch(campaigns) if part_of(who).is_office else None,
    )


@lru_cache(maxsize=512)
def _whole(who: Standing, today: date) -> Any:
    """The ids of all that waits on that day; kept as a query, for building it takes longer than asking it."""
    parts = _parts(who, today)
    return parts[0].union(*parts[1:], all=True) if parts else None


def _parts(who: Standing, today: date) -> list[Any]:
    """The ids of what waits: each kind of thing in a query of its own."""
    part = part_of(who)
    found: list[QuerySet[Any]] = []
    if part.units or part.verifies:
        found.append(_work(who, today).exclude(campaign__state__in=STILL))
    if part.is_office or part.leads:
        found.append(asked.answerable(who).exclude(assignment__campaign__state__in=STILL))
    if part.leads:
        found.append(asked.approvable(who).exclude(campaign__state__in=STILL))
    if part.units:
        found.append(asked.questions_for(who).exclude(assignment__campaign__state__in=STILL))
    return [rows.order_by().values_list("pk") for rows in found]


def _work(who: Standing, local: date) -> QuerySet[Assignment]:
    """The twin of the kinds in `WAITING`, without the campaigns at hand."""
    part = part_of(who)
    today = Coalesce(F("campaign__frozen_today"), Value(local))
    submits = Q(campaign__head_submits=False) | Q(unit__in=part.headed)
    works = Q(due__lt=today) | Q(returns__gt=0) | (Q(progress=100) & submits)
    turn = Q(unit__in=part.units) & (Q(state="issued") | (Q(state="in_progress") & works))
    if part.verifies:
        turn |= Q(state="submitted") & ~Q(unit__in=who.units)
    return Assignment.objects.filter(turn, task__cancelled_at=None)
