"""What a campaign's plan leaves open: findings, names that are no unit, tasks that are not out; read together."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count as Rows
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from luoshi.campaigns.issue import waiting
from luoshi.campaigns.models import Campaign, Duty, Proposal, Task
from luoshi.campaigns.queries import read_plan, unsettled_rows
from luoshi.plan.model import Finding
from luoshi.platform.gather import Gathered


@dataclass(frozen=True, slots=True)
class Doubts:
    """The reading's findings; (name, mentions) of the names that are no unit yet; and how many tasks issuing now
    would send out (`ready`), and could not for want of a unit (`without_unit`)."""

    findings: tuple[Finding, ...] = ()
    unsettled: tuple[tuple[str, int], ...] = ()
    ready: int = 0
    without_unit: int = 0


def doubts(campaign: Campaign, *, is_out: bool) -> Doubts:
    """All that the plan leaves open now; the counts are those of `issue.preview`, 0 unasked where all tasks are out."""
    free = Task.objects.filter(campaign=campaign, cancelled_at=None, assignments=None)
    free = free.exclude(pk__in=() if is_out else waiting(campaign)).annotate(is_led=Exists(_LEADS))
    plan, names, ready, without = (
        Campaign.objects.filter(pk=campaign.pk)
        .values_list(
            Subquery(Proposal.objects.filter(campaign=OuterRef("pk")).values("plan")[:1]),
            Gathered(unsettled_rows(campaign.pk), "name", "n"),
            *(Value(0) if is_out else _number(free.filter(is_led=is_led)) for is_led in (True, False)),
        )
        .get()
    )
    findings = read_plan(plan).findings if plan else ()
    return Doubts(findings, tuple((name, n) for name, n in names), ready, without)


_LEADS = Duty.objects.filter(
    Q(unit__isnull=False) | Q(unit_set__members__is_active=True), task=OuterRef("pk"), role__in=("lead_unit", "unit")
)


def _number(tasks: "QuerySet[Task, Any]") -> Coalesce:
    counted = tasks.order_by().values("campaign").annotate(n=Rows("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())
