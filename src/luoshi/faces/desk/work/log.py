"""What happened on one assignment, round by round: signing, reports, submissions and verdicts, the newest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoshi.faces.desk.work.rows import when
from luoshi.faces.desk.work.words import quoted
from luoshi.faces.shared.cells import day_text
from luoshi.faces.shared.values import Light
from luoshi.oversight.sheet import Sheet

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign, Feedback


MOVED: dict[str, Callable[[], str]] = {
    "assignment.sign": lambda: _("%(who)s 签收"),
    "assignment.ask_return": lambda: _("%(who)s 申请退件"),
    "assignment.dispute": lambda: _("%(who)s 对驳回退件有异议，提请领导裁定"),
    "assignment.grant_return": lambda: _("%(who)s 同意退件，改由建议的单位承办"),
    "assignment.refuse_return": lambda: _("%(who)s 不同意退件"),
    "assignment.ask_change": lambda: _("%(who)s 申请延到%(due)s"),
    "assignment.grant_change": lambda: _("%(who)s 同意延到%(due)s"),
    "assignment.refuse_change": lambda: _("%(who)s 不同意延期"),
    "assignment.ask_cancel": lambda: _("%(who)s 提请撤销"),
    "assignment.grant_cancel": lambda: _("%(who)s 同意撤销"),
    "assignment.refuse_cancel": lambda: _("%(who)s 不同意撤销"),
    "assignment.withdraw": lambda: _("%(who)s 撤回申请"),
    "assignment.archive": lambda: _("%(who)s 归档"),
    "assignment.reopen": lambda: _("%(who)s 要求重新办理"),
}
"""How the moves are said on the page of their own task; reports and rounds say the others."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line: its moment in words and for machines, and what happened, as HTML."""

    at: datetime
    when: str
    text: SafeString


@dataclass(frozen=True, slots=True)
class RoundLog:
    """One round with its lines; `verdict` is None while it is open."""

    number: int
    period: str
    verdict: Light | None
    events: tuple[Event, ...]


def rounds(campaign: "Campaign", sheet: Sheet) -> list[RoundLog]:
    """The rounds of the chosen assignment, the newest first; the first one begins with the issuing."""
    if sheet.work is None:
        return []
    events = sorted(_events(campaign, sheet), key=lambda event: event.at)
    logs: list[RoundLog] = []
    begun = sheet.work.assignment.issued_at
    for row in sheet.work.rounds:
        until = row.decided_at
        inside = [event for event in events if until is None or event.at <= until]
        events = [event for event in events if until is not None and event.at > until]
        ends = _period(campaign, begun, until)
        logs.append(RoundLog(row.number, ends, _verdict(row.verdict), tuple(reversed(inside))))
        begun = until or begun
    if sheet.work.assignment.state in ("done", "archived", "cancelled") and logs:
        logs[-1] = replace(logs[-1], events=(*reversed(events), *logs[-1].events))
    elif events or sheet.work.assignment.state in ("issued", "in_progress"):
        logs.append(RoundLog(len(logs) + 1, _period(campaign, begun, None), None, tuple(reversed(events))))
    return logs[::-1]


def _events(campaign: "Campaign", sheet: Sheet) -> Iterator[Event]:
    work = sheet.work
    if work is None:
        return

    def event(at: datetime, words: str, said: str = "", more: str = "") -> Event:
        local = timezone.localtime(at)
        quote = f'{escape(_("："))}<span class="song">{escape(quoted(said))}</span>' if said else ""
        text = SafeString(f"{escape(words)}{quote}{more}")
        return Event(at, f"{when(at, campaign)} {local.hour}:{local.minute:02}", text)

    yield event(work.assignment.issued_at, _("下发给%(unit)s") % {"unit": work.assignment.unit.name})
    for line in sheet.moves:
        if line.act in MOVED:
            due = line.data.get("due")
            words = MOVED[line.act]() % {
                "who": line.actor,
                "due": day_text(date.fromisoformat(str(due))) if due else "",
            }
            yield event(line.at, words, line.texts.get("reason", ""))
    for row in work.feedback:
        words = _("%(who)s 沿用上期，无变化") if row.is_unchanged else _("%(who)s 反馈 %(n)s%%")
        said = "" if row.is_unchanged else row.said
        yield event(row.at, words % {"who": row.by_name, "n": row.progress}, said, _more(row))
    for each in work.rounds:
        who = each.submitted_name
        yield event(each.submitted_at, _("%(who)s 提交验收") % {"who": who}, each.result)
        if each.decided_at:
            words = _("%(who)s 验收通过") if each.verdict == "accepted" else _("%(who)s 退回")
            left = _said(_("遗留问题"), each.remaining) if each.remaining else ""
            yield event(each.decided_at, words % {"who": each.decided_name}, each.reason, left)
        if each.settled_at:
            yield event(each.settled_at, _("%(who)s 确认遗留问题办完") % {"who": each.settled_name}, each.settled_how)


def _more(row: "Feedback") -> str:
    if row.is_unchanged:
        return ""
    parts = [(_("难处"), row.difficulty), (_("下一步"), row.next_step)]
    return "".join(_said(label, text) for label, text in parts if text)


def _said(label: str, text: str) -> str:
    return f'<span class="below">{escape(label + _("：") + text)}</span>'


def _period(campaign: "Campaign", begun: datetime, until: datetime | None) -> str:
    start = when(begun, campaign)
    if until is None:
        return _("%(day)s起") % {"day": start}
    return _("%(start)s至%(end)s") % {"start": start, "end": when(until, campaign)}


def _verdict(verdict: str) -> Light | None:
    if not verdict:
        return None
    return Light("done", _("通过")) if verdict == "accepted" else Light("bad", _("退回"))
