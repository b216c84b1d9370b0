"""What a campaign's plan leaves open: findings, names that are no unit, tasks that are not out; read together."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count as Rows
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from luoshi.campaigns.issue import waiting
from luoshi.campaigns.models import Campaign, Duty, PlanChange, Proposal, Task
from luoshi.campaigns.queries import PARTY_ROLES, read_plan, unsettled_rows
from luoshi.kit.workdays import Workdays
from luoshi.plan.check import check
from luoshi.plan.model import Finding
from luoshi.platform.gather import Gathered

REST = "P209"
TOLD_OTHERWISE = {"P105", REST}
"""Findings that are told in another way: unknown units are settled in place, limits are held to the calendar."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """The findings in force; (name, mentions) of the names that are no unit yet; and how many tasks issuing now
    would send out (`ready`), holds back for an open name (`held`), and could not for want of a unit (`without_unit`).
    `revision_id` names the revised plan whose findings these are; None for the adopted one.
    """

    findings: tuple[Finding, ...] = ()
    unsettled: tuple[tuple[str, int], ...] = ()
    ready: int = 0
    held: int = 0
    without_unit: int = 0
    revision_id: int | None = None


def doubts(campaign: Campaign, *, is_out: bool) -> Doubts:
    """All that the plan leaves open now; the counts are those of `issue.preview`, 0 unasked where all tasks are out."""
    free = _free(campaign, () if is_out else waiting(campaign))
    counted = (_READY, Q(is_led=True, is_open=True), Q(is_led=False))
    plan, text, revises, proposal_id, names, ready, held, without = (
        Campaign.objects.filter(pk=campaign.pk)
        .values_list(
            Subquery(_FOLLOWED.values("plan")[:1]),
            Subquery(_FOLLOWED.values("text")[:1]),
            Subquery(_FOLLOWED.values("revises")[:1]),
            Subquery(_FOLLOWED.values("pk")[:1]),
            Gathered(unsettled_rows(campaign.pk), "name", "n"),
            *(Value(0) if is_out else _number(free.filter(which)) for which in counted),
        )
        .get()
    )
    revision = proposal_id if revises else None
    findings = in_force(plan, text, campaign.calendar) if plan else ()
    return Doubts(findings, tuple((name, n) for name, n in names), ready, held, without, revision)


@lru_cache(maxsize=16)
def in_force(written: str, text: str, days: Workdays) -> tuple[Finding, ...]:
    """What reading a plan found, but for unknown units, and with its limits held to the calendar in force."""
    plan = read_plan(written)
    told = (one for one in plan.findings if one.code not in TOLD_OTHERWISE)
    return tuple(sorted((*told, *check(plan, text, workdays=days, codes=(REST,))), key=lambda one: one.span))


def issuable(campaign: Campaign) -> int:
    """How many tasks issuing now would send out: the `ready` of `doubts`."""
    return _free(campaign, waiting(campaign)).filter(_READY).count()


def _free(campaign: Campaign, waiting: Collection[int]) -> "QuerySet[Task, Any]":
    free = Task.objects.filter(campaign=campaign, cancelled_at=None, assignments=None)
    return free.exclude(pk__in=waiting).annotate(is_led=Exists(_LEADS), is_open=Exists(_OPEN))


_FOLLOWED = Proposal.objects.filter(
    Q(campaign=OuterRef("pk")) | Exists(PlanChange.objects.filter(proposal=OuterRef("pk"), state="applied")),
    Q(campaign=OuterRef("pk")) | Q(revises=OuterRef("pk")),
).order_by("-pk")
"""The text that a campaign follows: its newest revised plan of which a change was applied, else the adopted one."""
_READY = Q(is_led=True, is_open=False)
_LEADS = Duty.objects.filter(
    Q(unit__isnull=False) | Q(unit_set__members__is_active=True), task=OuterRef("pk"), role__in=("lead_unit", "unit")
)
_OPEN = Duty.objects.filter(task=OuterRef("pk"), role__in=PARTY_ROLES, unit=None, unit_set=None)


def _number(tasks: "QuerySet[Task, Any]") -> Coalesce:
    counted = tasks.order_by().values("campaign").annotate(n=Rows("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())
