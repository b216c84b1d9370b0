"""Looking back at what was struck off, the office's weekly list, and the campaign's rules for problems."""

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.problems.fields import DrawForm, RulesForm, WeeklyForm
from luoshi.faces.desk.work.forms import blame
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import demand
from luoshi.problems import queries
from luoshi.problems.access import may_keep, may_strike_weekly
from luoshi.problems.closeout.look_back import draw
from luoshi.problems.closeout.strike import strike_off_weekly
from luoshi.problems.rules import rules_of, set_rules

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What was drawn, with its findings; a POST draws the next sample."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    form = DrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        demand(may_keep(me, campaign))
    if request.method == "POST" and form.is_valid():
        try:
            n = len(draw(campaign, form.given(), by=me))
        except Unanswered as unanswered:
            blame(form, unanswered)
        else:
            words = ngettext("抽出%(n)s个问题回头看。", "抽出%(n)s个问题回头看。", n) % {"n": n}
            say(request, words if n else _("现在没有到期该抽的问题。"))
            return redirect("look_backs", campaign_id)
    values: dict[str, object] = {
        "looks": queries.drawn(campaign, me),
        "form": form,
        "rules": rules_of(campaign),
        "may_keep": may_keep(me, campaign),
    }
    return _page(request, campaign, "looks", values, _("回头看"))


@signed_in
def weekly(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What applied for its close-out and may be struck off by the weekly list; a POST strikes off the ticked ones."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    demand(may_keep(me, campaign))
    form, rows = WeeklyForm(request.POST if request.method == "POST" else None), queries.to_strike_weekly(campaign, me)
    if request.method == "POST" and form.is_valid():
        ticked = {number(text) for text in request.POST.getlist("ids")}
        chosen = [row for row in rows if row.pk in ticked]
        try:
            if not chosen:
                raise Unanswered("", _("勾选要销号的问题。"))
            strike_off_weekly(chosen, form.given(), by=me)
            say(request, ngettext("已销号%(n)s个。", "已销号%(n)s个。", len(chosen)) % {"n": len(chosen)})
            return redirect("problems_weekly", campaign_id)
        except Unanswered as unanswered:
            blame(form, unanswered)
        except AlreadyMoved:
            say(request, _("别人刚刚办过了，这里是最新的情况。"))
            return redirect("problems_weekly", campaign_id)
    rule = rules_of(campaign)
    values: dict[str, object] = {
        "rows": [(row, may_strike_weekly(me, row, rule)) for row in rows],
        "form": form,
    }
    return _page(request, campaign, "weekly", values, _("按周销号"))


@signed_in
def rules(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The campaign's rules for problems; a POST changes them."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    demand(may_keep(me, campaign))
    form: forms.Form = RulesForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(rules_of(campaign), name) for name in ("notice_days", "share", "is_weak")},
    )
    if isinstance(form, RulesForm) and request.method == "POST" and form.is_valid():
        try:
            set_rules(campaign, form.given(), by=me)
        except Unanswered as unanswered:
            blame(form, unanswered)
        else:
            say(request, _("销号规则已改。"))
            return redirect("problem_rules", campaign_id)
    return _page(request, campaign, "rules", {"form": form}, _("销号规则"))


def _page(
    request: HttpRequest, campaign: "Campaign", template: str, values: dict[str, object], title: str
) -> HttpResponse:
    crumbs = (Link(_("问题台账"), reverse("problems", args=[campaign.pk])),)
    status = 422 if request.method == "POST" else 200
    name = f"desk/problems/{template}.html"
    return page(request, name, values, title=title, campaign=campaign, crumbs=crumbs, status=status)
