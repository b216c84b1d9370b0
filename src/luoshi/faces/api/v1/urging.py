"""Urging: what would be sent to whom, and sending it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Router

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.queries import campaign as one_campaign
from luoshi.faces.api.v1.answers import LARGEST, Id, act, found, who
from luoshi.faces.api.v1.keyed import WORK
from luoshi.kit.verdict import demand
from luoshi.oversight.access import may_urge
from luoshi.oversight.urging import preview
from luoshi.oversight.urging.ladder import CODES
from luoshi.oversight.urging.urge import urge

router = Router(tags=["urging"])


@dataclass(frozen=True, slots=True)
class Told:
    """What one person gets on one rung; `person` is empty where nobody holds it."""

    person: str
    unit: str
    level: str
    channel: str
    assignments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An assignment that cannot be urged now, and why."""

    assignment: int
    reason: str


@dataclass(frozen=True, slots=True)
class Urging:
    """What goes to whom, and what is left out."""

    letters: tuple[Told, ...]
    refused: tuple[LeftOut, ...]


@router.post("/preview", url_name="urging_preview", response=Urging, auth=WORK)
def look(request: HttpRequest, campaign: Id, new: Body[preview.NewUrge]) -> Urging:
    """What `urge` would send now; changes nothing."""
    held = found(one_campaign(who(request), campaign))
    demand(may_urge(who(request), held))
    return _urging(preview.preview(held, _known(new), by=who(request)))


@router.post("", url_name="urging", response=Urging, auth=WORK)
@act
def send(request: HttpRequest, campaign: Id, new: Body[preview.NewUrge]) -> HttpResponse | Urging:
    """Urge those whose turn it is; says what was sent and what was left out."""
    held = found(one_campaign(who(request), campaign))
    return _urging(urge(held, _known(new), by=who(request)))


def _known(new: preview.NewUrge) -> preview.NewUrge:
    if new.level and new.level not in CODES:
        raise Unanswered("level", _("没有这一级：%(level)s") % {"level": new.level})
    if any(abs(pk) > LARGEST for pk in new.assignment_ids):
        raise Unanswered("assignment_ids", _("有的内容太长，或数字太大。"))
    return new


def _urging(sent: preview.Preview) -> Urging:
    letters = (Told(one.name, one.unit, one.level, one.channel, one.assignment_ids) for one in sent.letters)
    return Urging(tuple(letters), tuple(LeftOut(*each) for each in sent.refused))
