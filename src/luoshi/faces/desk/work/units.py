"""What each unit has to do: all units with their lights, and one unit with its items, people and contributions."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.address import Address
from luoshi.faces.desk.work.rows import Rows
from luoshi.faces.desk.work.words import amount
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.orgs import queries
from luoshi.orgs.roles import LABELS
from luoshi.oversight.counts import unit_counts
from luoshi.oversight.gauges import gauges
from luoshi.oversight.items import Filters
from luoshi.oversight.parties import Share, shares
from luoshi.oversight.queries import page as screen

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

SHOWN = 50


@signed_in
def index(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The units of the campaign with what they lead, by light, and what they support."""
    campaign = campaign_or_404(request, campaign_id)
    found = shares(campaign, who(request))
    values: dict[str, object] = {"rows": [(share, _urls(campaign, share)) for share in found]}
    return page(request, "desk/work/units.html", values, title=_("单位"), campaign=campaign)


@signed_in
def show(request: HttpRequest, campaign_id: int, unit_id: int) -> HttpResponse:
    """One unit of the campaign."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    share = next((each for each in shares(campaign, me) if each.unit_id == unit_id), None)
    if share is None:
        raise Http404
    leads, joins = Filters(unit=unit_id), Filters(joint=unit_id)
    rows = Rows(campaign, boxes=False)
    given = unit_counts(campaign, unit_id)
    values: dict[str, object] = {
        "share": share,
        "urls": _urls(campaign, share),
        "leads": rows.body(screen(campaign, me, leads, size=SHOWN, sort="due").items),
        "joins": rows.body(screen(campaign, me, joins, size=SHOWN, sort="due").items),
        "shown": SHOWN,
        "people": [(post.name, post.title or _(LABELS[post.role]), post.phone) for post in queries.posts_of(unit_id)],
        "targets": [
            (gauge, amount(given[gauge.target_id])) for gauge in gauges(campaign, who=me) if gauge.target_id in given
        ],
    }
    crumbs = (Link(_("单位"), reverse("units", args=[campaign_id])),)
    return page(request, "desk/work/unit.html", values, title=share.name, campaign=campaign, crumbs=crumbs)


def _urls(campaign: "Campaign", share: Share) -> dict[str, str]:
    tasks, pk = reverse("tasks", args=[campaign.pk]), share.unit_id
    lights = {light: tasks + Address(Filters(unit=pk, light=light)).url() for light in share.lights}
    return {
        "unit": reverse("unit", args=[campaign.pk, pk]),
        "leads": tasks + Address(Filters(unit=pk)).url(),
        "joins": tasks + Address(Filters(joint=pk)).url(),
        **lights,
    }
