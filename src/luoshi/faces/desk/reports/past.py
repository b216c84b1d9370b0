"""The journal that a campaign brought along from where it was exported: read here, never written."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_doubt
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.telling import tell
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.kit.verdict import demand
from luoshi.oversight.changes import Change
from luoshi.reports.bundle.contents import NoBundle
from luoshi.reports.queries import past


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Some lines, `after` a place in the chain; or that the file which keeps them was altered."""
    campaign = campaign_or_404(request, campaign_id)
    demand(may_doubt(who(request)))
    values: dict[str, object] = {"wrong": ""}
    try:
        seen = past(campaign, number(request.GET.get("after", "")) or 0)
    except NoBundle as broken:
        values["wrong"] = str(broken)
    else:
        if seen is None:
            raise Http404
        values["past"] = seen
        values["lines"] = [(each, tell(Change(each.line, None), campaign)) for each in seen.lines]
    crumbs = (Link(_("动态"), reverse("history", args=[campaign.pk])),)
    return page(request, "desk/reports/past.html", values, title=_("导入以前"), campaign=campaign, crumbs=crumbs)
