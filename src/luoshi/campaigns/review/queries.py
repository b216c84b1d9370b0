"""Reads of what waits for somebody's word: requests with their answers, points that remain, and lists to be issued."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from luoshi.campaigns.access import may, visible_to
from luoshi.campaigns.models import Assignment, Campaign, IssueRequest, Review, Round
from luoshi.campaigns.states import ASSIGNMENT, FINISHED
from luoshi.kit.machine import Move
from luoshi.kit.verdict import Verdict
from luoshi.orgs.access import Standing


@dataclass(frozen=True, slots=True)
class Offer:
    """A move that starts where an assignment stands, and whether somebody may make it."""

    move: Move
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One request about an assignment and its answer; `verdict` is empty while it is open, `proposed` a unit's name."""

    id: int
    assignment_id: int
    task_id: int
    number: int
    title: str
    unit: str
    kind: str
    level: str
    asked_name: str
    asked_at: datetime
    reason: str
    proposed: str
    old_due: date | None
    asked_due: date | None
    granted_due: date | None
    verdict: str
    decided_name: str
    decided_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class RemainingRow:
    """Points that an acceptance left to be settled until `due`."""

    assignment_id: int
    task_id: int
    number: int
    title: str
    unit: str
    said: str
    due: date | None


def offers(who: Standing, assignment: Assignment) -> tuple[Offer, ...]:
    """What could be done with the assignment as it stands, in the machine's order."""
    return tuple(Offer(move, may(who, move, assignment)) for move in ASSIGNMENT.moves_from(assignment.state))


def reviews_of(assignment_id: int) -> tuple[ReviewRow, ...]:
    """All requests about one assignment, the oldest first."""
    return _rows(Review.objects.filter(assignment_id=assignment_id))


def open_reviews(campaign: Campaign, who: Standing) -> tuple[ReviewRow, ...]:
    """The requests that wait for an answer, as far as this person may see their assignments, the oldest first."""
    seen = visible_to(who).filter(campaign=campaign)
    return _rows(Review.objects.filter(verdict="", assignment__in=seen))


def remaining(campaign: Campaign, who: Standing) -> tuple[RemainingRow, ...]:
    """The points that remain to be settled, as far as this person may see their assignments, the earliest due first."""
    seen = visible_to(who).filter(campaign=campaign, state__in=FINISHED)
    rounds = Round.objects.filter(assignment__in=seen, verdict="accepted", settled_at=None).exclude(remaining="")
    found = rounds.order_by("remaining_due", "pk").values_list(
        "assignment_id", "assignment__task_id", "assignment__task__number", "assignment__task__title",
        "assignment__unit__name", "remaining", "remaining_due",
    )  # fmt: skip
    return tuple(RemainingRow(*row) for row in found)


def issue_requests(campaign: Campaign) -> tuple[IssueRequest, ...]:
    """The lists that wait for a leader's approval, the oldest first."""
    return tuple(IssueRequest.objects.filter(campaign=campaign, state="proposed").select_related("campaign"))


def issue_request(campaign_id: int, request_id: int) -> IssueRequest | None:
    """One request to issue, to act on."""
    return IssueRequest.objects.select_related("campaign").filter(campaign_id=campaign_id, pk=request_id).first()


def _rows(reviews: QuerySet[Review]) -> tuple[ReviewRow, ...]:
    return tuple(
        ReviewRow(
            row.pk, row.assignment_id, row.assignment.task_id, row.assignment.task.number, row.assignment.task.title,
            row.assignment.unit.name, row.kind, row.level, row.asked_name, row.asked_at, row.reason,
            row.unit.name if row.unit else "", row.old_due, row.asked_due, row.granted_due,
            row.verdict, row.decided_name, row.decided_at, row.answer,
        )
        for row in reviews.select_related("assignment__task", "assignment__unit", "unit").order_by("pk")
    )  # fmt: skip
