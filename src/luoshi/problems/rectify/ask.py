"""Requests about a problem: for another unit, for more time; answered by the office or a leader, or withdrawn."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.journal.transition import transition
from luoshi.kit.machine import AlreadyMoved
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit
from luoshi.problems.access import open_request
from luoshi.problems.models import Problem, Request
from luoshi.problems.moving import moving, put
from luoshi.problems.register import said
from luoshi.problems.states import PROBLEM


@dataclass(frozen=True, slots=True)
class Return:
    """Why the problem is not the unit's, and whose it should be."""

    reason: str
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Extension:
    """Why more time is needed, and until which day exactly."""

    reason: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in words, mandatory for a refusal; `request` is the one looked at, None for whichever is open."""

    reason: str = ""
    due: date | None = None
    request: int | None = None


def ask_return(problem: Problem, wanted: Return, *, by: Standing) -> Request:
    """Hand the problem back: to the office, or after its refusal to a leader. Raises Unanswered."""
    with moving(problem, "ask_return", by) as row:
        reason = said(wanted.reason, _("写明为什么不属于本单位职责。"))
        if wanted.unit_id in (None, row.unit_id) or not Unit.objects.filter(pk=wanted.unit_id, is_active=True).exists():
            raise Unanswered("unit", _("选一个您认为应当整改的单位。"))
        refused = row.requests.filter(kind="return", verdict="refused").exists()
        asked = Request(kind="return", level="leader" if refused else "office", reason=reason, unit_id=wanted.unit_id)
        return _open(row, asked, by)


def ask_change(problem: Problem, wanted: Extension, *, by: Standing) -> Request:
    """Ask for a later limit. Raises Unanswered without a reason or a day after the one in force."""
    with moving(problem, "ask_change", by) as row:
        reason = said(wanted.reason, _("写明为什么需要延期。"))
        if wanted.due is None or row.due is None or wanted.due <= row.due:
            raise Unanswered("due", _("选一个晚于现定期限的具体日期。"))
        asked = Request(kind="change", level="leader", reason=reason, old_due=row.due, asked_due=wanted.due)
        return _open(row, asked, by)


def grant(problem: Problem, given: Answer, *, by: Standing) -> Request:
    """Grant the open request: the problem goes to the unit proposed, or has a new limit."""
    kind = kind_of(problem)
    with moving(problem, f"grant_{kind}", by) as row:
        asked = _looked_at(row, given.request)
        if asked.kind == "return":
            put(row, unit_id=asked.unit_id)
            data: dict[str, object] = {"unit": asked.unit_id}
        else:
            due = given.due or asked.asked_due
            if due is None or asked.old_due is None or due <= asked.old_due:
                raise Unanswered("due", _("选一个晚于现定期限的具体日期。"))
            asked.granted_due = due
            put(row, due=due)
            data = {"from": asked.old_due, "due": due}
        return _decide(row, asked, f"grant_{kind}", "granted", given.reason, by, data)


def refuse(problem: Problem, given: Answer, *, by: Standing) -> Request:
    """Refuse the open request: the problem stands as before. Raises Unanswered without a reason."""
    kind = kind_of(problem)
    with moving(problem, f"refuse_{kind}", by) as row:
        reason = said(given.reason, _("写明为什么不同意，对方照此继续办理。"))
        asked = _looked_at(row, given.request)
        return _decide(row, asked, f"refuse_{kind}", "refused", reason, by, {})


def withdraw(problem: Problem, *, by: Standing) -> Request:
    """Take one's own request back."""
    with moving(problem, "withdraw", by) as row:
        return _decide(row, _looked_at(row, None), "withdraw", "withdrawn", "", by, {})


def kind_of(problem: Problem) -> str:
    """What kind of request the problem's state waits for; a return where it waits for none."""
    return "change" if problem.state == "change_review" else "return"


def _open(row: Problem, asked: Request, by: Standing) -> Request:
    asked.problem = row
    asked.asked_by_id, asked.asked_name, asked.asked_at = by.person_id, by.name, by.at or timezone.now()
    asked.save()
    known = {"request": asked.pk, "unit": asked.unit_id, "due": asked.asked_due}
    data = {name: value for name, value in known.items() if value is not None}
    transition(PROBLEM, row, f"ask_{asked.kind}", by=by.acting(), data=data, texts={"reason": asked.reason})
    return asked


def _looked_at(row: Problem, request_id: int | None) -> Request:
    asked = open_request(row)
    if asked is None or request_id not in (None, asked.pk):
        raise AlreadyMoved(f"request {request_id} about problem {row.pk} is not open")
    return asked


def _decide(
    row: Problem, asked: Request, move: str, verdict: str, reason: str, by: Standing, data: dict[str, object]
) -> Request:
    transition(PROBLEM, row, move, by=by.acting(), data={"request": asked.pk, **data}, texts={"reason": reason})
    asked.verdict, asked.answer = verdict, reason.strip()
    asked.decided_by_id, asked.decided_name, asked.decided_at = by.person_id, by.name, by.at or timezone.now()
    asked.save()
    return asked
