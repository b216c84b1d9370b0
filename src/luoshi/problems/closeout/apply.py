"""The unit's application to strike a problem off, and the check of it by another body."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import day_of
from luoshi.journal.transition import transition
from luoshi.kit.machine import AlreadyMoved
from luoshi.orgs.access import Standing
from luoshi.problems.models import Closeout, Problem
from luoshi.problems.moving import moving, put
from luoshi.problems.register import said
from luoshi.problems.states import PROBLEM

POST = 120


@dataclass(frozen=True, slots=True)
class Application:
    """The self-check, signed by the unit's head."""

    self_check: str


@dataclass(frozen=True, slots=True)
class Check:
    """What was seen on the spot and on which day; `signature` is the verifier's own name, typed.

    `closeout` is the number of the application that was looked at, None for whichever is open.
    """

    note: str
    signature: str
    seen_on: date | None = None
    closeout: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the check did not pass."""

    reason: str
    closeout: int | None = None


def apply(problem: Problem, given: Application, *, by: Standing) -> Closeout:
    """Apply to have the problem struck off. Raises Unanswered without a self-check."""
    with moving(problem, "apply", by) as row:
        words = said(given.self_check, _("写明自查结论：目标达到没有，依据在哪里。"), "self_check")
        made = Closeout.objects.create(
            problem=row,
            number=(row.closeouts.aggregate(last=Max("number"))["last"] or 0) + 1,
            round=row.round,
            applied_by_id=by.person_id or 0,
            applied_name=by.name,
            applied_at=by.at or timezone.now(),
            self_check=words,
        )
        data = {"closeout": made.number}
        transition(PROBLEM, row, "apply", by=by.acting(), data=data, texts={"self_check": words})
    return made


def verify(problem: Problem, given: Check, *, by: Standing) -> Closeout:
    """Sign that it is rectified as claimed. Raises Unanswered without note, day or the verifier's own name."""
    with moving(problem, "verify", by) as row:
        note = said(given.note, _("写明现场看到了什么、问了谁。"), "note")
        seen = given.seen_on
        if seen is None or seen > day_of(by, row.campaign):
            raise Unanswered("seen_on", _("填现场核查的日期，不晚于今天。"))
        if given.signature.strip() != by.name:
            raise Unanswered("signature", _("谁核查谁签字：填您自己的姓名“%(name)s”。") % {"name": by.name})
        checked = open_closeout(row, given.closeout)
        sign(checked, "passed", "on_site", note, by)
        checked.seen_on = seen
        checked.save()
        put(row, closeout_id=checked.pk, progress=100)
        data = {"closeout": checked.number, "seen_on": seen}
        transition(PROBLEM, row, "verify", by=by.acting(), data=data, texts={"note": note})
    return checked


def send_back(problem: Problem, given: Refusal, *, by: Standing) -> Closeout:
    """Have it rectified further. Raises Unanswered without a reason."""
    with moving(problem, "send_back", by) as row:
        reason = said(given.reason, _("写明哪里没有整改到位。"))
        checked = open_closeout(row, given.closeout)
        sign(checked, "returned", "on_site", reason, by)
        checked.save()
        put(row, returns=row.returns + 1)
        data = {"closeout": checked.number}
        transition(PROBLEM, row, "send_back", by=by.acting(), data=data, texts={"reason": reason})
    return checked


def open_closeout(row: Problem, number: int | None) -> Closeout:
    """The application that waits for its check. Raises AlreadyMoved if another one was looked at."""
    found = row.closeouts.filter(verdict="").first()
    if found is None or number not in (None, found.number):
        raise AlreadyMoved(f"closeout {number} of problem {row.pk} is not open")
    return found


def signature(verdict: str, form: str, note: str, by: Standing) -> dict[str, object]:
    """What a check writes into the record of an application."""
    return {
        "verdict": verdict,
        "form": form,
        "note": note,
        "verified_by_id": by.person_id,
        "verified_name": by.name,
        "verified_post": by.label[:POST],
        "verified_at": by.at or timezone.now(),
    }


def sign(checked: Closeout, verdict: str, form: str, note: str, by: Standing) -> None:
    """Put the verdict and its signature into the record."""
    for name, value in signature(verdict, form, note, by).items():
        setattr(checked, name, value)
