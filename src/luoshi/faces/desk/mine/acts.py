"""What is done from one's own page without leaving it: signing, "no change", and a report of one sentence."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns import feedback, queries
from luoshi.campaigns.access import may_report, may_see
from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.frame import page, who
from luoshi.faces.desk.mine.forms import ShortReportForm
from luoshi.faces.desk.work.forms import UnchangedForm, blame
from luoshi.faces.desk.work.late import last_move, overtaken
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.oversight.gauges import gauges

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment


@signed_in
@require_POST
def make(request: HttpRequest, campaign_id: int, assignment_id: int, act: str) -> HttpResponse:
    """Sign, or say that nothing has changed, and go back to one's own page."""
    row = _assignment(request, campaign_id, assignment_id)
    if act not in ("sign", "unchanged"):
        raise Http404
    try:
        say(request, _sign(request, row) if act == "sign" else _unchanged(request, row))
    except AlreadyMoved:
        say(request, last_move(_assignment(request, campaign_id, assignment_id)))
    except Refused:
        if act == "sign" and row.state == "in_progress":
            say(request, _("这一步已经办过了，不用再办。"))
        elif words := overtaken(row, act):
            say(request, words)
        else:
            raise
    return redirect("mine")


@signed_in
def report(request: HttpRequest, campaign_id: int, assignment_id: int) -> HttpResponse:
    """Progress, one sentence and quantities on one small screen; then back to one's own page."""
    row, me = _assignment(request, campaign_id, assignment_id), who(request)
    verdict = may_report(me, row)
    targets = gauges(row.campaign, who=me, task_id=row.task_id)
    last = row.feedback.first()
    known = {"progress": row.progress if last else None}
    form = ShortReportForm(targets, request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            feedback.report(row, form.short(last), by=me, token=form.cleaned_data["token"])
        except Unanswered as unanswered:
            blame(form, unanswered)
        else:
            say(request, _("反馈已记下。"))
            return redirect("mine")
    values: dict[str, object] = {
        "row": row,
        "form": form if verdict else None,
        "reason": verdict.reason,
        "last": last,
        "unchanged_form": UnchangedForm(auto_id=False),
        "task_url": f"{reverse('task', args=[row.campaign_id, row.task_id])}?a={row.pk}",
    }
    crumbs = (Link(_("我的事"), reverse("mine")),)
    status = 422 if form.errors else 200
    return page(request, "desk/mine/report.html", values, title=_("反馈"), crumbs=crumbs, status=status)


def _sign(request: HttpRequest, row: "Assignment") -> str:
    feedback.sign(row, by=who(request))
    return _("已签收，可以开始反馈。")


def _unchanged(request: HttpRequest, row: "Assignment") -> str:
    form = UnchangedForm(request.POST)
    token = form.cleaned_data["token"] if form.is_valid() else None
    feedback.report_unchanged(row, by=who(request), token=token)
    return _("已记下：沿用上期，无变化。")


def _assignment(request: HttpRequest, campaign_id: int, assignment_id: int) -> "Assignment":
    row = queries.assignment(campaign_id, assignment_id)
    if row is None or not may_see(who(request), row):
        raise Http404
    return row
