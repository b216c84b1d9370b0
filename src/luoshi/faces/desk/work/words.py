"""How items are said on the pages of a campaign at work: lights by their reason, limits, states, amounts."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, get_args

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from luoshi.campaigns.feedback import UNCHANGED
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.campaigns.verify import ACCEPTED
from luoshi.faces.shared.cells import day_text
from luoshi.faces.shared.values import Due, DueState, Gauge, GaugeTone, Light, LightCode
from luoshi.oversight.gauges import Gauge as Target
from luoshi.oversight.lights import Reason
from luoshi.oversight.queries import Item

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

UNISSUED = "unissued"
OWING = "bad,warn"
"""The lights under which somebody owes something, as an address names them."""
LIGHT_CODES: tuple[LightCode, ...] = get_args(LightCode)


REASONS = {
    "overdue": gettext_noop("逾期"),
    "returned": gettext_noop("多次退回"),
    "far_behind": gettext_noop("严重滞后"),
    "soon": gettext_noop("临期"),
    "behind": gettext_noop("滞后"),
    "on_time": gettext_noop("正常"),
    "unissued": gettext_noop("未下发"),
    "not_started": gettext_noop("未启动"),
    "undated": gettext_noop("无期限"),
    "done": gettext_noop("办结"),
    "cancelled": gettext_noop("已撤销"),
}
STATES = {UNISSUED: gettext_noop("未下发")} | dict(ASSIGNMENT.choices)


def reason_word(reason: Reason, returns: int = 0) -> str:
    """Why an item has its light, in a word; the number of returns where that is why."""
    if reason.name == "returned" and returns:
        return ngettext("退回%(n)s次", "退回%(n)s次", returns) % {"n": returns}
    return _(REASONS[reason.name])


def state_word(state: str) -> str:
    """Where an assignment stands; a task without one is 未下发."""
    return _(STATES[state])


def in_period(name: str, item: Item) -> str:
    """A name of the item, and of which period of a recurring task it is one."""
    return _("%(name)s（第%(n)s期）") % {"name": name, "n": item.occurrence} if item.occurrence else name


def last_said(words: str) -> str:
    """What was said last on an assignment; where the program says it for a person, in the reader's language."""
    return _(words) if words in (UNCHANGED, ACCEPTED) else words


def light_of(item: Item) -> Light:
    """The item's light with its reason."""
    return Light(item.reason.light, reason_word(item.reason, item.returns))  # type: ignore[arg-type]


def due_of(item: Item, campaign: "Campaign") -> Due | None:
    """The item's limit with what is left of it; None without one."""
    if item.due is None:
        return None
    left = item.left
    state: DueState = "open"
    if item.reason.name == "done":
        state = "done"
    elif item.reason.name == "cancelled" or (item.due < campaign.today and _nobody_counts(item, item.due)):
        left = None
    elif item.due < campaign.today:
        state = "late"
    elif item.due == campaign.today:
        state = "today"
    elif (item.due - campaign.today).days <= campaign.soon_days:
        state = "soon"
    return Due(item.due, left, state, with_year=item.due.year != campaign.today.year)


def _nobody_counts(item: Item, due: date) -> bool:
    """Whether no day past the limit counts: it was handed in on time, or nobody has it yet."""
    return item.assignment_id is None or bool(item.submitted_on and item.submitted_on <= due)


def progress_of(item: Item, campaign: "Campaign", label: str = "") -> Gauge | None:
    """The item's progress against the share of working days gone by; None before it is out or has begun."""
    if item.assignment_id is None or item.reason.name == "not_started":
        return None
    if item.reason.name == "done":
        return Gauge(100, None, "full", label)
    behind = 0 if item.submitted_on or item.expected is None else item.expected - item.progress
    return Gauge(item.progress, item.expected or None, _tone(behind, campaign), label)


def target_of(target: Target, campaign: "Campaign") -> Gauge:
    """A target as a bar: its share of the goal against the share of its time; a ceiling is far once it is passed."""
    if target.is_ceiling:
        return Gauge(target.share, None, "" if target.is_met else "far", target_name(target))
    if target.is_met:
        return Gauge(100, None, "full", target_name(target))
    behind = 0 if target.due_share is None else target.due_share - target.share
    return Gauge(target.share, target.due_share or None, _tone(behind, campaign), target_name(target))


def target_name(target: Target) -> str:
    """What a target demands: of what, and how much."""
    return target.text if target.subject in target.text else f"{target.subject}{target.text}"


def shortfall(target: Target) -> float:
    """By how many points of its goal a target lags behind today; what is met, or bounded from above, lags least."""
    if target.is_met or target.is_ceiling:
        return -200
    return (target.due_share or 0) - target.share


def counted(word: str, number: int) -> str:
    """A word with how often it holds: 逾期3."""
    return _("%(word)s%(n)s") % {"word": word, "n": number}


def listed(parts: Iterable[str]) -> str:
    """Parts of a sentence, separated as the reader's language does."""
    return _("，").join(parts)


def quoted(said: str) -> str:
    """Words in quotation marks, unless they bring their own."""
    return said if "“" in said else f"“{said}”"


def _tone(behind: float, campaign: "Campaign") -> GaugeTone:
    if behind > campaign.behind_red:
        return "far"
    return "behind" if behind > campaign.behind_yellow else ""


def period_text(start: date | None, end: date | None) -> str:
    """A period: both ends, or the one that is known."""
    if start and end:
        return _("%(start)s至%(end)s") % {"start": day_text(start), "end": day_text(end)}
    if end:
        return _("%(day)s止") % {"day": day_text(end)}
    return _("%(day)s起") % {"day": day_text(start)} if start else ""


def amount(number: float) -> str:
    """A quantity with thousands separated and no idle decimals."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")
