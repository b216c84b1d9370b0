"""The decision on an opinion and on those gathered with it: accepted, transferred, declined; and taken back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.kit.verdict import demand
from luoshi.opinions.access import may
from luoshi.opinions.codes import seal
from luoshi.opinions.models import Opinion
from luoshi.opinions.states import OPINION, UNDECIDED
from luoshi.opinions.triage.moving import gathered, locked, move_all, moving, put
from luoshi.opinions.triage.screen import Screening, note
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Decision:
    """Who deals with it: a unit of ours, or `to` a body outside; and why, which a refusal must say.

    `screening` is what the clerk makes of the opinion in the same breath; it is written first.
    """

    unit_id: int | None = None
    to: str = ""
    reason: str = ""
    screening: Screening | None = None


def accept(opinion: Opinion, given: Decision, *, by: Standing) -> None:
    """Accept the opinion, and let a unit deal with it. Raises Unanswered without a unit."""
    if _unit(given) is None:
        raise Unanswered("unit", _("选办理单位。"))
    _decide(opinion, "accept", given, by)


def transfer(opinion: Opinion, given: Decision, *, by: Standing) -> None:
    """Hand the opinion to a unit that it falls to, or to a body outside. Raises Unanswered without either."""
    if _unit(given) is None and not given.to.strip():
        raise Unanswered("to", _("写明转给谁：选一个单位，或者写外部机构的名称。"))
    _decide(opinion, "transfer", given, by)


def decline(opinion: Opinion, given: Decision, *, by: Standing) -> None:
    """Not accept the opinion. Raises Unanswered without a reason, which its giver will read."""
    if not given.reason.strip():
        raise Unanswered("reason", _("写明不采纳的理由，提出人会看到。"))
    _decide(opinion, "decline", given, by)


def undecide(opinion: Opinion, *, by: Standing) -> None:
    """Take the decision back, on all that were gathered and decided alike."""
    with moving(opinion, "undecide", by) as row:
        rows = gathered(row, (row.state,))
        move_all(rows, "undecide", by.acting())
        put(rows, unit=None, to="", reason="")


def _decide(opinion: Opinion, move: str, given: Decision, by: Standing) -> None:
    """What was not screened yet counts as screened by being decided on."""
    first = "screen" if opinion.state == "received" else move
    demand(may(by, OPINION.move(first), opinion))
    with transaction.atomic():
        row = locked(opinion)
        demand(may(by, OPINION.move(first), row))
        if given.screening is not None:
            note(row, given.screening, by)
        rows = gathered(row, UNDECIDED)
        if unscreened := [one for one in rows if one.state == "received"]:
            move_all(unscreened, "screen", by.acting())
        put(rows, unit=_unit(given), to=given.to.strip()[:120], reason=given.reason.strip())
        data = {"unit": given.unit_id, "to": seal(given.to.strip()), "reason": seal(given.reason.strip())}
        move_all(rows, move, by.acting(), data)
    opinion.refresh_from_db()


def _unit(given: Decision) -> Unit | None:
    if given.unit_id is None:
        return None
    unit = Unit.objects.filter(pk=given.unit_id, is_active=True).first()
    if unit is None:
        raise Unanswered("unit", _("选一个现有的单位。"))
    return unit
