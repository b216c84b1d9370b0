"""Asking: the unit's head hands back, disputes, wants more time; the office wants a cancellation."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import refused_return
from luoshi.campaigns.models import Assignment, Review
from luoshi.campaigns.moving import moving
from luoshi.campaigns.review.access import may_take
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.journal.transition import transition
from luoshi.orgs.access import Standing


@dataclass(frozen=True, slots=True)
class Return:
    """Why an assignment is not the unit's, and whose it should be."""

    reason: str
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Extension:
    """Why more time is needed, and until which day exactly."""

    reason: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Request:
    """Why something is asked for: a cancellation, or a leader's word on a refused return."""

    reason: str


def ask_return(assignment: Assignment, wanted: Return, *, by: Standing) -> Review:
    """Hand the assignment back to the office. Raises Unanswered without a reason or a unit that could take it."""
    with moving(assignment, "ask_return", by) as row:
        reason = _reason(wanted.reason, _("写明为什么不属于本单位职责。"))
        if wanted.unit_id is None:
            raise Unanswered("unit", _("选一个您认为应当承办的单位。"))
        takes = may_take(row, wanted.unit_id)
        if not takes:
            raise Unanswered("unit", takes.reason)
        return _open(
            row, "ask_return", by, Review(kind="return", level="office", reason=reason, unit_id=wanted.unit_id)
        )


def dispute(assignment: Assignment, wanted: Request, *, by: Standing) -> Review:
    """Bring a refused return before a leader, once. Raises Unanswered without a reason."""
    with moving(assignment, "dispute", by) as row:
        reason = _reason(wanted.reason, _("写明为什么对驳回有异议，领导据此裁定。"))
        refused = refused_return(row)
        unit_id = refused.unit_id if refused else None
        asked = Review(kind="return", level="leader", reason=reason, unit_id=unit_id, disputes=refused)
        return _open(row, "dispute", by, asked)


def ask_change(assignment: Assignment, wanted: Extension, *, by: Standing) -> Review:
    """Ask for a later due date. Raises Unanswered without a reason or a date after the one in force."""
    with moving(assignment, "ask_change", by) as row:
        reason = _reason(wanted.reason, _("写明为什么需要延期。"))
        if wanted.due is None or row.due is None or wanted.due <= row.due:
            raise Unanswered("due", _("选一个晚于现定期限的具体日期。"))
        asked = Review(kind="change", level="leader", reason=reason, old_due=row.due, asked_due=wanted.due)
        return _open(row, "ask_change", by, asked)


def ask_cancel(assignment: Assignment, wanted: Request, *, by: Standing) -> Review:
    """Ask a leader to cancel the assignment. Raises Unanswered without a reason."""
    with moving(assignment, "ask_cancel", by) as row:
        reason = _reason(wanted.reason, _("写明为什么撤销，领导据此决定。"))
        return _open(row, "ask_cancel", by, Review(kind="cancel", level="leader", reason=reason))


def _reason(words: str, hint: str) -> str:
    if not words.strip():
        raise Unanswered("reason", hint)
    return words.strip()


def _open(row: Assignment, move: str, by: Standing, asked: Review) -> Review:
    asked.assignment = row
    asked.asked_by_id, asked.asked_name, asked.asked_at = by.person_id, by.name, by.at or timezone.now()
    asked.save()
    data = {"review": asked.pk, "unit": asked.unit_id, "due": asked.asked_due}
    known = {name: value for name, value in data.items() if value is not None}
    transition(ASSIGNMENT, row, move, by=by.acting(), data=known, texts={"reason": asked.reason})
    return asked
