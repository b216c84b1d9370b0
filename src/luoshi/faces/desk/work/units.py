"""What each unit has to do: all units with their lights, and one unit with its items, people and contributions."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.address import Address
from luoshi.faces.desk.work.rows import Rows
from luoshi.faces.desk.work.words import LIGHT_CODES, amount, target_name
from luoshi.faces.shared.cells import colour_word, day_text
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.orgs.roles import LABELS
from luoshi.oversight.items import Filters
from luoshi.oversight.parties import Share, shares
from luoshi.oversight.unit import unit_sheet

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

SHOWN = 50


@signed_in
def index(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The units of the campaign with what they lead, by light, and what they support."""
    campaign = campaign_or_404(request, campaign_id)
    found = shares(campaign, who(request))
    values: dict[str, object] = {"n": len(found), "rows": SafeString("".join(_row(campaign, found)))}
    return page(request, "desk/work/units.html", values, title=_("单位"), campaign=campaign)


@signed_in
def show(request: HttpRequest, campaign_id: int, unit_id: int) -> HttpResponse:
    """One unit of the campaign."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    found = unit_sheet(campaign, me, unit_id, SHOWN)
    if found is None:
        raise Http404
    share, rows = found.share, Rows(campaign, boxes=False)
    values: dict[str, object] = {
        "share": share,
        "urls": _urls(campaign, share),
        "leads": rows.body(found.leads),
        "joins": rows.body(found.joins),
        "people": [(post.name, post.title or _(LABELS[post.role]), post.phone) for post in found.people],
        "reports": found.reports if found.reports.due else None,
        "reports_until": day_text(found.reports.until) if found.reports.until else "",
        "targets": [(target_name(gauge), f"{amount(given)}{gauge.unit}") for gauge, given in found.given],
    }
    crumbs = (Link(_("单位"), reverse("units", args=[campaign_id])),)
    return page(request, "desk/work/unit.html", values, title=share.name, campaign=campaign, crumbs=crumbs)


def _row(campaign: "Campaign", found: Iterable[Share]) -> Iterator[str]:
    """A row a unit, with the word of the light for those who do not see columns."""
    tasks, units = reverse("tasks", args=[campaign.pk]), reverse("units", args=[campaign.pk])
    words = {light: escape(colour_word(light)) for light in LIGHT_CODES}
    leads, joins = escape(_("牵头")), escape(_("配合"))
    for share in found:
        asked = f"{tasks}?unit={share.unit_id}"
        numbers = [_number(share.leads, asked, leads)]
        for light in LIGHT_CODES:
            numbers.append(_number(share.lights[light], f"{asked}&amp;light={light}", words[light], light))
        numbers.append(_number(share.joins, f"{tasks}?joint={share.unit_id}", joins))
        name = f'<a class="title" href="{units}{share.unit_id}/">{escape(share.name)}</a>'
        yield f'<tr role="row"><th role="rowheader" scope="row">{name}</th>{"".join(numbers)}</tr>'


def _number(n: int, url: str, word: str, light: str = "") -> str:
    """A count that leads to its list, and the word that stands before it where the table has no head."""
    said = f'<a class="{light}" href="{url}" aria-label="{word} {n}">{n}</a>' if n else ""
    return f'<td role="cell" class="num" data-label="{word}">{said}</td>'


def _urls(campaign: "Campaign", share: Share) -> dict[str, str]:
    tasks, pk = reverse("tasks", args=[campaign.pk]), share.unit_id
    lights = {light: tasks + Address(Filters(unit=pk, light=light)).url() for light in share.lights}
    return {
        "unit": reverse("unit", args=[campaign.pk, pk]),
        "leads": tasks + Address(Filters(unit=pk)).url(),
        "joins": tasks + Address(Filters(joint=pk)).url(),
        **lights,
    }
