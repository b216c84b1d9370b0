"""The verdict on what a unit handed in, given by somebody else."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.campaigns.access import may
from luoshi.campaigns.feedback import SAID_SHORT, Unanswered, locked
from luoshi.campaigns.models import Assignment, Round
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.journal.transition import transition
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing

ACCEPTED = gettext_noop("验收通过")


@dataclass(frozen=True, slots=True)
class Verification:
    """A verdict in words; the reason is mandatory when it is sent back.

    `round` is the number of the round that was looked at, None for whichever is open.
    """

    reason: str = ""
    round: int | None = None


def accept(assignment: Assignment, given: Verification, *, by: Standing) -> Round:
    """Close the assignment with the latest round accepted."""
    demand(may(by, ASSIGNMENT.move("accept"), assignment))
    return _decide(assignment, "accept", "accepted", given, by)


def send_back(assignment: Assignment, given: Verification, *, by: Standing) -> Round:
    """Return the assignment to the unit. Raises Unanswered without a reason."""
    demand(may(by, ASSIGNMENT.move("send_back"), assignment))
    if not given.reason.strip():
        raise Unanswered("reason", _("退回要写明理由，单位照此补办。"))
    return _decide(assignment, "send_back", "returned", given, by)


def _decide(assignment: Assignment, move: str, verdict: str, given: Verification, by: Standing) -> Round:
    now = by.at or timezone.now()
    with transaction.atomic():
        returns = locked(assignment).returns
        row = Round.objects.filter(assignment=assignment).latest("number")
        if given.round not in (None, row.number):
            raise AlreadyMoved(f"round {given.round} is over, round {row.number} is open")
        transition(ASSIGNMENT, assignment, move, by=by.acting(), texts={"reason": given.reason})
        row.verdict, row.decided_at, row.reason = verdict, now, given.reason.strip()
        row.decided_by_id, row.decided_name = by.person_id, by.name
        row.save()
        said = given.reason.strip() or ACCEPTED
        today = timezone.localdate(now) if by.at else assignment.campaign.today
        if verdict == "accepted":
            columns: dict[str, object] = {"closed_on": today, "progress": 100}
        else:
            columns = {"submitted_on": None, "returns": returns + 1}
        columns |= {"last_said": " ".join(said.split())[:SAID_SHORT], "last_at": now}
        Assignment.objects.filter(pk=assignment.pk).update(**columns)
        for name, value in columns.items():
            setattr(assignment, name, value)
    return row
