"""What waits for somebody's word: requests about assignments, lists to be issued, questions to joint units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Q, QuerySet

from luoshi.campaigns.joint.queries import waiting_for
from luoshi.campaigns.models import Campaign, Consultation, IssueRequest, Review
from luoshi.orgs.access import Standing
from luoshi.oversight.mine.kinds import part_of

Asked = TypeVar("Asked", Review, IssueRequest)


@dataclass(frozen=True, slots=True)
class Request:
    """One request about an assignment; `is_mine` where this person may answer it, else their unit waits for it."""

    campaign_id: int
    task_id: int
    assignment_id: int
    number: int
    title: str
    unit: str
    kind: str
    level: str
    asked_name: str
    asked_at: datetime
    reason: str
    old_due: date | None
    asked_due: date | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class List:
    """A list that the office would issue."""

    campaign_id: int
    id: int
    asked_name: str
    asked_at: datetime
    tasks: int


@dataclass(frozen=True, slots=True)
class Question:
    """What a joint unit was asked and has not answered."""

    campaign_id: int
    task_id: int
    assignment_id: int
    number: int
    title: str
    unit: str
    question: str
    due: date


def answerable(who: Standing) -> QuerySet[Review]:
    """The open requests that this person may answer: by their office, and not of their own asking."""
    part = part_of(who)
    levels = [level for level, holds in (("office", part.is_office), ("leader", part.leads)) if holds]
    return _not_own(Review.objects.filter(verdict="", level__in=levels), who)


def approvable(who: Standing) -> QuerySet[IssueRequest]:
    """The lists to be issued that this person may approve."""
    rows = IssueRequest.objects.filter(state="proposed")
    return _not_own(rows, who) if part_of(who).leads else rows.none()


def questions_for(who: Standing) -> QuerySet[Consultation]:
    """The questions that wait for an answer of this person's units."""
    units = part_of(who).units
    return waiting_for(units) if units else Consultation.objects.none()


def requests(campaigns: Sequence[Campaign], who: Standing) -> tuple[Request, ...]:
    """The open requests that this person may answer, and those of their units, the oldest first."""
    part = part_of(who)
    if not (part.units or part.is_office or part.leads):
        return ()
    mine = answerable(who)
    rows = Review.objects.filter(
        Q(pk__in=mine.values("pk")) | Q(verdict="", assignment__unit__in=part.units), assignment__campaign__in=campaigns
    ).select_related("assignment__task", "assignment__unit")
    levels = {"office": part.is_office, "leader": part.leads}
    return tuple(
        Request(
            row.assignment.campaign_id, row.assignment.task_id, row.assignment_id, row.assignment.task.number,
            row.assignment.task.title, row.assignment.unit.name, row.kind, row.level, row.asked_name, row.asked_at,
            row.reason, row.old_due, row.asked_due,
            levels[row.level] and (row.asked_by_id is None or row.asked_by_id != who.person_id),
        )
        for row in rows.order_by("pk")
    )  # fmt: skip


def lists(campaigns: Sequence[Campaign], who: Standing) -> tuple[List, ...]:
    """The lists to be issued that wait for this person, the oldest first."""
    if not part_of(who).leads:
        return ()
    rows = approvable(who).filter(campaign__in=campaigns)
    return tuple(List(row.campaign_id, row.pk, row.asked_name, row.asked_at, len(row.tasks)) for row in rows)


def questions(campaigns: Sequence[Campaign], who: Standing) -> tuple[Question, ...]:
    """The questions that wait for this person's units, the earliest due first."""
    if not part_of(who).units:
        return ()
    rows = questions_for(who).filter(assignment__campaign__in=campaigns)
    return tuple(
        Question(
            row.assignment.campaign_id, row.assignment.task_id, row.assignment_id, row.assignment.task.number,
            row.assignment.task.title, row.assignment.unit.name, row.question, row.due,
        )
        for row in rows
    )  # fmt: skip


def _not_own(rows: QuerySet[Asked], who: Standing) -> QuerySet[Asked]:
    return rows.filter(Q(asked_by=None) | ~Q(asked_by=who.person_id))
