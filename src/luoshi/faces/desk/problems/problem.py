"""One problem: what is clear and what is not, remedies, rounds, opinions behind it, and who may do what."""

from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.problems.fields import EvidenceForm
from luoshi.faces.desk.problems.ledger import line
from luoshi.faces.desk.problems.moves import DEEDS, Deed, form_of, offers, verdict_of
from luoshi.faces.desk.work.forms import blame, mistakes
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.faces.shared.values import Step
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.problems import queries
from luoshi.problems.access import may_report
from luoshi.problems.clear import missing
from luoshi.problems.states import PROBLEM

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign
    from luoshi.problems.models import Problem

WAY = (
    "registered",
    "assigned",
    "plan_review",
    "rectifying",
    "close_requested",
    "publicised",
    "struck_off",
    "rechecked",
)
"""The usual way, as the head of the page draws it."""
PLACES = {"verified": "publicised", "return_review": "assigned", "change_review": "rectifying", "relapsed": "assigned"}


@signed_in
def show(request: HttpRequest, campaign_id: int, number: int) -> HttpResponse:
    """The problem of that number."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    return respond(request, campaign, found(me, campaign, number))


@signed_in
@require_POST
def make(request: HttpRequest, campaign_id: int, number: int, act: str) -> HttpResponse:
    """Make the act and go back to the problem; a form with mistakes is shown again."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    problem, deed = found(me, campaign, number), DEEDS.get(act)
    if deed is None:
        raise Http404
    demand(verdict_of(me, act, problem))
    form = form_of(deed, problem, request.POST)
    try:
        done = _make(deed, problem, form, me)
    except AlreadyMoved:
        done = _("别人刚刚办过了，这里是最新的情况。")
    if not done:
        assert form is not None
        return respond(request, campaign, problem, (act, form))
    say(request, done)
    return redirect("problem", campaign_id, number)


def respond(
    request: HttpRequest, campaign: "Campaign", problem: "Problem", sent: tuple[str, forms.Form] | None = None
) -> HttpResponse:
    """The problem's page; with a refused form in its place, and then with status 422."""
    me = who(request)
    story = queries.story(campaign, problem, me)
    values: dict[str, object] = {
        "line": line(campaign, story.row),
        "problem": problem,
        "story": story,
        "missing": [_(label) for label in missing(problem, len(story.row.remedies))],
        "steps": steps(problem),
        "offers": offers(me, problem, sent),
        "reports": problem.reports.all(),
        "evidence": problem.evidence.all(),
        "evidence_form": _evidence_form(me, problem, sent),
        "closeouts": list(problem.closeouts.all())[::-1],
        "requests": problem.requests.all(),
        "looks": problem.looks.all(),
    }
    title = _("问题%(code)s") % {"code": problem.code}
    if sent:
        title = f"{mistakes(sent[1])} {title}"
    crumbs = (Link(_("问题台账"), reverse("problems", args=[campaign.pk])),)
    status = 422 if sent else 200
    return page(
        request, "desk/problems/problem.html", values, title=title, campaign=campaign, crumbs=crumbs, status=status
    )


def _evidence_form(me: Standing, problem: "Problem", sent: tuple[str, forms.Form] | None) -> forms.Form | None:
    """The form by which this person adds a file: the refused one, a new one, or None where they may not."""
    if sent and sent[0] == "attach":
        return sent[1]
    return EvidenceForm(auto_id="id_attach_%s") if may_report(me, problem) else None


def steps(problem: "Problem") -> list[Step]:
    """The way of the problem with the place where it stands; empty for one that went aside."""
    state = PLACES.get(problem.state, problem.state)
    if state not in WAY:
        return []
    now = WAY.index(state)
    return [
        Step(
            _(PROBLEM.label(code)),
            _(PROBLEM.label(problem.state)) if place == now and problem.state not in WAY else "",
            state="done" if place < now else "now" if place == now else "next",
        )
        for place, code in enumerate(WAY)
    ]


def _make(deed: Deed, problem: "Problem", form: forms.Form | None, me: Standing) -> str:
    """The words of the toast; empty when the form has mistakes."""
    if form is None:
        deed.make(problem, None, me)
        return _(deed.done)
    if form.is_valid():
        try:
            deed.make(problem, form.given(), me)  # type: ignore[attr-defined]
        except Unanswered as unanswered:
            blame(form, unanswered)
    return _(deed.done) if form.is_valid() else ""


def found(me: Standing, campaign: "Campaign", number: int) -> "Problem":
    """The problem of that number, if this person may see it. Raises Http404."""
    seen = queries.problem_for(me, campaign, number)
    if seen is None:
        raise Http404
    return seen
