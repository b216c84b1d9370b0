"""A link to one assignment: reading it and reporting on it without signing in, and the page on which links are made."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from luoshi.campaigns import feedback, queries
from luoshi.campaigns.access import may_report, may_see
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.link import Opened, Stale, Unremembered, make_link, may_link, open_link, owners
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.identity.pending import COOKIE
from luoshi.faces.desk.work.forms import ReportForm, blame
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import public, signed_in
from luoshi.faces.shared.shell import Link
from luoshi.kit.verdict import demand
from luoshi.orgs.roles import LABELS
from luoshi.oversight.gauges import gauges

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment


@public
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The assignment, what was said of it, and a form to report; nothing else can be done here."""
    try:
        opened = open_link(token, request.COOKIES.get(COOKIE, ""))
    except Stale:
        return render(request, "desk/identity/slip_stale.html", status=410)
    except Unremembered as unremembered:
        if request.user.is_authenticated:
            return redirect(_task(unremembered.assignment))
        return redirect(f"{reverse('sign_in')}?{urlencode({'next': request.path})}")
    form = None
    if request.method == "POST":
        demand(may_report(opened.standing, opened.assignment))
        form = _form(opened, request.POST)
        if _reported(opened, form, is_unchanged="unchanged" in request.POST):
            return redirect(f"{request.path}?done=1")
    response = _slip(request, opened, form)
    add_never_cache_headers(response)
    return response


@signed_in
def links(request: HttpRequest, campaign_id: int, assignment_id: int) -> HttpResponse:
    """The people of the lead unit, and a link for one of them, shown once."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    row = queries.assignment(campaign_id, assignment_id)
    if row is None or not may_see(me, row):
        raise Http404
    demand(may_link(me, row))
    people = owners(row)
    chosen = next((each for each in people if each.id == number(request.POST.get("person", ""))), None)
    url = ""
    if request.method == "POST" and chosen:
        url = request.build_absolute_uri(reverse("slip", args=[make_link(row, chosen.id, by=me)]))
    values: dict[str, object] = {
        "row": row,
        "people": [(each, _(LABELS[each.role])) for each in people],
        "chosen": chosen,
        "url": url,
    }
    crumbs = (Link(row.task.title, _task(row)),)
    return page(request, "desk/identity/slip_links.html", values, title=_("反馈链接"), campaign=campaign, crumbs=crumbs)


def _slip(request: HttpRequest, opened: Opened, form: ReportForm | None) -> HttpResponse:
    row = opened.assignment
    verdict = may_report(opened.standing, row)
    task = queries.task(row.campaign, row.task_id)
    values = {
        "row": row,
        "task": task,
        "said": opened.said,
        "person": opened.standing.name,
        "form": form or (_form(opened) if verdict else None),
        "reason": verdict.reason,
        "done": "done" in request.GET,
        "task_url": _task(row),
    }
    return render(request, "desk/identity/slip.html", values, status=422 if form else 200)


def _form(opened: Opened, data: object = None) -> ReportForm:
    row = opened.assignment
    last = opened.said
    known = {"progress": row.progress, "difficulty": last[0].difficulty, "next_step": last[0].next_step} if last else {}
    return ReportForm(gauges(row.campaign, task_id=row.task_id), data, initial=known)


def _reported(opened: Opened, form: ReportForm, *, is_unchanged: bool) -> bool:
    if is_unchanged:
        feedback.report_unchanged(opened.assignment, by=opened.standing)
        return True
    if form.is_valid():
        try:
            token = form.cleaned_data["token"]
            feedback.report(opened.assignment, form.report(), by=opened.standing, token=token)
        except Unanswered as unanswered:
            blame(form, unanswered)
    return form.is_valid()


def _task(row: "Assignment") -> str:
    return f"{reverse('task', args=[row.campaign_id, row.task_id])}?a={row.pk}"
