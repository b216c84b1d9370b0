"""Screening: tidied text beside the giver's words, a theme, the unit it concerns, and whether it accuses somebody."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import may_work
from luoshi.journal.record import record
from luoshi.journal.transition import transition
from luoshi.kit.verdict import demand
from luoshi.opinions.access import may_decide
from luoshi.opinions.codes import seal
from luoshi.opinions.models import Opinion
from luoshi.opinions.states import GONE, OPINION
from luoshi.opinions.triage.moving import locked, moving, put
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Screening:
    """What a clerk makes of an opinion. With `is_restricted` it accuses somebody, of unit `accused_id` where known."""

    tidied: str = ""
    theme: str = ""
    is_restricted: bool = False
    accused_id: int | None = None


def screen(opinion: Opinion, given: Screening, *, by: Standing) -> None:
    """Note what the opinion is about, and count it as screened. Raises Unanswered."""
    with moving(opinion, "screen", by) as row:
        columns = _columns(given)
        put([row], **columns)
        transition(OPINION, row, "screen", by=by.acting(), data=_data(columns))


def tidy(opinion: Opinion, given: Screening, *, by: Standing) -> None:
    """Say otherwise what the opinion is about, whatever its state; the giver's words stay. Raises Unanswered."""
    demand(may_decide(by, opinion))
    demand(may_work(opinion.campaign))
    with transaction.atomic():
        row = locked(opinion)
        demand(may_decide(by, row) and may_work(row.campaign))
        if row.state not in GONE:
            note(row, given, by)
    opinion.refresh_from_db()


def note(row: Opinion, given: Screening, by: Standing) -> None:
    """Write it to the row that is held, with an entry if it says anything else. Raises Unanswered."""
    columns = _columns(given)
    if all(getattr(row, name) == value for name, value in columns.items()):
        return
    put([row], **columns)
    record(row.chain, "opinion.tidy", "opinion", [row.pk], by=by.acting(), data=_data(columns))


def _columns(given: Screening) -> dict[str, object]:
    if given.accused_id is not None and not Unit.objects.filter(pk=given.accused_id).exists():
        raise Unanswered("accused", _("选一个现有的单位。"))
    return {
        "tidied": given.tidied.strip(),
        "theme": given.theme.strip()[:60],
        "is_restricted": given.is_restricted,
        "accused_id": given.accused_id if given.is_restricted else None,
    }


def _data(columns: dict[str, object]) -> dict[str, object]:
    kept = {name: columns[name] for name in ("is_restricted", "accused_id")}
    return kept | {"tidied": seal(str(columns["tidied"])), "theme": seal(str(columns["theme"]))}
