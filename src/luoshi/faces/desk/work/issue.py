"""Issuing: what would go out to whom, which names still have to be settled, and then the act itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from luoshi.campaigns import queries, settle
from luoshi.campaigns.complete import Missing, complete, missing
from luoshi.campaigns.issue import Issuing, issue, preview
from luoshi.campaigns.names import Known, known
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.address import chosen
from luoshi.faces.shared.rules import planners
from luoshi.faces.shared.toasts import say
from luoshi.orgs.queries import unit_names
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import task_ids

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

SHOWN = 200
Ready = tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]
Tasks = dict[int, queries.NamedTask]


@dataclass(frozen=True, slots=True)
class Going:
    """One task that would go out: to whom, and how many assignments that makes."""

    number: int
    title: str
    url: str
    leads: str
    n: int
    joint: int


@dataclass(frozen=True, slots=True)
class Staying:
    """One task that cannot go out, with the names that the plan gives it; without any, a field asks for one."""

    id: int
    number: int
    title: str
    url: str
    names: str
    said: str
    mistake: str


@dataclass(frozen=True, slots=True)
class Held:
    """One task that is held back, with the names that still have to be settled."""

    number: int
    title: str
    url: str
    names: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """One task that is out, and whom it has not reached: those to do it, and those to support it."""

    number: int
    title: str
    url: str
    leads: str
    joint: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """A field whose answer is no unit: the name or the task that it asks about, what was sent, what is wrong."""

    about: str | int
    said: str
    words: str


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A name that is no unit yet, how often the plan has it, and what its field says: the likeliest unit at first."""

    name: str
    mentions: int
    said: str
    mistake: str


@planners
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The preview of all tasks, or of those that a list sends; issues them when confirmed."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    wanted = chosen(request.POST) if request.method == "POST" else Filters()
    ids = None if wanted.is_empty() else task_ids(campaign, me, wanted)
    is_partial = request.POST.get("partial") == "1"
    if request.method == "POST" and request.POST.get("go") == "1":
        done = issue(campaign, ids, by=me, is_partial=is_partial)
        say(request, _issued(done))
        if done.request_id is not None:
            return redirect("course", campaign_id)
        return redirect(f"{reverse('tasks', args=[campaign_id])}?state=issued")
    return _page(request, campaign, ids, is_partial=is_partial)


