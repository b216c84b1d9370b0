"""Opinions: the list, without who gave them, and entering those that came by another system."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Body, Router

from luoshi.campaigns.queries import campaign as one_campaign
from luoshi.faces.api.v1.acts import values
from luoshi.faces.api.v1.answers import Id, Listed, act, found, who
from luoshi.faces.api.v1.keyed import WORK
from luoshi.kit.verdict import demand
from luoshi.opinions import queries
from luoshi.opinions.access import may_hear
from luoshi.opinions.intake.receive import NewOpinion, enter

router = Router(tags=["opinions"])


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """One opinion; `text` is as the office tidied it, or begins as it was given; `giver` is a kind of people.

    `due` is the day until which it is to be sorted or answered, null when nobody but the giver is waited for.
    """

    id: int
    number: int
    state: str
    text: str
    channel: str
    giver: str
    received: date
    unit: str
    theme: str
    due: date | None
    is_restricted: bool


@dataclass(frozen=True, slots=True)
class Entered:
    """The numbers under which opinions are kept now, in the order in which they were sent."""

    ids: tuple[int, ...]
    numbers: tuple[int, ...]


@router.get("", url_name="opinions", response=Listed[OpinionRow])
def listed(request: HttpRequest, campaign: Id, view: str = "", after: Id | None = None) -> Listed[OpinionRow]:
    """The opinions of a campaign by number, 30 at a time: of a state, `todo`, `to_answer`, `late`, `restricted`."""
    me = who(request)
    demand(may_hear(me))
    held = found(one_campaign(me, campaign) or queries.campaign_heard(me, campaign))
    shown = queries.listed(me, held, view, after=after)
    return Listed(tuple(map(_row, shown.rows)), str(shown.after or ""))


@router.post("", response=Entered, auth=WORK)
@act
def take(request: HttpRequest, campaign: Id, new: Body[list[NewOpinion]]) -> HttpResponse | Entered:
    """Enter up to 500 opinions, all or none; tracking codes are not told here, since answers are kept for a while."""
    held = found(one_campaign(who(request), campaign))
    receipts = enter(
        held, [NewOpinion(**values(each) | {"received_at": _moment(each)}) for each in new], by=who(request)
    )
    rows = [receipt.opinion for receipt in receipts]
    return Entered(tuple(row.pk for row in rows), tuple(row.number for row in rows))


def _moment(given: NewOpinion) -> datetime | None:
    """When it was received; a moment without a zone is one of the program's own."""
    at = given.received_at
    return timezone.make_aware(at) if at is not None and timezone.is_naive(at) else at


def _row(row: queries.Row) -> OpinionRow:
    alike = ("id", "number", "state", "text", "channel", "giver", "received", "unit", "theme", "is_restricted")
    return OpinionRow(due=row.clock.due if row.clock else None, **{name: getattr(row, name) for name in alike})
