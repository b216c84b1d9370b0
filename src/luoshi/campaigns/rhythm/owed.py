"""Which reports are owed: derived from the last reports, the rhythms and the working calendars, for lists in SQL.

A report is owed once its due day is past and nothing was reported in or after its period. Who had fewer than `FEWEST`
working days for a period, for the assignment was issued or the rhythm set too late, owes nothing for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast

from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from luoshi.campaigns.grounds import may_work
from luoshi.campaigns.models import Assignment, Campaign, Feedback, Rhythm
from luoshi.kit.periods import DAY, Cycle, Every, Period
from luoshi.kit.workdays import Workdays
from luoshi.orgs.holidays import calendars
from luoshi.platform.gather import Gathered

FEWEST = 3
RHYTHMS, DAYS = "rhythms_read", "days_read"
"""Where a page's assignment keeps the rhythms of its task and its campaign, and its unit's calendar."""
WORKING = Q(state="in_progress") | Q(state__in=("change_review", "cancel_review"), held="in_progress")
Calendars = dict[int | None, Workdays]


@dataclass(frozen=True, slots=True)
class Term:
    """One period that is over, the assignments for which it is the latest, and the last day to have begun in time."""

    scope: Q
    period: Period
    begun_by: date

    def owing(self) -> Q:
        """The assignments that owe the report of this period."""
        begun = Q(issued_at__lt=_midnight(self.begun_by + DAY)) & (Q(start=None) | Q(start__lte=self.begun_by))
        since = Feedback.objects.filter(assignment=OuterRef("pk"), at__gte=_midnight(self.period.start))
        return self.scope & WORKING & begun & Q(~Exists(since))


@dataclass(frozen=True, slots=True)
class Reporting:
    """One assignment's reports: the period that runs, whether it was reported in it, and the one that is owed.

    `period.end` is the day on which the report is due; `basis` says why it is asked.
    """

    every: str
    every_label: str
    basis: str
    period: Period
    is_reported: bool
    owed: Period | None


@dataclass(frozen=True, slots=True)
class Given:
    """Of `due` reports of the period that runs, those `given`; `until` is the first day on which some are due."""

    due: int = 0
    given: int = 0
    until: date | None = None


def owing(*campaigns: Campaign) -> QuerySet[Assignment]:
    """The assignments of these campaigns that owe a report today."""
    wanted = Q(pk__in=())
    for term in terms(*campaigns):
        wanted |= term.owing()
    return Assignment.objects.filter(wanted)


def owed(campaign: Campaign, assignment_ids: Iterable[int] | None = None) -> dict[int, Period]:
    """The latest period for which each of these assignments (all when None) owes a report; the rest is left out."""
    known = list(terms(campaign))
    if not known:
        return {}
    whens = [When(term.owing(), then=Value(place)) for place, term in enumerate(known)]
    rows = Assignment.objects.filter(campaign=campaign)
    if assignment_ids is not None:
        rows = rows.filter(pk__in=assignment_ids)
    found = rows.annotate(term=Case(*whens, output_field=IntegerField())).exclude(term=None)
    return {pk: known[place].period for pk, place in found.values_list("pk", "term")}


def terms(*campaigns: Campaign) -> Iterator[Term]:
    """The latest periods that are over, one for each campaign, rhythm and calendar; none where work stands still."""
    rhythms: dict[int, dict[tuple[str, int, date, bool], None]] = defaultdict(dict)
    asked = Rhythm.objects.filter(campaign__in=[one for one in campaigns if may_work(one)]).exclude(every="none")
    for row in asked.order_by("pk"):
        rhythms[row.campaign_id][row.every, row.day, row.since, row.task_id is None] = None
    days = calendars() if rhythms else {}
    for campaign in campaigns:
        for every, day, since, is_whole in rhythms[campaign.pk]:
            tasks = Q(campaign=campaign) & (Q(task__rhythm=None) if is_whole else _same(every, day, since))
            cycle = Cycle(cast(Every, every), day)
            for units, period, begun_by in _by_calendar(cycle, campaign.today, days):
                if since <= begun_by:
                    yield Term(tasks & units, period, begun_by)


def reporting(assignment: Assignment) -> Reporting | None:
    """How an assignment is reported on; None where no regular reports are asked."""
    rhythm = _rhythm(assignment)
    if rhythm is None or rhythm.every == "none":
        return None
    days, today = _days(assignment), assignment.campaign.today
    cycle = Cycle(cast(Every, rhythm.every), rhythm.day)
    period = cycle.reporting(today, days)
    last = next((said.at for said in assignment.feedback.all()[:1]), None)
    over, begun_by = _over(cycle, today, days)
    owes = rhythm.since <= begun_by and _begun(assignment, begun_by) and (last is None or last < _midnight(over.start))
    return Reporting(
        every=rhythm.every,
        every_label=rhythm.get_every_display(),
        basis=rhythm.basis,
        period=period,
        is_reported=last is not None and last >= _midnight(period.start),
        owed=over if owes and may_work(assignment.campaign) else None,
    )


def in_period(campaign: Campaign, unit_id: int) -> Given:
    """How many assignments that the unit leads are to be reported on in the running period, and on how many it did.

    The period is that of the calendar in force for all, whatever days off the unit has of its own.
    """
    days, due, given, ends = campaign.calendar, 0, 0, set()
    kept = Rhythm.objects.filter(Q(task=OuterRef("task")) | Q(task=None), campaign=OuterRef("campaign"))
    at_work = Assignment.objects.filter(WORKING, campaign=campaign, unit=unit_id).annotate(
        last=Max("feedback__at"), asked=Gathered(kept.order_by(F("task").asc(nulls_last=True)), "every", "day")
    )
    for last, asked in at_work.values_list("last", "asked") if may_work(campaign) else ():
        every, day = next(iter(asked), ("none", 0))
        if every == "none":
            continue
        period = Cycle(cast(Every, every), day).reporting(campaign.today, days)
        due, given = due + 1, given + (last is not None and last >= _midnight(period.start))
        ends.add(period.end)
    return Given(due, given, min(ends, default=None))


def _rhythm(assignment: Assignment) -> Rhythm | None:
    found = assignment.__dict__.get(RHYTHMS)
    if found is None:
        wanted = Q(task=assignment.task_id) | Q(task=None)
        found = Rhythm.objects.filter(wanted, campaign=assignment.campaign_id)
    rows = {row.task_id: row for row in found}
    return rows.get(assignment.task_id) or rows.get(None)


def _days(assignment: Assignment) -> Workdays:
    """The calendar of the assignment's unit."""
    days: Workdays | None = assignment.__dict__.get(DAYS)
    if days is not None:
        return days
    known = calendars()
    return known.get(assignment.unit_id, known[None])


