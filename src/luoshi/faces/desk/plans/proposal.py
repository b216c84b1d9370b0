"""The adopt page: the plan's own text beside what was read from it, and the one act that makes it a campaign."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from luoshi.campaigns.access import may_edit
from luoshi.campaigns.adopt import adopt, undo_adopt
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.plans.addresses import addresses
from luoshi.faces.desk.plans.board import board
from luoshi.faces.desk.plans.opened import proposal_or_404, shown_at
from luoshi.faces.desk.plans.panes import panes
from luoshi.faces.shared.rules import planners
from luoshi.faces.shared.toasts import say
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused


@planners
@require_GET
def show(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The proposal, to be edited and adopted while it is open, to be read afterwards."""
    held = proposal_or_404(proposal_id)
    if held.revises_id:
        return redirect(shown_at(held))
    allowed = may_edit(who(request), held)
    shown = board(held, bool(allowed))
    values: dict[str, object] = {
        "reason": allowed.reason,
        "urls": addresses(held.pk),
        **panes(request, shown, only=request.GET.get("only") == "open"),
    }
    return page(request, "desk/plans/proposal.html", values, title=_("采纳方案"))


@planners
@require_POST
def take(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Adopt the proposal and go to its campaign; the toast takes it back."""
    held = proposal_or_404(proposal_id)
    if held.state == "adopted" and held.campaign_id:
        return redirect("home", held.campaign_id)
    try:
        made = adopt(held, by=who(request))
    except (AlreadyMoved, Refused):
        by_another = proposal_or_404(proposal_id).campaign_id
        if by_another is None:
            raise
        return redirect("home", by_another)
    said = _("已采纳为活动，共%(tasks)s项任务。下发之前可以撤销。") % {"tasks": made.tasks}
    say(request, said, reverse("undo_adopt", args=[made.campaign.pk]))
    return redirect("home", made.campaign.pk)


@planners
@require_POST
def take_back(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Take an adoption back and open the proposal again."""
    held = undo_adopt(campaign_or_404(request, campaign_id), by=who(request))
    say(request, _("采纳已撤销，方案回到待采纳，改过的内容都在。"))
    return redirect(shown_at(held))
