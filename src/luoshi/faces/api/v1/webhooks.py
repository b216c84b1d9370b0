"""Webhooks: the addresses that are told what the journal records, and what was sent to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Router

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.queries import campaign as one_campaign
from luoshi.faces.api.v1.answers import Id, Listed, Size, act, found, who
from luoshi.faces.api.v1.keyed import ORGANIZE
from luoshi.journal.webhooks import queries
from luoshi.kit.verdict import demand
from luoshi.orgs import webhooks as acts
from luoshi.orgs.access import Standing, may

router = Router(tags=["webhooks"], auth=ORGANIZE)
AT = "/{int:webhook_id}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A webhook as a program asks for it; without a campaign it is told of every campaign and the organization.

    `acts` are beginnings of acts, such as "assignment." or "problem.strike_off"; none means all.
    """

    name: str
    url: str
    secret: str
    acts: tuple[str, ...] = ()
    campaign: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What shall be otherwise from now on; what is left out, or null, stays as it is."""

    name: str | None = None
    url: str | None = None
    acts: tuple[str, ...] | None = None
    paused: bool | None = None


@dataclass(frozen=True, slots=True)
class Secret:
    """The secret that signs from now on; the one before signs too for a day."""

    secret: str


@dataclass(frozen=True, slots=True)
class Removed:
    """The webhook that is no more."""

    id: int


@dataclass(frozen=True, slots=True)
class Shown:
    """How a webhook stands; `state` is going, trying, paused or stopped. Its secret is not told."""

    id: int
    name: str
    url: str
    campaign: int | None
    acts: tuple[str, ...]
    state: str
    error: str
    attempts: int
    next_at: datetime | None
    both_until: datetime | None
    made_at: datetime


@router.get("", url_name="webhooks", response=Listed[Shown])
def listed(request: HttpRequest) -> Listed[Shown]:
    """All webhooks, the oldest first, on one page."""
    demand(may(who(request), "manage"))
    return Listed(tuple(_shown(row) for row in queries.webhooks()), "")


@router.post("", response=Shown)
@act
def subscribe(request: HttpRequest, new: Body[Wanted]) -> HttpResponse | Shown:
    """Tell an address what happens from now on."""
    me = who(request)
    demand(may(me, "manage"))
    with _fitting():
        made = acts.NewWebhook(new.name, new.url, new.secret, new.acts, _chain(me, new.campaign))
        return _shown(found(queries.webhook(acts.subscribe(made, by=me).pk)))


@router.get(AT, url_name="webhook", response=Shown)
def show(request: HttpRequest, webhook_id: int) -> Shown:
    """How one webhook stands."""
    demand(may(who(request), "manage"))
    return _shown(found(queries.webhook(webhook_id)))


@router.patch(AT, response=Shown)
@act
def change(request: HttpRequest, webhook_id: int, said: Body[Change]) -> HttpResponse | Shown:
    """Change a webhook, pause it, or let it go on."""
    me, row = _found(request, webhook_id)
    with _fitting():
        acts.change(row, acts.WebhookChange(said.name, said.url, said.acts), by=me)
    if said.paused is not None:
        (acts.pause if said.paused else acts.go_on)(row, by=me)
    return show(request, webhook_id)


@router.delete(AT, response=Removed)
@act
def remove(request: HttpRequest, webhook_id: int) -> HttpResponse | Removed:
    """End a webhook, and forget what was sent to it."""
    me, row = _found(request, webhook_id)
    acts.remove(row, by=me)
    return Removed(webhook_id)


@router.post(f"{AT}/rotate", url_name="webhook_rotate", response=Shown)
@act
def rotate(request: HttpRequest, webhook_id: int, said: Body[Secret]) -> HttpResponse | Shown:
    """Sign with another secret from now on, and for a day with the one before too."""
    me, row = _found(request, webhook_id)
    with _fitting():
        acts.rotate(row, said.secret, by=me)
    return show(request, webhook_id)


@router.post(f"{AT}/pass_over", url_name="webhook_pass_over", response=Shown)
@act
def pass_over(request: HttpRequest, webhook_id: int) -> HttpResponse | Shown:
    """Leave out the delivery at which the webhook stopped, and go on behind it; nothing where it is not stopped."""
    me, row = _found(request, webhook_id)
    acts.pass_over(row, by=me)
    return show(request, webhook_id)


@router.get(f"{AT}/deliveries", url_name="webhook_deliveries", response=Listed[queries.DeliveryView])
def deliveries(
    request: HttpRequest, webhook_id: int, size: Size = 25, after: Id | None = None
) -> Listed[queries.DeliveryView]:
    """What was sent to a webhook or waits to be, the newest first."""
    demand(may(who(request), "manage"))
    found(queries.webhook(webhook_id))
    rows = queries.deliveries(webhook_id, size + 1, after)
    return Listed(tuple(rows[:size]), str(rows[size - 1].id) if len(rows) > size else "")


@router.post(f"{AT}/deliveries/{{int:delivery_id}}/send_again", url_name="webhook_send_again", response=Shown)
@act
def send_again(request: HttpRequest, webhook_id: int, delivery_id: int) -> HttpResponse | Shown:
    """Send one delivery once more, under its number."""
    me, row = _found(request, webhook_id)
    if not acts.send_again(row, delivery_id, by=me):
        raise Http404
    return show(request, webhook_id)


def _found(request: HttpRequest, webhook_id: int) -> tuple[Standing, Any]:
    """Who asks, and the webhook."""
    me = who(request)
    demand(may(me, "manage"))
    return me, found(acts.one(webhook_id))


def _chain(me: Standing, campaign_id: int | None) -> str:
    if campaign_id is None:
        return ""
    campaign = one_campaign(me, campaign_id)
    if campaign is None:
        raise Unanswered("campaign", _("没有这个活动，或您无权查看。"))
    return campaign.chain


def _shown(row: queries.WebhookView) -> Shown:
    kind, _colon, number = row.chain.partition(":")
    said = {each.name: getattr(row, each.name) for each in fields(row) if each.name != "chain"}
    return Shown(campaign=int(number) if kind == "campaign" else None, **said)


@contextmanager
def _fitting() -> Iterator[None]:
    """What does not fit is told at its field."""
    try:
        yield
    except acts.Unfit as unfit:
        raise Unanswered(unfit.field, str(unfit)) from unfit
