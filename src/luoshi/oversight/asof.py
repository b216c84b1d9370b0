"""How a campaign stood at the end of a past day: read from moves, reports, grants and verdicts, as they lay then.

What is now is taken back by what came later. Nothing tells of old titles, stages, thresholds, or of days that a
revised plan changed: these are today's.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone

from luoshi.campaigns.access import visible_to
from luoshi.campaigns.models import Assignment, Campaign, Feedback, Review, Round, Task
from luoshi.campaigns.states import ASSIGNMENT, FINISHED
from luoshi.journal.models import Move
from luoshi.orgs.access import Standing
from luoshi.oversight.lights import BY_CODE, CANCELLED, UNISSUED, Reason, codes, reason_expression, rules
from luoshi.oversight.memory import remembered, scope
from luoshi.oversight.queries import Tally

NUMBER = IntegerField()
ISSUED = (
    "task_id", "place", "task__title", "task__stage_id", "of", "occurrence", "unit__name", "then_state",
    "then_progress", "then_due", "then_returns", "then_submitted_on", "code",
)  # fmt: skip
BARE = (
    "pk", "place", "title", "stage_id", "of", Value(0), Value(""), Value("unissued"),
    Value(0), "due", Value(0), Cast(Value(None), DateField()), Value(UNISSUED.code),
)  # fmt: skip
"""The fields of `Stood` in their order, of what was out and of what was not; `of` is 0 of the latter."""


@dataclass(frozen=True, slots=True)
class Stood:
    """One item as it stood; with 0 as assignment it was not issued yet. `due` is its limit by the grants till then."""

    task_id: int
    number: int
    title: str
    stage_id: int | None
    assignment_id: int
    occurrence: int
    unit: str
    state: str
    progress: int
    due: date | None
    returns: int
    submitted_on: date | None
    code: int

    @property
    def reason(self) -> Reason:
        """Why it had its light."""
        return BY_CODE[self.code]


def first_day(campaign: Campaign) -> date:
    """The first day of which something can be told: that of the adoption; of a sample, that of its first issue."""
    told = campaign.adopted_at
    if campaign.is_sample:
        told = Assignment.objects.filter(campaign=campaign).aggregate(first=Min("issued_at"))["first"] or told
    return min(timezone.localdate(told), campaign.today)


def tally_on(campaign: Campaign, who: Standing, day: date) -> Tally:
    """The counts of what this person may see at the end of that day, by the rules of lights in force; remembered."""
    return remembered(campaign, ("as of", scope(who), day), lambda: _tally_on(campaign, who, day))


def items_on(
    campaign: Campaign, who: Standing, day: date, light: str = "", *, start: int = 0, size: int = 50
) -> tuple[Stood, ...]:
    """The items behind those counts, in the order of the plan: `size` of one light, if any, from place `start`."""
    question = ("items of", scope(who), day, light, start, size)
    return remembered(campaign, question, lambda: _items_on(campaign, who, day, light, start, size))


def _tally_on(campaign: Campaign, who: Standing, day: date) -> Tally:
    by_reason: Counter[int] = Counter()
    by_state: Counter[str] = Counter()
    by_stage: dict[int | None, Counter[int]] = defaultdict(Counter)
    counted = _out(campaign, who, day).order_by().values("task__stage_id", "then_state", "code").annotate(n=Count("pk"))
    bare = _without(campaign, who, day).order_by().values("stage_id").annotate(n=Count("pk"))
    groups = [(row["task__stage_id"], row["then_state"], row["code"], row["n"]) for row in counted]
    groups += [(row["stage_id"], "unissued", UNISSUED.code, row["n"]) for row in bare]
    for stage, state, code, n in groups:
        by_reason[code] += n
        by_state[state] += n
        by_stage[stage][code] += n
    return Tally(by_reason, by_state, dict(by_stage))


def _items_on(campaign: Campaign, who: Standing, day: date, light: str, start: int, size: int) -> tuple[Stood, ...]:
    out, without = _out(campaign, who, day), _without(campaign, who, day)
    if light:
        out = out.filter(code__in=codes(light))
        without = without if light == UNISSUED.light else without.none()
    issued = out.order_by().annotate(place=F("task__number"), of=F("pk")).values_list(*ISSUED)
    bare = without.order_by().annotate(place=F("number"), of=Value(0)).values_list(*BARE)
    rows = issued.union(bare, all=True).order_by("place", "of")[start : start + size]
    return tuple(Stood(*row) for row in rows)


def _end(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _out(campaign: Campaign, who: Standing, day: date) -> "QuerySet[Any, Any]":
    """What had been issued by that day and stood then, each row with what it was then and the code of its light."""
    by = replace(rules(campaign), today=day, now=campaign.calendar.number(day))
    end = _end(day)
    rows = Assignment.objects.filter(_alive(end, "task__"), campaign=campaign, issued_at__lt=end)
    if not who.is_wide:
        rows = rows.filter(pk__in=visible_to(who).values("pk"))
    then: QuerySet[Any, Any] = (
        _then(rows, end).annotate(then_due_n=_due_number(campaign, end)).exclude(then_state=CANCELLED)
    )
    lit: QuerySet[Any, Any] = then.annotate(code=reason_expression(by, "then_"))
    return lit


def _then(rows: "QuerySet[Any, Any]", end: datetime) -> "QuerySet[Any, Any]":
    """Each row beside what it was before a moment.

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
    since = Coalesce(Subquery(returned.annotate(n=Count("pk")).values("n")), 0, output_field=NUMBER)
    said = Coalesce(Subquery(told.values("progress")[:1]), 0, output_field=NUMBER)
    submitted = TruncDate(Subquery(waiting.values("submitted_at")[:1]))
    then: QuerySet[Any, Any] = rows.annotate(
        then_id=F("pk"),
        then_state=Coalesce(Subquery(later.values("source")[:1]), "state"),
        then_start=F("start"),
        then_start_n=F("start_n"),
        then_due=Coalesce(Subquery(granted.values("old_due")[:1]), "due"),
        then_progress=Case(
            When(then_state__in=FINISHED, then=Value(100)),
            When(spoke, then=said),
            default="progress",
            output_field=NUMBER,
        ),
        then_returns=Case(When(spoke, then=F("returns") - since), default="returns", output_field=NUMBER),
        then_submitted_on=Case(When(spoke | Q(state=CANCELLED), then=submitted), default="submitted_on"),
    )
    return then


def _due_number(campaign: Campaign, end: datetime) -> Case:
    """The working day's number of `then_due`, which differs from today's where a grant came later."""
    later = Review.objects.filter(assignment__campaign=campaign, kind="change", verdict="granted", decided_at__gte=end)
    old = remembered(campaign, ("dues before", end), lambda: set(later.values_list("old_due", flat=True)))
    known = (When(then_due=due, then=Value(campaign.calendar.number(due))) for due in old if due)
    return Case(When(then_due=F("due"), then="due_n"), *known, default=None, output_field=NUMBER)


def _without(campaign: Campaign, who: Standing, day: date) -> "QuerySet[Task]":
    """The tasks of which nothing was out by that day; of these only who sees the whole campaign is told."""
    if not who.is_wide:
        return Task.objects.none()
    end = _end(day)
    out = Assignment.objects.filter(task=OuterRef("pk"), issued_at__lt=end)
    return Task.objects.filter(_alive(end), ~Exists(out), campaign=campaign)


def _alive(end: datetime, task: str = "") -> Q:
    return Q(**{f"{task}cancelled_at": None}) | Q(**{f"{task}cancelled_at__gte": end})
