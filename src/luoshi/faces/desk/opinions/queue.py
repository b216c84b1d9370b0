"""The queue: the list beside, one opinion at a time, what may be done with it, and why something may not."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.opinions.words import clock_due, state_light
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link, Pager
from luoshi.faces.shared.values import Due, Light
from luoshi.kit.verdict import Verdict
from luoshi.opinions import queries
from luoshi.opinions.access import may_gather, may_hear, may_open
from luoshi.opinions.queries import LATE, RESTRICTED, TO_ANSWER, TODO, Deck, Full, Row
from luoshi.opinions.triage.look import Giver

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

VIEWS = (
    (TODO, gettext_noop("待处理")),
    (LATE, gettext_noop("超期")),
    (TO_ANSWER, gettext_noop("待答复")),
    ("awaiting_giver", gettext_noop("待补充")),
    ("answered", gettext_noop("已答复")),
    (RESTRICTED, gettext_noop("反映具体人")),
    ("", gettext_noop("全部")),
)
KNOWN = {*(view for view, _label in VIEWS), "received", "screened", "accepted", "transferred", "declined", "withdrawn"}


@dataclass(frozen=True, slots=True)
class Heard:
    """The campaign of a queue; with `is_shut` the reader sees opinions of it and nothing else."""

    campaign: "Campaign"
    is_shut: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One opinion of the list beside."""

    row: Row
    url: str
    due: Due | None
    light: Light
    is_current: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A form with a mistake: the act, the field, what is wrong, and what was typed."""

    act: str
    field: str
    words: str
    typed: dict[str, str]


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The queue of a view, with the opinion that the address names or the first one."""
    return draw(request, heard_or_404(request, campaign_id))


def heard_or_404(request: HttpRequest, campaign_id: int) -> Heard:
    """The campaign, if this person may open it or has an opinion of it to deal with."""
    try:
        return Heard(campaign_or_404(request, campaign_id), is_shut=False)
    except Http404:
        found = queries.campaign_heard(who(request), campaign_id)
        if found is None:
            raise
        return Heard(found, is_shut=True)


def view_of(request: HttpRequest) -> str:
    """The view that the address names; what waits for a decision where it names none."""
    asked = request.GET.get("view", TODO)
    return asked if asked in KNOWN else TODO


def address(campaign_id: int, view: str, opinion_id: int | None = None, **more: int) -> str:
    """The address of the queue in that view, with that opinion open."""
    values = {"view": view} | ({"o": opinion_id} if opinion_id else {}) | more
    return f"{reverse('opinions', args=[campaign_id])}?{urlencode(values)}"


def draw(
    request: HttpRequest,
    heard: Heard,
    opinion_id: int | None = None,
    *,
    sent: Sent | None = None,
    giver: Giver | None = None,
    looked: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page; with the form that was refused, or who gave the opinion where somebody looked."""
    me, campaign = who(request), heard.campaign
    if not (verdict := may_hear(me)):
        raise PermissionDenied(verdict.reason)
    asked = opinion_id or number(request.GET.get("o", ""))
    held = queries.deck(campaign)
    listed = queries.listed(me, campaign, view_of(request), **_place(request))
    current = asked or (listed.rows[0].id if listed.rows else None)
    one = queries.full(me, campaign, current, held) if current else None
    if asked and one is None:
        raise Http404
    values: dict[str, object] = {
        **_beside(request, heard, listed, current),
        "one": one,
        "sent": sent,
        "giver": giver,
        "looked": looked,
        **(_shown(held, one, sent) if one else {}),
    }
    return page(
        request,
        "desk/opinions/queue.html",
        values,
        title=_("意见建议"),
        campaign=campaign,
        is_shut=heard.is_shut,
        status=status,
    )


def _place(request: HttpRequest) -> dict[str, int | None]:
    """Where in the list the address goes on: after an opinion, or before it."""
    return {name: number(request.GET.get(name, "")) for name in ("after", "before")}


def _beside(request: HttpRequest, heard: Heard, listed: queries.Page, current: int | None) -> dict[str, object]:
    """The views with their counts, the list of the chosen one, and what may be done with the whole of it."""
    me, view, campaign = who(request), view_of(request), heard.campaign
    counts = queries.counts(me, campaign)
    return {
        "views": [_view(campaign, code, label, counts, is_current=code == view) for code, label in VIEWS],
        "view": view,
        "lines": [_line(campaign, view, row, current, **_place(request)) for row in listed.rows],
        "pager": _pager(campaign, view, listed, counts[view]),
        "next_url": _next(campaign, view, listed, current),
        "may_gather": may_gather(me),
        "may_open": may_open(me),
        "may_export": not heard.is_shut,
    }


def _shown(deck: Deck, one: Full, sent: Sent | None) -> dict[str, object]:
    """What the page says of the opinion that is open: clocks, words, what the form holds."""
    typed = sent.typed if sent else {}
    names = {pk: name for pk, name, _aliases in deck.ground.units}
    held = {
        "tidied": one.tidied,
        "theme": one.row.theme,
        "accused": names.get(one.accused_id or 0, ""),
        "unit": one.route.unit if one.route and one.row.state in ("received", "screened") else "",
        **typed,
    }
    return {
        "held": held,
        "due": clock_due(one.row.clock),
        "light": state_light(one.row),
        "units": list(names.values()),
        "said": [(_(queries.REMARKS[remark.kind]), remark) for remark in one.said],
        "phrases": deck.phrases if one.moves["answer"] else (),
        "granted": {name for name, verdict in one.moves.items() if verdict},
        "why_not": _why_not(one),
    }


def _why_not(one: Full) -> Verdict | None:
    """Why nothing at all can be done with the opinion, by its first move's reason; None if something can."""
    if any(one.moves.values()):
        return None
    return one.moves["answer"] if one.may_decide else one.may_decide


def _view(campaign: "Campaign", code: str, label: str, counts: dict[str, int], *, is_current: bool) -> Link:
    return Link(_(label), address(campaign.pk, code), counts[code], current=is_current, late=code == LATE)


def _line(
    campaign: "Campaign", view: str, row: Row, current: int | None, *, after: int | None, before: int | None
) -> Line:
    around = {name: value for name, value in (("after", after), ("before", before)) if value is not None}
    url = address(campaign.pk, view, row.id, **around)
    return Line(row, url, clock_due(row.clock), state_light(row), row.id == current)


def _pager(campaign: "Campaign", view: str, listed: queries.Page, total: int) -> Pager:
    return Pager(
        first=listed.first,
        last=listed.first + len(listed.rows) - 1,
        total=total,
        back_url=address(campaign.pk, view, before=listed.before) if listed.before else "",
        next_url=address(campaign.pk, view, after=listed.after) if listed.after else "",
    )


def _next(campaign: "Campaign", view: str, listed: queries.Page, current: int | None) -> str:
    """Where the next of the list is, for whoever leaves this one for later; empty after the last."""
    ids = [row.id for row in listed.rows]
    place = ids.index(current) + 1 if current in ids else 0
    return address(campaign.pk, view, ids[place]) if place < len(ids) else ""