@planners
@require_POST
def send_missing(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Complete what is out: units that a late settled name stands for get what they lack."""
    campaign = campaign_or_404(request, campaign_id)
    rows = complete(campaign, by=who(request))
    n, units = len(rows), sum(len(row.leads) + len(row.joint) for row in rows)
    say(request, ngettext("已补发%(n)s项，共%(m)s家。", "已补发%(n)s项，共%(m)s家。", n) % {"n": n, "m": units})
    return redirect("issue", campaign_id)


@planners
@require_POST
def settle_name(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Say which unit or set a name of the plan is."""
    campaign = campaign_or_404(request, campaign_id)
    name, said = request.POST.get("name", ""), request.POST.get("party", "").strip()
    unit_id, set_id = known().parties.get(said, (None, None))
    if unit_id is None and set_id is None:
        return _page(request, campaign, None, mistake=Mistake(name, said, _unknown(said)))
    n = settle.settle(campaign, settle.Party(name, unit_id, set_id), by=who(request))
    say(
        request,
        ngettext("“%(name)s”已认定，涉及%(n)s处。", "“%(name)s”已认定，涉及%(n)s处。", n) % {"name": name, "n": n},
    )
    return redirect("issue", campaign_id)


@planners
@require_POST
def give(request: HttpRequest, campaign_id: int, task_id: int) -> HttpResponse:
    """Give a task its lead where the plan names nobody."""
    campaign = campaign_or_404(request, campaign_id)
    task = queries.task_row(campaign_id, task_id)
    if task is None:
        raise Http404
    said = request.POST.get("party", "").strip()
    unit_id, set_id = known().parties.get(said, (None, None))
    if unit_id is None and set_id is None:
        return _page(request, campaign, None, mistake=Mistake(task_id, said, _unknown(said)))
    settle.give(task, settle.Party(said, unit_id, set_id), by=who(request))
    say(request, _("任务%(n)s由%(name)s牵头。") % {"n": task.number, "name": said})
    return redirect("issue", campaign_id)


@planners
@require_POST
def leads(request: HttpRequest, campaign_id: int, task_id: int) -> HttpResponse:
    """Give every listed unit an assignment of its own, or let the first lead."""
    campaign_or_404(request, campaign_id)
    task = queries.task_row(campaign_id, task_id)
    if task is None:
        raise Http404
    settle.each_leads(task, request.POST.get("value") == "1", by=who(request))
    say(request, _("已改。"))
    return redirect("task", campaign_id, task_id)


def _page(
    request: HttpRequest,
    campaign: "Campaign",
    ids: list[int] | None,
    mistake: Mistake | None = None,
    *,
    is_partial: bool = False,
) -> HttpResponse:
    plan, organization = preview(campaign, ids, is_partial=is_partial), known()
    ready, without, held = plan.ready[:SHOWN], plan.without_unit[:SHOWN], plan.held[:SHOWN]
    lacking, names = missing(campaign), queries.unsettled(campaign.pk)
    shown = (*(pk for pk, _leads, _joint in ready), *without, *held, *(row.task_id for row in lacking[:SHOWN]))
    tasks = queries.named_tasks(shown)
    values: dict[str, object] = {
        "plan": plan,
        "picked": ",".join(str(-pk) for pk in ids or ()),
        "going": _going(campaign, ready, tasks, organization),
        "staying": _staying(campaign, {pk: tasks[pk] for pk in tasks if pk in without}, mistake),
        "held": _held(campaign, {pk: tasks[pk] for pk in tasks if pk in held}, {name for name, _n in names}),
        "lacking": _lacking(campaign, lacking[:SHOWN], tasks, organization),
        "lacking_count": len(lacking),
        "is_partial": is_partial,
        "more": max(0, len(plan.ready) - SHOWN),
        "unsettled": _unsettled(names, organization, mistake),
        "parties": sorted(organization.parties),
    }
    status = 422 if mistake else 200
    return page(request, "desk/work/issue.html", values, title=_("下发任务"), campaign=campaign, status=status)


def _going(campaign: "Campaign", ready: Ready, tasks: Tasks, organization: Known) -> list[Going]:
    units = {pk: unit.name for unit, pk in organization.units.items()}
    closed = {leads[0] for _task, leads, _joint in ready} - units.keys()
    units |= unit_names(closed) if closed else {}
    rows = []
    for task_id, leads, joint in ready:
        task, first = tasks[task_id], units[leads[0]]
        several = _("%(unit)s等%(n)s家") % {"unit": first, "n": len(leads)}
        url = reverse("task", args=[campaign.pk, task_id])
        rows.append(Going(task.number, task.title, url, several if len(leads) > 1 else first, len(leads), len(joint)))
    return sorted(rows, key=lambda row: row.number)


def _staying(campaign: "Campaign", tasks: Tasks, mistake: Mistake | None) -> list[Staying]:
    rows = []
    for pk, task in tasks.items():
        said, words = _answer(mistake, pk)
        url = reverse("task", args=[campaign.pk, pk])
        rows.append(Staying(pk, task.number, task.title, url, "、".join(task.units), said, words))
    return rows


def _held(campaign: "Campaign", tasks: Tasks, names: set[str]) -> list[Held]:
    rows = []
    for pk, task in tasks.items():
        opened = "、".join(name for name in task.units if name in names)
        rows.append(Held(task.number, task.title, reverse("task", args=[campaign.pk, pk]), opened))
    return rows


def _lacking(campaign: "Campaign", missing: Iterable[Missing], tasks: Tasks, organization: Known) -> list[Lacking]:
    units = {pk: unit.name for unit, pk in organization.units.items()}
    rows = []
    for row in missing:
        task, url = tasks[row.task_id], reverse("task", args=[campaign.pk, row.task_id])
        leads, joint = ("、".join(units[pk] for pk in pks if pk in units) for pks in (row.leads, row.joint))
        rows.append(Lacking(task.number, task.title, url, leads, joint))
    return rows


def _unsettled(found: Sequence[tuple[str, int]], organization: Known, mistake: Mistake | None) -> list[Unsettled]:
    near, rows = organization.likeliest(name for name, _n in found), []
    for name, n in found:
        said, words = _answer(mistake, name)
        likeliest = name if name in organization.parties else near[name]
        rows.append(Unsettled(name, n, said if words else likeliest, words))
    return rows


def _answer(mistake: Mistake | None, about: str | int) -> tuple[str, str]:
    return (mistake.said, mistake.words) if mistake and mistake.about == about else ("", "")


def _unknown(said: str) -> str:
    if not said:
        return _("先填单位。")
    return _("机构里没有“%(name)s”。先到“机构与人员”里加上，再来认定。") % {"name": said}


def _issued(done: Issuing) -> str:
    if not done.ready:
        return _("没有可以下发的任务。")
    n = len(done.ready)
    if done.request_id is not None:
        return ngettext("%(n)s项已提请领导批准，批准以后下发。", "%(n)s项已提请领导批准，批准以后下发。", n) % {"n": n}
    return ngettext("已下发%(n)s项，分办%(m)s件。", "已下发%(n)s项，分办%(m)s件。", n) % {
        "n": n, "m": done.assignments
    }  # fmt: skip
