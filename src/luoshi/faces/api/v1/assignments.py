"""Assignments: one with its reports, rounds and possible moves; and the moves themselves."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router

from luoshi.campaigns import feedback, verify
from luoshi.campaigns.access import may, may_report
from luoshi.campaigns.queries import work
from luoshi.campaigns.reach import assignment_for
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.faces.api.v1.answers import Id, Listed, Size, act, found, who
from luoshi.faces.api.v1.keyed import WORK
from luoshi.faces.api.v1.tasks import listed as items
from luoshi.oversight.queries import Item

router = Router(tags=["assignments"])


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """One report; `progress` in percent."""

    at: datetime
    by: str
    progress: int
    said: str
    next_step: str
    difficulty: str
    is_unchanged: bool


@dataclass(frozen=True, slots=True)
class RoundView:
    """One submission and the verdict on it: accepted, returned, or empty while it waits."""

    number: int
    submitted_at: datetime
    submitted_by: str
    result: str
    verdict: str
    decided_at: datetime | None
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """One assignment. `moves` tells for each move, and for `report`, why it is refused; empty where it is granted."""

    id: int
    campaign: int
    task: int
    title: str
    unit: str
    slip: str
    state: str
    original_due: date | None
    due: date | None
    progress: int
    returns: int
    joint: tuple[str, ...]
    feedback: tuple[FeedbackView, ...]
    rounds: tuple[RoundView, ...]
    moves: dict[str, str]


@router.get("", url_name="assignments", response=Listed[Item])
def listed(
    request: HttpRequest, campaign: Id, size: Size = 25, after: str = "", light: str = "", state: str = "",
    unit: str = "",
) -> Listed[Item]:  # fmt: skip
    """The assignments of a campaign; what is not issued yet is left out."""
    shown = items(request, campaign, size=size, after=after, light=light, state=state, unit=unit)
    return Listed(tuple(item for item in shown.items if item.assignment_id), shown.next)


@router.get("/{int:assignment_id}", url_name="assignment", response=AssignmentView)
def show(request: HttpRequest, assignment_id: int) -> AssignmentView:
    """One assignment."""
    me = who(request)
    row = found(assignment_for(me, assignment_id))
    seen = work(row.campaign, row.pk)
    verdicts = {move.name: may(me, move, row) for move in ASSIGNMENT.moves} | {"report": may_report(me, row)}
    return AssignmentView(
        id=row.pk,
        campaign=row.campaign_id,
        task=row.task_id,
        title=row.task.title,
        unit=row.unit.name,
        slip=row.slip_number,
        state=row.state,
        original_due=row.original_due,
        due=row.due,
        progress=row.progress,
        returns=row.returns,
        joint=seen.joint,
        feedback=tuple(
            FeedbackView(f.at, f.by_name, f.progress, f.said, f.next_step, f.difficulty, f.is_unchanged)
            for f in seen.feedback
        ),
        rounds=tuple(
            RoundView(
                r.number, r.submitted_at, r.submitted_name, r.result, r.verdict, r.decided_at, r.decided_name, r.reason
            )
            for r in seen.rounds
        ),
        moves={name: verdict.reason for name, verdict in verdicts.items()},
    )


@router.post("/{int:assignment_id}/sign", url_name="sign", response=AssignmentView, auth=WORK)
@act
def sign(request: HttpRequest, assignment_id: int) -> HttpResponse | AssignmentView:
    """Sign for it."""
    feedback.sign(found(assignment_for(who(request), assignment_id)), by=who(request))
    return show(request, assignment_id)


@router.post("/{int:assignment_id}/report", url_name="report", response=AssignmentView, auth=WORK)
@act
def report(request: HttpRequest, assignment_id: int, said: Body[feedback.Report]) -> HttpResponse | AssignmentView:
    """Report on it, with quantities that count toward targets."""
    feedback.report(found(assignment_for(who(request), assignment_id)), said, by=who(request))
    return show(request, assignment_id)


@router.post("/{int:assignment_id}/submit", url_name="submit", response=AssignmentView, auth=WORK)
@act
def submit(
    request: HttpRequest, assignment_id: int, handed: Body[feedback.Submission]
) -> HttpResponse | AssignmentView:
    """Hand the result in for verification."""
    feedback.submit(found(assignment_for(who(request), assignment_id)), handed, by=who(request))
    return show(request, assignment_id)


@router.post("/{int:assignment_id}/accept", url_name="accept", response=AssignmentView, auth=WORK)
@act
def accept(request: HttpRequest, assignment_id: int, given: Body[verify.Verification]) -> HttpResponse | AssignmentView:
    """Close it with the open round accepted, by somebody of another unit."""
    verify.accept(found(assignment_for(who(request), assignment_id)), given, by=who(request))
    return show(request, assignment_id)


@router.post("/{int:assignment_id}/send_back", url_name="send_back", response=AssignmentView, auth=WORK)
@act
def send_back(
    request: HttpRequest, assignment_id: int, given: Body[verify.Verification]
) -> HttpResponse | AssignmentView:
    """Return it to the unit with a reason."""
    verify.send_back(found(assignment_for(who(request), assignment_id)), given, by=who(request))
    return show(request, assignment_id)
