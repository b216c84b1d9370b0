"""All targets as gauges on a day, of how many each speaks, and the dated quantities behind one of them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.settle import set_basis
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.words import amount, target_name, target_of
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import planners, signed_in
from luoshi.faces.shared.toasts import say
from luoshi.faces.shared.values import Gauge
from luoshi.oversight.counts import CountRow, counts, target
from luoshi.oversight.gauges import Gauge as Target
from luoshi.oversight.gauges import gauges
from luoshi.oversight.memory import remembered, scope

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

PAGE = 100
BASIS_DIGITS = 8
SIGNS = {"=": "", ">=": "≥", "<=": "≤", ">": ">", "<": "<"}


@dataclass(frozen=True, slots=True)
class Row:
    """One target; `basis` is None where it does not speak of each of many."""

    id: int
    text: str
    number: int
    title: str
    url: str
    amount: str
    goal: str
    unit: str
    per: str
    basis: int | None
    sources: int
    last: date | None
    standing: str
    gauge: Gauge
    mistake: str = ""
    sent: str = ""


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The targets of the tasks that this person may see, `on` a day, with the counts behind the `target` named."""
    return _page(request, campaign_or_404(request, campaign_id))


@planners
@require_POST
def basis(request: HttpRequest, campaign_id: int, target_id: int) -> HttpResponse:
    """Say of how many (people, units, places) a per-each target speaks."""
    campaign = campaign_or_404(request, campaign_id)
    held = target(campaign, target_id)
    if held is None:
        raise Http404
    said = request.POST.get("basis", "").strip()
    try:
        many = number(said if len(said) <= BASIS_DIGITS else "") or 0
        set_basis(held, many, by=who(request))
    except Unanswered as unanswered:
        return _page(request, campaign, mistake=(target_id, said, str(unanswered)))
    say(request, _("已改为按%(n)s计。") % {"n": many})
    return redirect(f"{reverse('targets', args=[campaign_id])}#t{target_id}")


def _page(request: HttpRequest, campaign: "Campaign", mistake: tuple[int, str, str] | None = None) -> HttpResponse:
    me, day = who(request), _day(request.GET.get("on", "")) or campaign.today
    found = remembered(campaign, ("gauges", scope(me), day), lambda: gauges(campaign, who=me, as_of=day))
    asked = request.GET.get("target", "")
    opened = next((gauge for gauge in found if str(gauge.target_id) == asked), None)
    values: dict[str, object] = {
        "rows": [_row(campaign, gauge, mistake) for gauge in found],
        "day": day,
        "is_today": day == campaign.today,
        "met": sum(gauge.is_met for gauge in found),
        "opened": opened,
        "opened_name": target_name(opened) if opened else "",
        "may_plan": bool(may_plan(me)),
        "is_own": not me.is_wide,
        **(_behind(request, campaign, opened, day) if opened else {}),
    }
    status = 422 if mistake else 200
    return page(request, "desk/work/targets.html", values, title=_("目标"), campaign=campaign, status=status)


def _row(campaign: "Campaign", gauge: Target, mistake: tuple[int, str, str] | None) -> Row:
    wrong = mistake if mistake and mistake[0] == gauge.target_id else None
    return Row(
        id=gauge.target_id,
        text=target_name(gauge),
        number=gauge.number,
        title=gauge.title,
        url=reverse("task", args=[campaign.pk, gauge.task_id]),
        amount=amount(gauge.amount),
        goal=f"{SIGNS[gauge.comparator]}{amount(gauge.goal)}{gauge.unit}",
        unit=gauge.unit,
        per=gauge.per,
        basis=gauge.basis if gauge.per and gauge.unit != "%" else None,
        sources=gauge.sources,
        last=gauge.last,
        standing=_standing(gauge),
        gauge=target_of(gauge, campaign),
        mistake=wrong[2] if wrong else "",
        sent=wrong[1] if wrong else "",
    )


def _standing(gauge: Target) -> str:
    if gauge.is_ceiling:
        return _("没有超过") if gauge.is_met else _("已超过")
    if gauge.is_met:
        return _("已达到")
    share = _("已到%(n)s%%") % {"n": round(gauge.share)}
    due = _("，应到%(n)s%%") % {"n": gauge.due_share} if gauge.due_share else ""
    return share + due


def _behind(request: HttpRequest, campaign: "Campaign", opened: Target, day: date) -> dict[str, object]:
    before = number(request.GET.get("before", ""))
    held = target(campaign, opened.target_id)
    rows: list[CountRow] = counts(held, day, who=who(request), before=before, limit=PAGE + 1) if held else []
    shown = rows[:PAGE]
    return {
        "counted": [(row, amount(row.amount)) for row in shown],
        "opened_amount": amount(opened.amount),
        "older": shown[-1].id if len(rows) > PAGE else None,
        "task_url": reverse("task", args=[campaign.pk, opened.task_id]),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
