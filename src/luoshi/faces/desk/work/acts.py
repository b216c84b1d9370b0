"""The acts on an assignment: what the unit and the verifiers usually do on its page; the rarer ones are in `moves`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_safe

from luoshi.campaigns import feedback, queries, verify
from luoshi.campaigns.access import may_see
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import open_review
from luoshi.campaigns.review import answer
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.faces.desk.frame import campaign_or_404, who
from luoshi.faces.desk.work import moves
from luoshi.faces.desk.work.asking import AnswerForm, SettleForm
from luoshi.faces.desk.work.forms import ReportForm, SubmitForm, UnchangedForm, VerdictForm, blame
from luoshi.faces.desk.work.late import overtaken, too_late
from luoshi.faces.desk.work.task import Sent, respond
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.toasts import say
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import Standing
from luoshi.oversight.gauges import gauges

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment, Campaign


@dataclass(frozen=True, slots=True)
class Usual:
    """An act on the task's own page: the form that was sent for it, the act with that form, what is said afterwards."""

    form: Callable[[HttpRequest, "Assignment", Standing], forms.Form | None]
    make: Callable[["Assignment", Any, Standing], object]
    done: object


@signed_in
def make(request: HttpRequest, campaign_id: int, assignment_id: int, act: str) -> HttpResponse:
    """Make the act and go back to the task; a form with mistakes is shown again, and so is one that came too late."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    row = queries.assignment(campaign_id, assignment_id)
    if row is None or not may_see(me, row) or act not in (*HANDLERS, *moves.KINDS):
        raise Http404
    if request.method != "POST":
        return _show(request, campaign_id, row, act)
    form = _form(request, row, me, act)
    try:
        done = _make(row, me, act, form)
    except AlreadyMoved:
        fresh = queries.assignment(campaign_id, assignment_id) or row
        return _late(request, campaign, fresh, act, form, too_late(fresh, act))
    except Refused as refused:
        if not _is_made(row, act, request):
            if words := overtaken(row, act):
                return _late(request, campaign, row, act, form, words)
            if not _typed(form):
                raise
            return moves.draw(request, campaign, row, act, form, refused=refused.verdict.reason, status=403)
        done = _("这一步已经办过了，不用再办。")
    if done:
        say(request, done)
        return _back(row)
    if act in moves.KINDS:
        return moves.draw(request, campaign, row, act, form, status=422)
    return respond(request, campaign, row.task_id, row.pk, Sent(act, form))


@require_safe
def _show(request: HttpRequest, campaign_id: int, row: "Assignment", act: str) -> HttpResponse:
    return moves.show(request, campaign_or_404(request, campaign_id), row, act, who(request))


def _form(request: HttpRequest, row: "Assignment", me: Standing, act: str) -> forms.Form | None:
    if act in HANDLERS:
        return HANDLERS[act].form(request, row, me)
    made = moves.KINDS[act].form
    return made(row, request.POST) if made else None


def _make(row: "Assignment", me: Standing, act: str, form: forms.Form | None) -> str:
    """What is said once the act is made; empty where the form has mistakes, which then stand at its fields."""
    if form is not None and not form.is_valid():
        return ""
    kind = HANDLERS.get(act) or moves.KINDS[act]
    try:
        kind.make(row, form, me)
    except Unanswered as unanswered:
        if form is None:
            raise
        blame(form, unanswered)
        return ""
    return str(kind.done)


def _late(
    request: HttpRequest, campaign: "Campaign", fresh: "Assignment", act: str, form: forms.Form | None, words: str
) -> HttpResponse:
    """Say who moved the assignment meanwhile: on its page, or above what was typed."""
    if _typed(form):
        return moves.draw(request, campaign, fresh, act, form, refused=words, status=409)
    say(request, words)
    return _back(fresh)


def _typed(form: forms.Form | None) -> bool:
    """Whether somebody wrote something that would be lost."""
    fields = form.visible_fields() if form is not None else ()
    return any(isinstance(field.field, forms.CharField) and field.value() for field in fields)


def _is_made(row: "Assignment", act: str, request: HttpRequest) -> bool:
    """Whether the act was made already, as by a second click on its button."""
    if act in ("grant", "refuse"):
        sent = request.POST.get("review", "")
        verdict = {"grant": "granted", "refuse": "refused"}[act]
        return any(str(one.pk) == sent and one.verdict == verdict for one in row.reviews.all())
    made = [move for move in ASSIGNMENT.moves if move.name == act]
    return bool(made) and made[0].target == row.state and act != "send_back"


def _back(row: "Assignment") -> HttpResponse:
    return redirect(f"{reverse('task', args=[row.campaign_id, row.task_id])}?a={row.pk}")


def _report(request: HttpRequest, row: "Assignment", me: Standing) -> forms.Form:
    return ReportForm(gauges(row.campaign, who=me, task_id=row.task_id), request.POST)


def _token(form: forms.Form) -> Any:
    return form.cleaned_data["token"]


HANDLERS = {
    "sign": Usual(
        lambda _request, _row, _me: None,
        lambda row, _form, me: feedback.sign(row, by=me),
        later("已签收，可以开始反馈。"),
    ),
    "report": Usual(
        _report,
        lambda row, form, me: feedback.report(row, form.report(), by=me, token=_token(form)),
        later("反馈已记下。"),
    ),
    "unchanged": Usual(
        lambda request, _row, _me: UnchangedForm(request.POST),
        lambda row, form, me: feedback.report_unchanged(row, by=me, token=_token(form)),
        later("已记下：沿用上期，无变化。"),
    ),
    "submit": Usual(
        lambda request, _row, _me: SubmitForm(request.POST),
        lambda row, form, me: feedback.submit(row, form.submission(), by=me),
        later("已提交，等待验收。"),
    ),
    "accept": Usual(
        lambda request, _row, _me: VerdictForm(request.POST),
        lambda row, form, me: verify.accept(row, form.acceptance(), by=me),
        later("验收通过，已办结。"),
    ),
    "send_back": Usual(
        lambda request, _row, _me: VerdictForm(request.POST),
        lambda row, form, me: verify.send_back(row, form.refusal(), by=me),
        later("已退回，单位会看到您写的理由。"),
    ),
    "grant": Usual(
        lambda request, row, _me: AnswerForm(open_review(row), request.POST),
        lambda row, form, me: answer.grant(row, form.answer(), by=me),
        later("已同意。"),
    ),
    "refuse": Usual(
        lambda request, row, _me: AnswerForm(open_review(row), request.POST),
        lambda row, form, me: answer.refuse(row, form.answer(), by=me),
        later("已答复不同意，任务照原样办理。"),
    ),
    "settle_remaining": Usual(
        lambda request, _row, _me: SettleForm(request.POST),
        lambda row, form, me: verify.settle_remaining(row, form.settlement(), by=me),
        later("遗留问题已办完。"),
    ),
}
"""The acts whose forms stand on the task's own page, by the name in their address."""
