"""How the campaign stood on a past day: its lights, states, stages and targets, and the items behind the counts."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.words import amount, reason_word, state_word, target_name, target_of
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.cells import day_text
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Pager
from luoshi.faces.shared.values import Gauge, Light
from luoshi.oversight.asof import Stood, first_day, items_on, tally_on
from luoshi.oversight.gauges import Gauge as Target
from luoshi.oversight.gauges import gauges
from luoshi.oversight.home import stages
from luoshi.oversight.lights import LIGHTS
from luoshi.oversight.memory import remembered, scope

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

SIZE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One item of that day."""

    number: int
    title: str
    url: str
    unit: str
    light: Light
    state: str
    due: date | None
    progress: int | None
    returns: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target as it was counted till that day."""

    text: str
    url: str
    amount: str
    goal: str
    gauge: Gauge


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What this person may see, as it stood at the end of a `day`, narrowed to a `light`; today's without one."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    first, said = first_day(campaign), request.GET.get("day", "")
    day = _day(said, campaign.today)
    mistake = ""
    if day is None or not first <= day <= campaign.today:
        mistake = _("选%(first)s到%(last)s之间的一天。") % {
            "first": day_text(first), "last": day_text(campaign.today)
        }  # fmt: skip
        day = campaign.today
    then = tally_on(campaign, me, day)
    counted = remembered(campaign, ("gauges", scope(me), day), lambda: gauges(campaign, who=me, as_of=day))
    light = asked if (asked := request.GET.get("light", "")) in LIGHTS else ""
    total = then.light(light) if light else then.total
    start = min(number(request.GET.get("from", "")) or 0, max(0, total - 1)) // SIZE * SIZE
    values: dict[str, object] = {
        "day": day,
        "first": first,
        "said": said,
        "mistake": mistake,
        "is_today": day == campaign.today,
        "total": then.total,
        "light": light,
        "counts": [(code, n, _url(day, code)) for code, n in then.lights().items()],
        "states": [(state_word(state), n) for state, n in then.by_state.most_common()],
        "cards": stages(campaign, then),
        "rows": [_row(campaign, item) for item in items_on(campaign, me, day, light, start=start, size=SIZE)],
        "targets": [_target(campaign, gauge) for gauge in counted],
        "pager": _pager(day, light, start, total),
    }
    status = 422 if mistake else 200
    return page(request, "desk/work/asof.html", values, title=_("某日情况"), campaign=campaign, status=status)


def _row(campaign: "Campaign", item: Stood) -> Row:
    name = item.title
    if item.occurrence:
        name = _("%(name)s（第%(n)s期）") % {"name": name, "n": item.occurrence}
    chosen = f"?a={item.assignment_id}" if item.assignment_id else ""
    return Row(
        number=item.number,
        title=name,
        url=reverse("task", args=[campaign.pk, item.task_id]) + chosen,
        unit=item.unit,
        light=Light(item.reason.light, reason_word(item.reason, item.returns)),  # type: ignore[arg-type]
        state=state_word(item.state),
        due=item.due,
        progress=item.progress if item.assignment_id else None,
        returns=item.returns,
    )


def _target(campaign: "Campaign", counted: Target) -> TargetRow:
    return TargetRow(
        text=target_name(counted),
        url=reverse("task", args=[campaign.pk, counted.task_id]),
        amount=amount(counted.amount),
        goal=f"{amount(counted.goal)}{counted.unit}",
        gauge=target_of(counted, campaign),
    )


def _url(day: date, light: str, start: int = 0) -> str:
    words = {"day": day.isoformat(), "light": light, "from": str(start or "")}
    return "?" + urlencode({name: value for name, value in words.items() if value})


def _pager(day: date, light: str, start: int, total: int) -> Pager:
    back = _url(day, light, start - SIZE) if start > SIZE else _url(day, light) if start else ""
    ahead = _url(day, light, start + SIZE) if start + SIZE < total else ""
    return Pager(start + 1, min(start + SIZE, total), total, back, ahead)


def _day(said: str, otherwise: date) -> date | None:
    if not said:
        return otherwise
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
