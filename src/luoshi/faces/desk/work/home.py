"""The campaign's home: where today stands in the plan, who owes what, how far the targets are, what changed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.states import CAMPAIGN
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.plans.words import ordinal
from luoshi.faces.desk.work import openings
from luoshi.faces.desk.work.address import Address
from luoshi.faces.desk.work.rows import Rows, when
from luoshi.faces.desk.work.telling import tell
from luoshi.faces.desk.work.words import (
    OWING,
    amount,
    counted,
    due_of,
    in_period,
    last_said,
    light_of,
    period_text,
    reason_word,
    shortfall,
    target_name,
    target_of,
)
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.values import Due, Gauge, Light, Source, Span, Timeline
from luoshi.oversight.gauges import Gauge as Target
from luoshi.oversight.home import Home, StageCard, home
from luoshi.oversight.items import Filters
from luoshi.oversight.lights import LIGHTS, REASONS
from luoshi.oversight.mine.mine import waiting
from luoshi.oversight.queries import Item

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

WEEK = 6
FEW_STAGES = 5
"""So many stages stand in one row; more are set in several."""


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage under the time line."""

    ordinal: str
    title: str
    url: str
    period: str
    said: str
    status: str
    lights: dict[str, int]
    is_now: bool


@dataclass(frozen=True, slots=True)
class CountRow:
    """One of the five lights with how many items have it and why."""

    code: str
    url: str
    n: int
    reasons: str


@dataclass(frozen=True, slots=True)
class Owed:
    """One line of who owes what."""

    light: Light
    due: Due | None
    url: str
    number: int
    title: str
    what: str
    unit: str
    person: str
    last: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target: what is counted, how much of how much, the bar."""

    text: str
    url: str
    source: Source | None
    amount: str
    goal: str
    gauge: Gauge


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Everything on one page, the exceptions first."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    shown = home(campaign, me)
    since = campaign.today - timedelta(WEEK)
    recent = [change for change in shown.changes if change.line.at.astimezone().date() >= since]
    values: dict[str, object] = {
        "home": shown,
        "today": campaign.today,
        "timeline": _timeline(campaign, shown),
        "stages": [_stage(campaign, card) for card in shown.stages],
        "many_stages": len(shown.stages) > FEW_STAGES,
        "stage_now": _stage_now(shown),
        "counts": _counts(shown),
        "owed": [_owed(campaign, shown, item) for item in shown.worst],
        "owed_url": Address(Filters(light=OWING), sort="due").url(),
        "owed_total": shown.tally.light("bad") + shown.tally.light("warn"),
        "targets": [target_row(campaign, target) for target in _furthest(shown.gauges)],
        "changes": [tell(change, campaign) for change in recent],
        "since": since,
        "doubts": openings.doubts(campaign, shown),
        "group": openings.leading_group(campaign, shown),
        "next": openings.next_step(campaign, shown, may_plan(me)),
        "me": me,
        "state": _(CAMPAIGN.label(campaign.state)),
    }
    return page(
        request,
        "desk/work/home.html",
        values,
        title=_("总览"),
        campaign=campaign,
        seen=shown.overview,
        waits=waiting(me),
    )


def _timeline(campaign: "Campaign", shown: Home) -> Timeline | None:
    dated = [card for card in shown.stages if card.start and card.end]
    if not dated:
        return None
    first = min(card.start for card in dated if card.start)
    last = max(card.end for card in dated if card.end) + timedelta(1)
    whole = (last - first).days

    def at(day: date) -> float:
        return round(100 * min(max((day - first).days, 0), whole) / whole, 2)

    months, month = [], first
    while month < last:
        months.append((at(month), month))
        month = (month.replace(day=1) + timedelta(32)).replace(day=1)
    spans = []
    for card in dated:
        if card.start and card.end:
            start, end, gone = at(card.start), at(card.end + timedelta(1)), at(campaign.today + timedelta(1))
            done = 100 * min(max(gone - start, 0), end - start) / (end - start) if end > start else 0
            spans.append(Span(start, round(end - start, 2), round(done, 1), card.phase == "now"))
    today = at(campaign.today) if first <= campaign.today < last else None
    label = _("阶段时间线，今天是%(day)s") % {"day": campaign.today.isoformat()}
    return Timeline(tuple(months), tuple(spans), today, label)


def _stage(campaign: "Campaign", card: StageCard) -> StageRow:
    count = ngettext("%(n)s项", "%(n)s项", card.total) % {"n": card.total}
    return StageRow(
        ordinal=ordinal(card.number),
        title=card.title,
        url=reverse("tasks", args=[campaign.pk]) + Address(Filters(stage=card.id)).url(),
        period=period_text(card.start, card.end),
        said=card.time_text,
        status=f"{count}　{_status(card)}",
        lights=card.lights,
        is_now=card.phase == "now",
    )


def _status(card: StageCard) -> str:
    if card.phase == "past":
        left = card.total - card.lights["done"]
        return ngettext("已结束，%(n)s项未了", "已结束，%(n)s项未了", left) % {"n": left} if left else _("已结束")
    if card.phase == "coming":
        return _("未到")
    return _("进行中") if card.phase == "now" else _("时间未定")


def _stage_now(shown: Home) -> str:
    if shown.current is None or not shown.workdays:
        return ""
    return _("%(stage)s第%(n)s个工作日，共%(of)s个") % {
        "stage": shown.current.title, "n": shown.workday, "of": shown.workdays
    }  # fmt: skip


def _counts(shown: Home) -> list[CountRow]:
    rows = []
    for code in LIGHTS:
        found = [(reason, shown.tally.by_reason[reason.code]) for reason in REASONS if reason.light == code]
        words = "　".join(counted(reason_word(reason), n) for reason, n in found if n)
        rows.append(CountRow(code, Address(Filters(light=code)).url(), shown.tally.light(code), words))
    return rows


def _owed(campaign: "Campaign", shown: Home, item: Item) -> Owed:
    people = shown.liaisons.get(item.unit_id or 0, ())
    return Owed(
        light=light_of(item),
        due=due_of(item, campaign),
        url=Rows(campaign).url(item),
        number=item.number,
        title=in_period(item.title, item),
        what=_what(campaign, item),
        unit=_("领导小组办公室") if item.state == "submitted" else item.unit,
        person="" if item.state == "submitted" else "、".join(people),
        last=when(item.last_at, campaign) if item.last_at else "",
    )


def _what(campaign: "Campaign", item: Item) -> str:
    if item.state == "issued":
        return _("还没有签收")
    if item.state == "submitted" and item.submitted_on:
        waited = campaign.calendar.between(item.submitted_on, campaign.today)
        return ngettext("等验收，已等%(n)s日", "等验收，已等%(n)s日", waited) % {"n": waited}
    return last_said(item.last_said) or _("还没有反馈")


def _furthest(gauges: tuple[Target, ...]) -> list[Target]:
    """The targets that lag most, in the order of the plan."""
    lagging = sorted(gauges, key=shortfall, reverse=True)[: openings.TARGETS]
    return [gauge for gauge in gauges if gauge in lagging]


def target_row(campaign: "Campaign", target: Target) -> TargetRow:
    """A target as the home and the task's page show it."""
    url = reverse("task", args=[campaign.pk, target.task_id])
    return TargetRow(
        text=target_name(target),
        url=url,
        source=Source(target.clause, url) if target.clause else None,
        amount=amount(target.amount),
        goal=f"{amount(target.goal)}{target.unit}",
        gauge=target_of(target, campaign),
    )
