"""The acts on an assignment: sign, report, submit by the unit; accept or send back by somebody else."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns import feedback, queries, verify
from luoshi.campaigns.access import may_see
from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.frame import campaign_or_404, who
from luoshi.faces.desk.work.forms import ReportForm, SubmitForm, UnchangedForm, VerdictForm, blame
from luoshi.faces.desk.work.task import Sent, respond
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.toasts import say
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import Standing
from luoshi.oversight.gauges import gauges

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment

Done = str | Sent
"""What an act's handler yields: the words of the toast, or the form to be shown again."""

MADE = {"sign": "in_progress", "submit": "submitted", "accept": "done"}
"""The state that tells that an act was made already, as by a second click on its button."""


@signed_in
@require_POST
def make(request: HttpRequest, campaign_id: int, assignment_id: int, act: str) -> HttpResponse:
    """Make the act and go back to the task; a form with mistakes is shown again."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    row = queries.assignment(campaign_id, assignment_id)
    if row is None or not may_see(me, row) or act not in HANDLERS:
        raise Http404
    try:
        done = HANDLERS[act](request, row, me)
    except AlreadyMoved:
        done = _("别人刚刚办过了，这里是最新的情况。")
    except Refused:
        if MADE.get(act) != row.state:
            raise
        done = _("这一步已经办过了，不用再办。")
    if isinstance(done, Sent):
        return respond(request, campaign, row.task_id, row.pk, done)
    say(request, done)
    return redirect(f"{reverse('task', args=[campaign_id, row.task_id])}?a={row.pk}")


def _sign(request: HttpRequest, row: "Assignment", me: Standing) -> Done:
    feedback.sign(row, by=me)
    return _("已签收，可以开始反馈。")


def _report(request: HttpRequest, row: "Assignment", me: Standing) -> Done:
    form = ReportForm(gauges(row.campaign, who=me, task_id=row.task_id), request.POST)
    if form.is_valid():
        try:
            feedback.report(row, form.report(), by=me, token=form.cleaned_data["token"])
        except Unanswered as unanswered:
            blame(form, unanswered)
    return _("反馈已记下。") if form.is_valid() else Sent(report=form)


def _unchanged(request: HttpRequest, row: "Assignment", me: Standing) -> Done:
    form = UnchangedForm(request.POST)
    feedback.report_unchanged(row, by=me, token=form.cleaned_data["token"] if form.is_valid() else None)
    return _("已记下：沿用上期，无变化。")


def _submit(request: HttpRequest, row: "Assignment", me: Standing) -> Done:
    form = SubmitForm(request.POST)
    if form.is_valid():
        try:
            feedback.submit(row, form.submission(), by=me)
        except Unanswered as unanswered:
            blame(form, unanswered)
    return _("已提交，等待验收。") if form.is_valid() else Sent(submit=form)


def _accept(request: HttpRequest, row: "Assignment", me: Standing) -> Done:
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return Sent(verdict=form)
    verify.accept(row, form.verification(), by=me)
    return _("验收通过，已办结。")


def _send_back(request: HttpRequest, row: "Assignment", me: Standing) -> Done:
    form = VerdictForm(request.POST)
    if form.is_valid():
        try:
            verify.send_back(row, form.verification(), by=me)
        except Unanswered as unanswered:
            blame(form, unanswered)
    return _("已退回，单位会看到您写的理由。") if form.is_valid() else Sent(verdict=form)


HANDLERS: dict[str, Callable[[HttpRequest, "Assignment", Standing], Done]] = {
    "sign": _sign,
    "report": _report,
    "unchanged": _unchanged,
    "submit": _submit,
    "accept": _accept,
    "send_back": _send_back,
}
