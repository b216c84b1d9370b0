"""The verdict on what a unit handed in, given by somebody else, and the points that it left to be settled."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.campaigns.access import may_settle
from luoshi.campaigns.feedback import SAID_SHORT, Unanswered
from luoshi.campaigns.grounds import day_of
from luoshi.campaigns.models import Assignment, Round
from luoshi.campaigns.moving import locked, moving, put
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.journal.record import record
from luoshi.journal.transition import transition
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing

ACCEPTED = gettext_noop("验收通过")


@dataclass(frozen=True, slots=True)
class Verification:
    """A verdict in words; the reason is mandatory when it is sent back.

    `round` is the number of the round that was looked at, None for whichever is open. What is accepted may leave
    `remaining` points, to be settled until `remaining_due`.
    """

    reason: str = ""
    round: int | None = None
    remaining: str = ""
    remaining_due: date | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """How the points that remained at acceptance were settled."""

    said: str


def accept(assignment: Assignment, given: Verification, *, by: Standing) -> Round:
    """Close the assignment with the latest round accepted. Raises Unanswered for remaining points without a day."""
    with moving(assignment, "accept", by) as row:
        remaining = given.remaining.strip()
        if remaining and given.remaining_due is None:
            raise Unanswered("remaining_due", _("写明遗留问题办完的日期。"))
        if given.remaining_due is not None and not remaining:
            raise Unanswered("remaining", _("写明遗留了什么问题；没有遗留，请去掉日期。"))
        decided = _decide(row, "accept", "accepted", given, by)
        decided.remaining, decided.remaining_due = remaining, given.remaining_due
        decided.save(update_fields=["remaining", "remaining_due"])
        put(row, closed_on=day_of(by, row.campaign), progress=100)
    return decided


def send_back(assignment: Assignment, given: Verification, *, by: Standing) -> Round:
    """Return the assignment to the unit. Raises Unanswered without a reason."""
    with moving(assignment, "send_back", by) as row:
        if not given.reason.strip():
            raise Unanswered("reason", _("退回要写明理由，单位照此补办。"))
        decided = _decide(row, "send_back", "returned", given, by)
        put(row, submitted_on=None, returns=row.returns + 1)
    return decided


def settle_remaining(assignment: Assignment, how: Settlement, *, by: Standing) -> Round:
    """Note that the points which remained at acceptance are settled. Raises AlreadyMoved when none remain."""
    with transaction.atomic():
        row = locked(assignment)
        demand(may_settle(by, row))
        if not how.said.strip():
            raise Unanswered("said", _("写明遗留问题是怎样办完的。"))
        open_rounds = Round.objects.filter(assignment=row, verdict="accepted", settled_at=None).exclude(remaining="")
        left = open_rounds.order_by("-number").first()
        if left is None:
            raise AlreadyMoved(f"nothing remains of assignment {row.pk}")
        left.settled_at, left.settled_name, left.settled_how = by.at or timezone.now(), by.name, how.said.strip()
        left.save(update_fields=["settled_at", "settled_name", "settled_how"])
        data = {"round": left.number}
        record(
            row.chain, "assignment.settle_remaining", "assignment", [row.pk], by=by.acting(), data=data,
            texts={"said": how.said},
        )  # fmt: skip
    return left


def _decide(row: Assignment, move: str, verdict: str, given: Verification, by: Standing) -> Round:
    """The latest round with the verdict written to it, the assignment moved."""
    decided = Round.objects.filter(assignment=row).latest("number")
    if given.round not in (None, decided.number):
        raise AlreadyMoved(f"round {given.round} is over, round {decided.number} is open")
    texts = {"reason": given.reason, "remaining": given.remaining}
    transition(ASSIGNMENT, row, move, by=by.acting(), data={"round": decided.number}, texts=texts)
    now, reason = by.at or timezone.now(), given.reason.strip()
    decided.verdict, decided.decided_at, decided.reason = verdict, now, reason
    decided.decided_by_id, decided.decided_name = by.person_id, by.name
    decided.save()
    put(row, last_said=" ".join((reason or ACCEPTED).split())[:SAID_SHORT], last_at=now)
    return decided
