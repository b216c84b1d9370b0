"""How a campaign stood at the end of a past day: read from moves, reports, grants and verdicts, as they lay then.

What is now is taken back by what came later. Nothing tells of old titles, stages, thresholds, or of days that a
revised plan changed: these are today's.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from luoshi.campaigns.access import visible_to
from luoshi.campaigns.models import Assignment, Campaign, Feedback, Review, Round, Task
from luoshi.campaigns.states import ASSIGNMENT, FINISHED
from luoshi.journal.models import Move
from luoshi.orgs.access import Standing
from luoshi.oversight.lights import BY_CODE, CANCELLED, UNISSUED, Facts, Reason, Rules, reason_of, rules
from luoshi.oversight.memory import remembered, scope
from luoshi.oversight.queries import Tally

ROW = (
    "task_id", "task__number", "task__title", "task__stage_id", "pk", "occurrence", "unit__name", "state", "start",
    "start_n", "returns", "submitted_on", "was_state", "was_due", "was_progress", "has_moved_on", "was_submitted",
    "returned_since",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stood:
    """One item as it stood; without an assignment it was not issued yet. `due` is its limit by the grants till then."""

    task_id: int
    number: int
    title: str
    stage_id: int | None
    assignment_id: int | None
    occurrence: int
    unit: str
    state: str
    progress: int
    due: date | None
    returns: int
    submitted_on: date | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class AsOf:
    """A campaign at the end of a day: its items in the order of the plan, and their counts."""

    day: date
    items: tuple[Stood, ...]
    tally: Tally


def first_day(campaign: Campaign) -> date:
    """The first day of which something can be told: that of the adoption; of a sample, that of its first issue."""
    told = campaign.adopted_at
    if campaign.is_sample:
        told = Assignment.objects.filter(campaign=campaign).aggregate(first=Min("issued_at"))["first"] or told
    return min(timezone.localdate(told), campaign.today)


def as_of(campaign: Campaign, who: Standing, day: date) -> AsOf:
    """How what this person may see stood at the end of that day, by the rules of lights in force now; remembered."""
    return remembered(campaign, ("as of", scope(who), day), lambda: _as_of(campaign, who, day))


def _as_of(campaign: Campaign, who: Standing, day: date) -> AsOf:
    by = replace(rules(campaign), today=day, now=campaign.calendar.number(day))
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    number = cache(campaign.calendar.number)
    rows = _assignments(campaign, who, end).values_list(*ROW, named=True)
    items = [_issued(row, by, number) for row in rows.iterator()]
    if who.is_wide:
        items += map(_unissued, _without(campaign, end))
    items = [item for item in items if item.state != CANCELLED]
    items.sort(key=lambda item: (item.number, item.assignment_id or 0))
    return AsOf(day, tuple(items), _tally(items))


def _assignments(campaign: Campaign, who: Standing, end: datetime) -> "QuerySet[Any, Any]":
    """What had been issued before a moment, each row beside what it was then.

    Progress, returns and the day of submission change only where something is said (`last_at`), the last also where
    the task is cancelled; whoever has said nothing since is not asked about.
    """
    mine = {"assignment": OuterRef("pk")}
    later = Move.objects.filter(kind=ASSIGNMENT.kind, subject_id=OuterRef("pk"), at__gte=end).order_by("at", "pk")
    granted = Review.objects.filter(**mine, kind="change", verdict="granted", decided_at__gte=end).order_by("pk")
    told = Feedback.objects.filter(**mine, at__lt=end).order_by("-at", "-pk")
    returned = Round.objects.filter(**mine, verdict="returned", decided_at__gte=end).order_by().values("assignment")
    undecided = Q(decided_at=None) | Q(decided_at__gte=end)
    waiting = Round.objects.filter(undecided, **mine, submitted_at__lt=end).order_by("-number")
    spoke = Q(last_at__gte=end)
    moved_on = spoke | Q(state=CANCELLED)
    rows = Assignment.objects.filter(_alive(end, "task__"), campaign=campaign, issued_at__lt=end)
    if not who.is_wide:
        rows = rows.filter(pk__in=visible_to(who).values("pk"))
    return rows.order_by().annotate(
        was_state=Coalesce(Subquery(later.values("source")[:1]), "state"),
        was_due=Coalesce(Subquery(granted.values("old_due")[:1]), "due"),
        was_progress=Case(When(spoke, then=Coalesce(Subquery(told.values("progress")[:1]), 0)), default="progress"),
        has_moved_on=Case(When(moved_on, then=True), default=False),
        was_submitted=Case(When(moved_on, then=Subquery(waiting.values("submitted_at")[:1]))),
        returned_since=Case(When(spoke, then=Subquery(returned.annotate(n=Count("pk")).values("n")))),
    )


def _without(campaign: Campaign, end: datetime) -> "QuerySet[Any, Any]":
    """The tasks of which nothing was out before a moment."""
    out = Assignment.objects.filter(task=OuterRef("pk"), issued_at__lt=end)
    rows = Task.objects.filter(_alive(end), ~Exists(out), campaign=campaign)
    return rows.values_list("pk", "number", "title", "stage_id", "due", named=True)


def _alive(end: datetime, task: str = "") -> Q:
    return Q(**{f"{task}cancelled_at": None}) | Q(**{f"{task}cancelled_at__gte": end})


def _issued(row: Any, by: Rules, number: Callable[[date], int]) -> Stood:
    submitted = row.submitted_on
    if row.has_moved_on:
        submitted = timezone.localdate(row.was_submitted) if row.was_submitted else None
    then = Facts(
        state=row.was_state,
        start=row.start,
        start_n=row.start_n,
        due=row.was_due,
        due_n=number(row.was_due) if row.was_due else None,
        progress=100 if row.was_state in FINISHED else row.was_progress,
        returns=row.returns - (row.returned_since or 0),
        submitted_on=submitted,
    )
    return Stood(
        task_id=row.task_id,
        number=row.task__number,
        title=row.task__title,
        stage_id=row.task__stage_id,
        assignment_id=row.pk,
        occurrence=row.occurrence,
        unit=row.unit__name,
        state=then.state,
        progress=then.progress,
        due=then.due,
        returns=then.returns,
        submitted_on=then.submitted_on,
        reason=BY_CODE[reason_of(then, by)],
    )


def _unissued(row: Any) -> Stood:
    return Stood(
        task_id=row.pk,
        number=row.number,
        title=row.title,
        stage_id=row.stage_id,
        assignment_id=None,
        occurrence=0,
        unit="",
        state="unissued",
        progress=0,
        due=row.due,
        returns=0,
        submitted_on=None,
        reason=UNISSUED,
    )


def _tally(items: Iterable[Stood]) -> Tally:
    by_reason: Counter[int] = Counter()
    by_state: Counter[str] = Counter()
    by_stage: dict[int | None, Counter[int]] = defaultdict(Counter)
    for item in items:
        by_reason[item.reason.code] += 1
        by_state[item.state] += 1
        by_stage[item.stage_id][item.reason.code] += 1
    return Tally(by_reason, by_state, dict(by_stage))
