"""What happened on one assignment, round by round: signing, reports, submissions and verdicts, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoshi.faces.desk.work.rows import when
from luoshi.faces.desk.work.words import quoted
from luoshi.faces.shared.values import Light
from luoshi.oversight.sheet import Sheet

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign, Feedback


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
    if sheet.work.assignment.state in ("issued", "in_progress") or events:
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
        if line.act == "assignment.sign":
            yield event(line.at, _("%(who)s 签收") % {"who": line.actor})
    for row in work.feedback:
        words = _("%(who)s 沿用上期，无变化") if row.is_unchanged else _("%(who)s 反馈 %(n)s%%")
        said = "" if row.is_unchanged else row.said
        yield event(row.at, words % {"who": row.by_name, "n": row.progress}, said, _more(row))
    for each in work.rounds:
        who = each.submitted_name
        yield event(each.submitted_at, _("%(who)s 提交验收") % {"who": who}, each.result)
        if each.decided_at:
            words = _("%(who)s 验收通过") if each.verdict == "accepted" else _("%(who)s 退回")
            yield event(each.decided_at, words % {"who": each.decided_name}, each.reason)


def _more(row: "Feedback") -> str:
    if row.is_unchanged:
        return ""
    parts = [(_("难处"), row.difficulty), (_("下一步"), row.next_step)]
    return "".join(f'<span class="below">{escape(label + _("：") + text)}</span>' for label, text in parts if text)


def _period(campaign: "Campaign", begun: datetime, until: datetime | None) -> str:
    start = when(begun, campaign)
    if until is None:
        return _("%(day)s起") % {"day": start}
    return _("%(start)s至%(end)s") % {"start": start, "end": when(until, campaign)}


def _verdict(verdict: str) -> Light | None:
    if not verdict:
        return None
    return Light("done", _("通过")) if verdict == "accepted" else Light("bad", _("退回"))
