"""The list of 立改废: rules to establish, revise, abolish, with the problems that each prevents."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.problems.fields import KINDS, IssuedForm, RegulationForm
from luoshi.faces.desk.work.forms import blame
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.kit.verdict import demand
from luoshi.problems import queries
from luoshi.problems.access import may_keep
from luoshi.problems.regime import finish_regulation, put_regulation


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The list; a POST puts a rule on it."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    may_put = may_keep(me, campaign)
    form = RegulationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        demand(may_put)
        if form.is_valid():
            try:
                put_regulation(campaign, form.given(), by=me)
            except Unanswered as unanswered:
                blame(form, unanswered)
            else:
                say(request, _("已列入。"))
                return redirect("regulations", campaign_id)
    kinds = dict(KINDS)
    values: dict[str, object] = {
        "rows": [(row, kinds[row.kind]) for row in queries.regulations(campaign)],
        "form": form if may_put else None,
        "finish_form": IssuedForm(initial={"done_on": campaign.today}, auto_id=False) if may_put else None,
    }
    crumbs = (Link(_("问题台账"), reverse("problems", args=[campaign.pk])),)
    status = 422 if request.method == "POST" else 200
    title = _("制度立改废")
    return page(
        request, "desk/problems/regime.html", values, title=title, campaign=campaign, crumbs=crumbs, status=status
    )


@signed_in
@require_POST
def finish(request: HttpRequest, campaign_id: int, regulation_id: int) -> HttpResponse:
    """Say that the rule was issued or abolished."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    demand(may_keep(me, campaign))
    if not any(row.pk == regulation_id for row in queries.regulations(campaign)):
        raise Http404
    form = IssuedForm(request.POST)
    try:
        if form.is_valid():
            finish_regulation(campaign, regulation_id, form.given(), by=me)
    except Unanswered as unanswered:
        blame(form, unanswered)
    say(request, _("已记为完成。") if form.is_valid() else _("没有记下：填印发或废止的日期。"))
    return redirect("regulations", campaign_id)
