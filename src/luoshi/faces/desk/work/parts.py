"""What belongs to a task or an assignment and is no move: steps inside the unit, joint opinions, waits, rhythms."""

from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.campaigns import queries
from luoshi.campaigns.access import may_see
from luoshi.campaigns.blockers.block import Wait, add_blocker, remove_blocker
from luoshi.campaigns.blockers.queries import numbered
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.inside.divide import drop_step, finish_step, resume_step
from luoshi.campaigns.inside.queries import subtask
from luoshi.campaigns.joint.consult import give_opinion
from luoshi.campaigns.joint.queries import consultation
from luoshi.campaigns.rhythm.keep import drop_rhythm, set_rhythm
from luoshi.faces.desk.frame import campaign_or_404, who
from luoshi.faces.desk.work.asking import OpinionForm
from luoshi.faces.desk.work.forms import RhythmForm, blame
from luoshi.faces.desk.work.moves import OnePage, one_form
from luoshi.faces.desk.work.side import units_of
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import planners, signed_in
from luoshi.faces.shared.toasts import say
from luoshi.kit.machine import AlreadyMoved

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment

STEPS = {"finish": finish_step, "resume": resume_step, "drop": drop_step}


@signed_in
@require_POST
def step(request: HttpRequest, campaign_id: int, assignment_id: int, step_id: int, act: str) -> HttpResponse:
    """Say that a step inside the unit is done, take it up again, or drop it."""
    row = _assignment(request, campaign_id, assignment_id)
    held = subtask(row, step_id)
    if held is None or act not in STEPS:
        raise Http404
    try:
        STEPS[act](held, by=who(request))
        say(request, {"finish": _("这一项办完了。"), "resume": _("这一项重新办。"), "drop": _("这一项去掉了。")}[act])
    except AlreadyMoved:
        say(request, _("别人刚刚去掉了这一项。"))
    return redirect(f"{_task_url(row)}#inside")


@signed_in
@require_POST
def opinion(request: HttpRequest, campaign_id: int, assignment_id: int, question_id: int) -> HttpResponse:
    """Answer for a joint unit what it was asked."""
    row, me = _assignment(request, campaign_id, assignment_id), who(request)
    asked = consultation(row, question_id)
    if asked is None:
        raise Http404
    form = OpinionForm(units_of(me, row, question_id), request.POST)
    if form.is_valid():
        try:
            give_opinion(asked, form.opinion(), by=me)
        except Unanswered as unanswered:
            blame(form, unanswered)
    if form.is_valid():
        say(request, _("意见已答复。"))
        return redirect(f"{_task_url(row)}#joint")
    label = _("任务%(n)s") % {"n": row.task.number}
    shown = OnePage(_("答复会办意见"), _task_url(row), label, asked.question)
    return one_form(request, campaign_or_404(request, campaign_id), form, shown, status=422)


@planners
@require_POST
def wait(request: HttpRequest, campaign_id: int, task_id: int) -> HttpResponse:
    """Let the task wait for another, which its number names, or no longer (`drop`, an id)."""
    campaign, back = campaign_or_404(request, campaign_id), reverse("task", args=[campaign_id, task_id])
    if queries.task_row(campaign_id, task_id) is None:
        raise Http404
    if dropped := number(request.POST.get("drop", "")):
        remove_blocker(campaign, Wait(task_id, dropped), by=who(request))
        say(request, _("前置任务已去掉。"))
        return redirect(f"{back}#waits")
    form = WaitForm(request.POST)
    if form.is_valid():
        other = numbered(campaign_id, form.cleaned_data["waits_for"])
        try:
            add_blocker(campaign, Wait(task_id, other or 0), by=who(request))
        except Unanswered as unanswered:
            blame(form, unanswered)
    if form.is_valid():
        say(request, _("前置任务已定，它办结以后本项才能提交。"))
        return redirect(f"{back}#waits")
    return one_form(request, campaign, form, OnePage(_("前置任务"), back), status=422)


@planners
def rhythm(request: HttpRequest, campaign_id: int, task_id: int) -> HttpResponse:
    """Let the task be reported on otherwise than the rest of the campaign, or again as the rest (`drop`)."""
    campaign, back = campaign_or_404(request, campaign_id), reverse("task", args=[campaign_id, task_id])
    task = queries.task_row(campaign_id, task_id)
    if task is None:
        raise Http404
    if request.POST.get("drop"):
        drop_rhythm(task, by=who(request))
        say(request, _("这项任务照整个活动的周期报送。"))
        return redirect(back)
    form = RhythmForm(request.POST or None)
    if form.is_valid():
        try:
            set_rhythm(campaign, form.rounds(), by=who(request), task=task)
        except Unanswered as unanswered:
            blame(form, unanswered)
    if form.is_valid():
        say(request, _("报送周期已定。"))
        return redirect(back)
    label, note = _("任务%(n)s") % {"n": task.number}, _("只管这一项任务，别的任务照整个活动的周期。")
    shown = OnePage(_("报送周期"), back, label, note)
    return one_form(request, campaign, form, shown, status=422 if form.is_bound else 200)


class WaitForm(forms.Form):
    """The number of the task that is waited for."""

    use_required_attribute = False
    waits_for = forms.IntegerField(
        error_messages={"required": later("填前置任务的序号。")}, widget=forms.NumberInput(attrs={"class": "short"})
    )

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["waits_for"].label = _("等第几项任务办结")


def _assignment(request: HttpRequest, campaign_id: int, assignment_id: int) -> "Assignment":
    """The assignment, if this person may see it."""
    campaign_or_404(request, campaign_id)
    row = queries.assignment(campaign_id, assignment_id)
    if row is None or not may_see(who(request), row):
        raise Http404
    return row


def _task_url(row: "Assignment") -> str:
    return f"{reverse('task', args=[row.campaign_id, row.task_id])}?a={row.pk}"
