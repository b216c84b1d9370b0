"""Targets as gauges: what was counted up to a day, against the goal and against what that day should show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Max, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models import Count as Rows

from luoshi.campaigns.models import Campaign, Count, Target
from luoshi.orgs.access import Standing
from luoshi.oversight.counts import own_units
from luoshi.oversight.items import counted
from luoshi.oversight.lights import expected
from luoshi.platform.gather import Gathered


@dataclass(frozen=True, slots=True)
class Gauge:
    """One target and how far it is. `amount` and `goal` in `unit`; `share` and `due_share` in percent (may pass 100).

    `sources` is the number of counts behind `amount`, `last` the day of the latest.
    """

    target_id: int
    task_id: int
    number: int
    clause: str
    title: str
    text: str
    subject: str
    comparator: str
    value: float
    unit: str
    per: str
    basis: int
    goal: float
    amount: float
    sources: int
    last: date | None
    share: float
    due_share: int | None

    @property
    def is_met(self) -> bool:
        """True if the amount satisfies the comparator against the goal."""
        met = {
            "=": self.amount >= self.goal, ">=": self.amount >= self.goal, ">": self.amount > self.goal,
            "<=": self.amount <= self.goal, "<": self.amount < self.goal,
        }  # fmt: skip
        return met[self.comparator]

    @property
    def is_ceiling(self) -> bool:
        """True if the target bounds from above, so that less is better."""
        return self.comparator in ("<=", "<")


def gauges(
    campaign: Campaign, *, who: Standing | None = None, task_id: int | None = None, as_of: date | None = None
) -> list[Gauge]:
    """The campaign's gauges in the order of the plan, counted up to and including `as_of` (its today when None).

    With `who`, those of the tasks that this person may see, counted from what this person's units gave.
    """
    day = as_of or campaign.today
    rows = _targets(campaign, who, day)
    return [_gauge(target, campaign, day) for target in (rows if task_id is None else rows.filter(task_id=task_id))]


def contributions(campaign: Campaign, who: Standing, unit_id: int) -> tuple[tuple[Gauge, float], ...]:
    """The gauges to which one unit gave something, each with what it gave in all."""
    given = Count.objects.filter(campaign=campaign, kind=OuterRef("counted"), unit=unit_id).order_by().values("kind")
    rows = _targets(campaign, who, campaign.today).annotate(mine=Subquery(given.annotate(n=Sum("amount")).values("n")))
    return tuple((_gauge(target, campaign, campaign.today), target.mine) for target in rows.exclude(mine=None))


def _targets(campaign: Campaign, who: Standing | None, day: date) -> "QuerySet[Any, Any]":
    """The targets that this person may see, in the order of the plan, with what `_given` adds."""
    units = own_units(who)
    rows = Target.objects.filter(campaign=campaign, task__cancelled_at=None).select_related("task")
    if who is not None and units is not None:
        rows = rows.filter(task_id__in=counted(campaign, who).values("pk"))
    return rows.annotate(**_given(campaign, day, units)).order_by("task__number", "number")


def _given(campaign: Campaign, day: date, units: frozenset[int] | None) -> dict[str, Any]:
    """What was counted toward a target up to that day: sum, rows, last day; for shares also each unit's amounts.

    With `units`, what these gave alone.
    """
    rows = Count.objects.filter(campaign=campaign, day__lte=day, kind=OuterRef("counted"))
    if units is not None:
        rows = rows.filter(unit__in=units)
    summed = rows.order_by().values("kind").annotate(total=Sum("amount"), n=Rows("pk"), last=Max("day"))
    shares = Gathered(rows.order_by("day", "pk"), "unit_id", "amount")
    return {"summed": Gathered(summed, "total", "n", "last"), "shares": Case(When(unit="%", then=shares))}


def _gauge(target: Any, campaign: Campaign, day: date) -> Gauge:
    number = campaign.calendar.number
    total, rows, last = next(iter(target.summed), (0.0, 0, None))
    latest = dict(target.shares or ())
    amount = sum(latest.values()) / len(latest) if latest else 0.0 if target.unit == "%" else total
    task, goal = target.task, target.goal
    start = number(task.start) if task.start else None
    due = number(task.due) if task.due else None
    return Gauge(
        target_id=target.pk,
        task_id=task.pk,
        number=task.number,
        clause=task.clause,
        title=task.title,
        text=target.text,
        subject=target.subject,
        comparator=target.comparator,
        value=target.value,
        unit=target.unit,
        per=target.per,
        basis=target.basis,
        goal=goal,
        amount=amount,
        sources=rows,
        last=date.fromisoformat(last) if last else None,
        share=100 * amount / goal if goal else 0.0,
        due_share=expected(start, due, number(day)),
    )
