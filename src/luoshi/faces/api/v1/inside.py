"""What happens around an assignment: the steps inside its unit, and what joint units were asked and said."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router

from luoshi.campaigns.inside.queries import arrangement
from luoshi.campaigns.joint.queries import consultations
from luoshi.campaigns.reach import assignment_for
from luoshi.faces.api.v1.answers import Listed, found, who

router = Router(tags=["assignments"])


@dataclass(frozen=True, slots=True)
class StepView:
    """A step inside the unit, and who does it; `done_at` is null while it is open."""

    id: int
    title: str
    person: str
    due: date | None
    is_late: bool
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class JointAnswer:
    """What one joint unit said; `is_latest` where it has said nothing since."""

    unit: str
    stance: str
    said: str
    by: str
    at: datetime
    is_latest: bool


@dataclass(frozen=True, slots=True)
class JointQuestion:
    """What joint units were asked until when; `unanswered` names those that have not answered."""

    id: int
    question: str
    due: date
    by: str
    at: datetime
    answers: tuple[JointAnswer, ...]
    unanswered: tuple[str, ...]


@router.get("/{int:assignment_id}/steps", url_name="steps", response=Listed[StepView])
def steps(request: HttpRequest, assignment_id: int) -> Listed[StepView]:
    """The steps of an assignment on one page; for those who may see the work inside its unit."""
    me = who(request)
    inside = found(arrangement(me, found(assignment_for(me, assignment_id))))
    rows = (StepView(row.id, row.title, row.person, row.due, row.is_late, row.done_at) for row in inside.steps)
    return Listed(tuple(rows), "")


@router.get("/{int:assignment_id}/consultations", url_name="consultations", response=Listed[JointQuestion])
def asked(request: HttpRequest, assignment_id: int) -> Listed[JointQuestion]:
    """What joint units were asked about an assignment, the newest first, on one page."""
    me = who(request)
    rows = consultations(me, found(assignment_for(me, assignment_id)))
    return Listed(
        tuple(
            JointQuestion(
                row.id, row.question, row.due, row.by, row.at,
                tuple(JointAnswer(a.unit, a.stance, a.said, a.by, a.at, a.is_latest) for a in row.answers),
                row.unanswered,
            )
            for row in rows
        ),
        "",
    )  # fmt: skip
