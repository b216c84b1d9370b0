"""Targets as gauges: what was counted up to a day, against the goal and against what that day should show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count as Rows
from django.db.models import Max, Sum

from luoshi.campaigns.models import Campaign, Count, Target
from luoshi.orgs.access import Standing
from luoshi.oversight.counts import own_units
from luoshi.oversight.items import counted
from luoshi.oversight.lights import expected


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
    day, units = as_of or campaign.today, own_units(who)
    rows = Target.objects.filter(campaign=campaign, task__cancelled_at=None).select_related("task")
    if task_id is not None:
        rows = rows.filter(task_id=task_id)
    if who is not None and units is not None:
        rows = rows.filter(task_id__in=counted(campaign, who).values("pk"))
    targets = list(rows.order_by("task__number", "number"))
    sums, levels = totals(campaign, targets, day, units)
    days = campaign.calendar
    now = days.number(day)
    return [_gauge(target, sums, levels, days.number, now) for target in targets]


Totals = dict[str, tuple[float, int, date]]


def totals(
    campaign: Campaign, targets: Sequence[Target], day: date, units: frozenset[int] | None = None
) -> tuple[Totals, dict[str, float]]:
    """(amount, rows and last day by kind of count; the average of each unit's latest for shares) up to that day.

    With `units`, of what these gave alone.
    """
    rows = Count.objects.filter(campaign=campaign, day__lte=day, kind__in=[target.counted for target in targets])
    if units is not None:
        rows = rows.filter(unit__in=units)
    grouped = rows.order_by().values("kind").annotate(total=Sum("amount"), n=Rows("pk"), last=Max("day"))
    sums = {row["kind"]: (row["total"], row["n"], row["last"]) for row in grouped}
    shares = [target.counted for target in targets if target.unit == "%"]
    latest: dict[str, dict[int | None, float]] = {kind: {} for kind in shares}
    if shares:
        for kind, unit_id, amount in (
            rows.filter(kind__in=shares).order_by("day", "pk").values_list("kind", "unit_id", "amount")
        ):
            latest[kind][unit_id] = amount
    return sums, {kind: sum(units.values()) / len(units) for kind, units in latest.items() if units}


def _gauge(target: Target, sums: Totals, levels: dict[str, float], number: Callable[[date], int], now: int) -> Gauge:
    total, rows, last = sums.get(target.counted, (0.0, 0, None))
    amount = levels.get(target.counted, 0.0) if target.unit == "%" else total
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
        last=last,
        share=100 * amount / goal if goal else 0.0,
        due_share=expected(start, due, now),
    )