def _begun(assignment: Assignment, begun_by: date) -> bool:
    """Whether the assignment is at work and began in time to owe what is over; the twin of `Term.owing`."""
    is_held = assignment.state in ("change_review", "cancel_review")
    stands = assignment.held if is_held else assignment.state
    in_time = assignment.issued_at < _midnight(begun_by + DAY)
    return stands == "in_progress" and in_time and (assignment.start is None or assignment.start <= begun_by)


def _same(every: str, day: int, since: date) -> Q:
    return Q(task__rhythm__every=every, task__rhythm__day=day, task__rhythm__since=since)


def _by_calendar(cycle: Cycle, today: date, known: Calendars) -> Iterator[tuple[Q, Period, date]]:
    """(units, the latest period that is over for them, the last day to have begun in time), each unit in one."""
    whole = _over(cycle, today, known[None])
    others: dict[tuple[Period, date], list[int]] = defaultdict(list)
    for unit_id, days in known.items():
        if unit_id is not None and (own := _over(cycle, today, days)) != whole:
            others[own].append(unit_id)
    yield ~Q(unit__in=[unit_id for units in others.values() for unit_id in units]), *whole
    for own, units in others.items():
        yield Q(unit__in=units), *own


def _over(cycle: Cycle, today: date, days: Workdays) -> tuple[Period, date]:
    """The latest period that is over, and the last day that left `FEWEST` working days until its report was due."""
    period = cycle.reporting(cycle.reporting(today, days).start - DAY, days)
    return period, days.after(period.end, 1 - FEWEST) - DAY


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
