"""Assignments: one with its reports, rounds and possible moves; and the moves themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router

from luoshi.campaigns import feedback, verify
from luoshi.campaigns.access import may, may_report, may_settle
from luoshi.campaigns.archive import archive
from luoshi.campaigns.inside.divide import Step, add_step
from luoshi.campaigns.joint.consult import Question, consult
from luoshi.campaigns.queries import work
from luoshi.campaigns.reach import assignment_for
from luoshi.campaigns.reopen import Reopening, reopen
from luoshi.campaigns.review import answer, ask
from luoshi.campaigns.review.queries import ReviewRow, reviews_of
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.faces.api.v1.acts import Act, Place, offer
from luoshi.faces.api.v1.answers import Id, Listed, Size, found, who
from luoshi.faces.api.v1.keyed import WORK
from luoshi.faces.api.v1.tasks import listed as items
from luoshi.oversight.queries import Item
from luoshi.oversight.urging.queries import UrgeView, urges_of

if TYPE_CHECKING:
    from luoshi.campaigns.models import Feedback, Round

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
    remaining: str
    remaining_due: date | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """One assignment. `moves` tells for each move, for `report` and for `settle_remaining`, why it is refused; empty
    where it is granted."""

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
    reviews: tuple[ReviewRow, ...]
    urges: tuple[UrgeView, ...]
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
    verdicts = {move.name: may(me, move, row) for move in ASSIGNMENT.moves}
    verdicts |= {"report": may_report(me, row), "settle_remaining": may_settle(me, row)}
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
        feedback=tuple(map(_feedback, seen.feedback)),
        rounds=tuple(map(_round, seen.rounds)),
        reviews=reviews_of(row.pk),
        urges=urges_of(row.pk),
        moves={name: verdict.reason for name, verdict in verdicts.items()},
    )


def _feedback(one: "Feedback") -> FeedbackView:
    return FeedbackView(one.at, one.by_name, one.progress, one.said, one.next_step, one.difficulty, one.is_unchanged)


def _round(one: "Round") -> RoundView:
    return RoundView(
        number=one.number,
        submitted_at=one.submitted_at,
        submitted_by=one.submitted_name,
        result=one.result,
        verdict=one.verdict,
        decided_at=one.decided_at,
        decided_by=one.decided_name,
        reason=one.reason,
        remaining=one.remaining,
        remaining_due=one.remaining_due,
        settled_at=one.settled_at,
    )


ACTS = (
    Act("sign", feedback.sign),
    Act("report", feedback.report, feedback.Report),
    Act("unchanged", feedback.report_unchanged),
    Act("submit", feedback.submit, feedback.Submission),
    Act("accept", verify.accept, verify.Verification),
    Act("send_back", verify.send_back, verify.Verification),
    Act("settle_remaining", verify.settle_remaining, verify.Settlement),
    Act("ask_return", ask.ask_return, ask.Return),
    Act("dispute", ask.dispute, ask.Request),
    Act("ask_change", ask.ask_change, ask.Extension),
    Act("ask_cancel", ask.ask_cancel, ask.Request),
    Act("grant", answer.grant, answer.Answer),
    Act("refuse", answer.refuse, answer.Answer),
    Act("withdraw", answer.withdraw),
    Act("add_step", add_step, Step),
    Act("consult", consult, Question),
    Act("archive", archive),
    Act("reopen", reopen, Reopening),
)
offer(router, Place("assignment", "/{int:assignment_id}", assignment_for, show, AssignmentView, WORK), ACTS)
