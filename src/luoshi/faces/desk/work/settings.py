"""What planners set for a campaign: when lights turn; taking the adoption back, a revised plan, removing a sample."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns.adopt import may_undo
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.remove import may_remove, remove_sample
from luoshi.campaigns.settle import set_lights
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.forms import LightsForm, blame
from luoshi.faces.shared.rules import planners
from luoshi.faces.shared.toasts import say

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign


@planners
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The settings; a POST changes when lights turn."""
    campaign = campaign_or_404(request, campaign_id)
    if request.method != "POST":
        return _page(request, campaign, LightsForm(initial=_rules(campaign)))
    form = LightsForm(request.POST)
    if form.is_valid():
        try:
            set_lights(campaign, form.rules(), by=who(request))
        except Unanswered as unanswered:
            blame(form, unanswered)
    if not form.is_valid():
        return _page(request, campaign, form, status=422)
    say(request, _("亮灯规则已改，所有清单即刻照新规则亮灯。"))
    return redirect("settings", campaign_id)


@planners
@require_POST
def remove(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Remove a sample campaign with the organization that was made for it."""
    remove_sample(campaign_or_404(request, campaign_id), by=who(request))
    say(request, _("样例已删去。"))
    return redirect("start")


def _page(request: HttpRequest, campaign: "Campaign", form: LightsForm, status: int = 200) -> HttpResponse:
    me = who(request)
    values: dict[str, object] = {
        "form": form,
        "undo": may_undo(me, campaign),
        "sample": may_remove(me, campaign) if campaign.is_sample else None,
    }
    return page(request, "desk/work/settings.html", values, title=_("设置"), campaign=campaign, status=status)


def _rules(campaign: "Campaign") -> dict[str, int]:
    return {
        "soon_days": campaign.soon_days,
        "behind_yellow": campaign.behind_yellow,
        "behind_red": campaign.behind_red,
        "returns_red": campaign.returns_red,
    }
