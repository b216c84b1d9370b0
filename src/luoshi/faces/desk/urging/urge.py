"""Urging chosen assignments: the preview of who gets what and who is spared and why; then sending it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.mine.forms import channel_word
from luoshi.faces.desk.mine.words import LABELS
from luoshi.faces.desk.urging.forms import UrgeForm
from luoshi.faces.desk.work.address import chosen, read
from luoshi.faces.desk.work.urging import MOST, urging_text
from luoshi.faces.desk.work.words import in_period
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.kit.verdict import demand
from luoshi.oversight.access import may_urge
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import Item
from luoshi.oversight.queries import page as screen
from luoshi.oversight.urging.preview import DESK, GROUP, Letter, NewUrge, Preview, preview
from luoshi.oversight.urging.urge import urge

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign


@dataclass(frozen=True, slots=True)
class Told:
    """One letter of the preview in words."""

    name: str
    unit: str
    rung: str
    channel: str
    tasks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Spared:
    """What cannot be urged now, and why."""

    label: str
    url: str
    unit: str
    reason: str


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The preview for the chosen items; with `act=send` they are urged, as far as they still may be."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    demand(may_urge(me, campaign))
    filters = chosen(request.POST) if request.method == "POST" else read(request.GET).filters
    if filters.is_empty() and request.POST.get("all") != "1":
        say(request, _("先在清单里选中任务，再按这个按钮。"))
        return redirect("tasks", campaign.pk)
    items = screen(campaign, me, filters, size=MOST, sort="due").items
    by_id = {item.assignment_id: item for item in items if item.assignment_id}
    form = UrgeForm(request.POST if "level" in request.POST else None)
    new = form.urge(tuple(by_id)) if form.is_bound and form.is_valid() else NewUrge(tuple(by_id))
    if request.POST.get("act") == "send" and form.is_valid():
        return _send(request, campaign, new)
    seen = preview(campaign, new, by=me)
    return _page(request, campaign, form, seen, by_id, filters)


def _send(request: HttpRequest, campaign: "Campaign", new: NewUrge) -> HttpResponse:
    sent = urge(campaign, new, by=who(request))
    people, n = len(sent.letters), len(sent.assignment_ids)
    if people:
        words = ngettext("已催办%(n)s项，涉及%(people)s人次。", "已催办%(n)s项，涉及%(people)s人次。", n)
        say(request, words % {"n": n, "people": people})
    else:
        say(request, _("现在没有可以催的，原因见预览。"))
    return redirect("mine")


def _page(
    request: HttpRequest,
    campaign: "Campaign",
    form: UrgeForm,
    seen: Preview,
    by_id: dict[int, Item],
    filters: Filters,
) -> HttpResponse:
    urged = [by_id[pk] for pk in seen.assignment_ids]
    values: dict[str, object] = {
        "form": form,
        "letters": [_told(campaign, letter, by_id) for letter in seen.letters],
        "spared": [_spared(campaign, by_id[pk], reason) for pk, reason in seen.refused],
        "n": len(urged),
        "ids": list(by_id),
        "text": urging_text(campaign, who(request), urged),
        "most": MOST,
        "is_cut": len(by_id) >= MOST,
    }
    crumbs = (Link(_("任务清单"), reverse("tasks", args=[campaign.pk])),)
    status = 422 if form.errors else 200
    return page(
        request, "desk/urging/urge.html", values, title=_("催办"), campaign=campaign, crumbs=crumbs, status=status
    )


def _told(campaign: "Campaign", letter: Letter, by_id: dict[int, Item]) -> Told:
    return Told(
        letter.name or _("还没有人任这个职务"), letter.unit, _(LABELS[letter.level]), channel_text(letter.channel),
        tuple(_tasks(campaign, (by_id[pk] for pk in letter.assignment_ids))),
    )  # fmt: skip


def _tasks(campaign: "Campaign", items: Iterable[Item]) -> Iterable[tuple[str, str]]:
    return ((_label(item), _url(campaign, item)) for item in items)


def _spared(campaign: "Campaign", item: Item, reason: str) -> Spared:
    return Spared(_label(item), _url(campaign, item), item.unit, reason)


def _label(item: Item) -> str:
    return _("任务%(n)s %(title)s") % {"n": item.number, "title": in_period(item.title, item)}


def _url(campaign: "Campaign", item: Item) -> str:
    return f"{reverse('task', args=[campaign.pk, item.task_id])}?a={item.assignment_id}"


def channel_text(channel: str) -> str:
    """How somebody is told: in the program alone, in a chat group, or by a channel."""
    if channel == DESK:
        return _("登录后看到")
    return _("群里口头") if channel == GROUP else channel_word(channel)
