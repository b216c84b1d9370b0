"""The head figures of a task's page: light, limit, progress, state, and whose turn it is, of one item or of all."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.faces.desk.work.rows import when
from luoshi.faces.desk.work.words import counted, due_of, light_of, progress_of, state_word
from luoshi.faces.shared.cells import day_text
from luoshi.faces.shared.values import Due, Gauge, Light
from luoshi.oversight.lights import LIGHTS
from luoshi.oversight.queries import Item
from luoshi.oversight.sheet import Sheet

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign


@dataclass(frozen=True, slots=True)
class Facts:
    """Five facts, each with a note beneath. Of several items, `lights` counts them instead of one light."""

    light: Light | None
    lights: dict[str, int]
    light_note: str
    due: Due | None
    due_note: str
    progress: int | None
    gauge: Gauge | None
    progress_note: str
    state: str
    state_note: str
    turn: str
    turn_note: str


def facts(campaign: "Campaign", sheet: Sheet) -> Facts | None:
    """The facts of the chosen item, or of all items together; None for a cancelled task."""
    if not sheet.items:
        return None
    return _one(campaign, sheet, sheet.chosen) if sheet.chosen else _all(campaign, sheet.items)


def _one(campaign: "Campaign", sheet: Sheet, item: Item) -> Facts:
    gauge = progress_of(item, campaign, _("进度"))
    turn, turn_note = _turn(sheet, item)
    return Facts(
        light=light_of(item),
        lights={},
        light_note=_behind(item),
        due=due_of(item, campaign),
        due_note=left_text(campaign, item),
        progress=item.progress if gauge else None,
        gauge=gauge,
        progress_note=_("今天应到%(n)s%%") % {"n": item.expected} if gauge and gauge.expected else "",
        state=state_word(item.state),
        state_note=_round(campaign, sheet, item),
        turn=turn,
        turn_note=turn_note,
    )


def _all(campaign: "Campaign", items: tuple[Item, ...]) -> Facts:
    lights = Counter(item.reason.light for item in items)
    states = Counter(item.state for item in items)
    open_items = [item for item in items if item.state in ("issued", "in_progress")]
    average = round(sum(item.progress for item in items) / len(items))
    latest = max(items, key=lambda item: (item.due is not None, item.due))
    words = "　".join(counted(state_word(state), n) for state, n in states.most_common())
    turn = ngettext("%(n)s家", "%(n)s家", len(open_items)) % {"n": len(open_items)}
    done = _("%(of)s家中%(n)s家办结") % {"n": lights["done"], "of": len(items)} if lights["done"] else ""
    return Facts(
        light=None,
        lights={light: lights[light] for light in LIGHTS},
        light_note=ngettext("共%(n)s家", "共%(n)s家", len(items)) % {"n": len(items)},
        due=due_of(latest, campaign),
        due_note="",
        progress=average,
        gauge=Gauge(average, None, "", _("平均进度")),
        progress_note=_("各家平均"),
        state=words,
        state_note=done,
        turn=turn if open_items else _("领导小组办公室"),
        turn_note=_("正在办理或还没有签收") if open_items else "",
    )


def left_text(campaign: "Campaign", item: Item) -> str:
    """What is left of the limit in working days, and how many days off lie in between."""
    if item.due is None or item.left is None or item.reason.name in ("done", "cancelled"):
        return ""
    if item.submitted_on and item.submitted_on <= item.due:
        return _("%(day)s提交，没有逾期") % {"day": day_text(item.submitted_on)}
    if item.due < campaign.today:
        if item.assignment_id is None:
            return ""
        late = -item.left
        return ngettext("逾期%(n)s个工作日", "逾期%(n)s个工作日", late) % {"n": late} if late else _("逾期")
    off = (item.due - campaign.today).days - item.left
    left = ngettext("余%(n)s个工作日", "余%(n)s个工作日", item.left) % {"n": item.left}
    more = ngettext("，期间%(n)s天不上班", "，期间%(n)s天不上班", off) % {"n": off} if off > 0 else ""
    return left + more


def _behind(item: Item) -> str:
    behind = (item.expected or 0) - item.progress
    if item.state != "in_progress" or item.expected is None or behind <= 0:
        return ""
    return ngettext("落后序时%(n)s点", "落后序时%(n)s点", behind) % {"n": behind}


def _round(campaign: "Campaign", sheet: Sheet, item: Item) -> str:
    if item.state == "submitted" and item.submitted_on:
        waited = campaign.calendar.between(item.submitted_on, campaign.today)
        return ngettext("已等%(n)s日", "已等%(n)s日", waited) % {"n": waited} if waited > 0 else ""
    last = sheet.work.rounds[-1] if sheet.work and sheet.work.rounds else None
    if last is None or last.decided_at is None:
        return ""
    day = when(last.decided_at, campaign)
    if last.verdict == "accepted":
        return _("%(day)s验收通过") % {"day": day}
    return _("第%(n)s轮，上一轮%(day)s退回") % {"n": last.number + 1, "day": day}


def _turn(sheet: Sheet, item: Item) -> tuple[str, str]:
    if item.state == "unissued":
        return _("领导小组办公室"), _("等待下发")
    if item.state == "submitted":
        return _("领导小组办公室或督导组"), _("等待验收")
    if item.reason.name in ("done", "cancelled") or sheet.work is None:
        return _("没有了"), state_word(item.state)
    names = {role: name for name, role in reversed(sheet.work.people)}
    if "liaison" in names:
        return names["liaison"], _("%(unit)s 联络员") % {"unit": item.unit}
    if "unit_head" in names:
        return names["unit_head"], _("%(unit)s 负责人") % {"unit": item.unit}
    return item.unit, _("机构里还没有登记联络员")
