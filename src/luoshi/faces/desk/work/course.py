"""The course of a campaign: where it stands, who can move it on, what stands open, lists that wait for approval."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns import approve, close, course
from luoshi.campaigns.close import may_close, open_work
from luoshi.campaigns.course import Cause, may_steer
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.queries import named_tasks
from luoshi.campaigns.review.queries import issue_request, issue_requests
from luoshi.campaigns.states import CAMPAIGN, ISSUE_REQUEST
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.asking import MOST, words
from luoshi.faces.desk.work.forms import blame
from luoshi.faces.desk.work.moves import OnePage, one_form
from luoshi.faces.desk.work.rows import when
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.toasts import say
from luoshi.kit.machine import AlreadyMoved, Move
from luoshi.kit.verdict import Refused, Verdict
from luoshi.orgs.access import Standing
from luoshi.reports.closing import open_elsewhere

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign, IssueRequest

SHOWN = 50
STEPS: dict[str, Callable[["Campaign", str, Standing], object]] = {
    "consult": lambda held, _reason, me: course.consult(held, by=me),
    "start": lambda held, _reason, me: course.start(held, by=me),
    "begin_closing": lambda held, _reason, me: course.begin_closing(held, by=me),
    "close": lambda held, reason, me: close.close(held, close.Closing(reason), findings=open_elsewhere, by=me),
    "suspend": lambda held, reason, me: course.suspend(held, Cause(reason), by=me),
    "resume": lambda held, _reason, me: course.resume(held, by=me),
    "reopen": lambda held, reason, me: course.reopen(held, Cause(reason), by=me),
}
"""The moves of a campaign in the order in which they come."""
ANSWERS: dict[str, Callable[["IssueRequest", str, Standing], object]] = {
    "approve": lambda asked, reason, me: approve.approve(asked, approve.Approval(reason), by=me),
    "refuse": lambda asked, reason, me: approve.refuse(asked, approve.Approval(reason), by=me),
    "withdraw": lambda asked, _reason, me: approve.withdraw(asked, by=me),
}


class CauseForm(forms.Form):
    """Why a campaign stops, is closed with work open, or is taken up again; or why tasks do not go out."""

    reason = forms.CharField(required=False, max_length=MOST, widget=words(2))

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["reason"].label = _("理由")


@dataclass(frozen=True, slots=True)
class Step:
    """A move of the campaign that can be made now: whether it wants a reason, and whether it is grave."""

    name: str
    label: str
    wants_reason: bool
    is_grave: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A list that waits for a leader's approval: who asked when, which tasks, and why this person cannot answer."""

    id: int
    by: str
    when: str
    tasks: tuple[tuple[int, str, str], ...]
    more: int
    may: Verdict
    may_withdraw: bool


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Where the campaign stands, its moves, and the lists that wait for approval."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    findings = (*open_work(campaign), *open_elsewhere(campaign))
    steps, missing = _steps(campaign, me, findings)
    values: dict[str, object] = {
        "state": _(CAMPAIGN.label(campaign.state)),
        "held": _(CAMPAIGN.label(campaign.held)) if campaign.held else "",
        "findings": [(_(one.label), one.n) for one in findings],
        "steps": steps,
        "missing": missing,
        "requests": [_asked(campaign, me, one) for one in issue_requests(campaign)],
        "leader_approves": campaign.leader_approves_issue,
    }
    return page(request, "desk/work/course.html", values, title=_("活动进程"), campaign=campaign)


@signed_in
@require_POST
def steer(request: HttpRequest, campaign_id: int, act: str) -> HttpResponse:
    """Move the campaign on."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    if act not in STEPS:
        raise Http404
    move = CAMPAIGN.move(act)
    return _made(
        request,
        campaign,
        _(move.label),
        lambda reason: STEPS[act](campaign, reason, me),
        is_made=lambda: campaign.state == move.target,
    )


@signed_in
@require_POST
def answer(request: HttpRequest, campaign_id: int, request_id: int, act: str) -> HttpResponse:
    """Approve or refuse what the office would issue, or take one's own request back."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    asked = issue_request(campaign_id, request_id)
    if asked is None or act not in ANSWERS or not me.is_wide:
        raise Http404
    move = ISSUE_REQUEST.move(act)
    return _made(
        request,
        campaign,
        _(move.label),
        lambda reason: ANSWERS[act](asked, reason, me),
        is_made=lambda: asked.state == move.target,
    )


def _made(
    request: HttpRequest,
    campaign: "Campaign",
    label: str,
    make: Callable[[str], object],
    *,
    is_made: Callable[[], bool],
) -> HttpResponse:
    form, back = CauseForm(request.POST), reverse("course", args=[campaign.pk])
    refused, status = "", 422
    if form.is_valid():
        try:
            make(form.cleaned_data["reason"])
        except Unanswered as unanswered:
            blame(form, unanswered)
        except AlreadyMoved:
            refused, status = _("别人刚刚办过了，请看最新情况再定。"), 409
        except Refused as no:
            if is_made():
                say(request, _("这一步已经办过了，不用再办。"))
                return redirect(back)
            refused, status = no.verdict.reason, 403
    if form.is_valid() and not refused:
        say(request, _("已办：%(label)s。") % {"label": label})
        return redirect(back)
    shown = OnePage(label, back, _("活动进程"), refused=refused)
    return one_form(request, campaign, form, shown, status=status)


def _steps(
    campaign: "Campaign", me: Standing, findings: tuple[close.Finding, ...]
) -> tuple[list[Step], list[tuple[str, str]]]:
    """The moves that this person can make, and (labels, reason) of the others."""
    steps: list[Step] = []
    reasons: dict[str, list[str]] = {}
    for name in STEPS:
        move = CAMPAIGN.move(name)
        verdict = _may(me, move, campaign, findings)
        if verdict:
            wants = "reason" in move.needs or (name == "close" and bool(findings))
            steps.append(Step(name, _(move.label), wants, name in ("suspend", "close", "reopen")))
        else:
            reasons.setdefault(verdict.reason, []).append(_(move.label))
    return steps, [(_("、").join(labels), reason) for reason, labels in reasons.items()]


def _may(me: Standing, move: Move, campaign: "Campaign", findings: tuple[close.Finding, ...]) -> Verdict:
    return may_close(me, campaign, findings) if move.name == "close" else may_steer(me, move, campaign)


def _asked(campaign: "Campaign", me: Standing, one: "IssueRequest") -> Asked:
    named = named_tasks(one.tasks[:SHOWN])
    rows = tuple((row.number, row.title, reverse("task", args=[campaign.pk, pk])) for pk, row in named.items())
    return Asked(
        one.pk,
        one.asked_name,
        when(one.asked_at, campaign),
        rows,
        max(0, len(one.tasks) - SHOWN),
        approve.may_answer(me, ISSUE_REQUEST.move("approve"), one),
        bool(approve.may_answer(me, ISSUE_REQUEST.move("withdraw"), one)),
    )
