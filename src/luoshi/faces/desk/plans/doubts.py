"""What a person should look at before adopting: findings of the reading, and limits on which nobody works."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from luoshi.campaigns.doubts import TOLD_OTHERWISE
from luoshi.campaigns.draft import Item
from luoshi.faces.shared.cells import day_text, weekday_text
from luoshi.faces.shared.values import Tone
from luoshi.kit.workdays import Workdays
from luoshi.plan.check.english import in_english
from luoshi.plan.model import Finding, Severity

TONES: dict[Severity, Tone] = {"error": "bad", "warning": "warn", "info": ""}
ANSWERED_BY = {"P101": "duties", "P102": "duties", "P201": "due", "P202": "due"}
LAST_KNOWN = 2045


@dataclass(frozen=True, slots=True)
class Fix:
    """One way out: a label and the field that takes the value."""

    label: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to decide (`bad`), to check (`warn`) or to know (""), with ways out of one click."""

    tone: Tone
    text: str
    fixes: tuple[Fix, ...] = ()


def weight_word(tone: Tone) -> str:
    """How a finding's weight is named."""
    return {"bad": pgettext("疑点", "须定"), "warn": pgettext("疑点", "请核"), "": pgettext("疑点", "提示")}.get(
        tone, ""
    )


def counted_words(findings: int, names: int) -> str:
    """How many findings there are, and how many names are no unit yet."""
    said = ngettext("%(n)s条", "%(n)s条", findings) % {"n": findings}
    more = ngettext("，%(n)s个名称没认定", "，%(n)s个名称没认定", names) % {"n": names}
    return said + more if names else said


def of_finding(finding: Finding, item: Item) -> Doubt | None:
    """The finding as a doubt about that item; None when the page tells it otherwise or an edit has answered it."""
    if finding.code in TOLD_OTHERWISE or item.get(ANSWERED_BY.get(finding.code, "")):
        return None
    return Doubt(TONES[finding.severity], finding_words(finding.code, finding.message))


def finding_words(code: str, message: str) -> str:
    """A finding's sentence in the reader's language; what it quotes stays as the plan has it."""
    return in_english(code, message) if get_language() == "en" else message


def of_day(task: Item, days: Workdays) -> Doubt | None:
    """The doubt that a limit of the task's own raises when nobody works that day; only a stated day weighs."""
    if not task["due"] or any(mark.startswith("due") for mark in task["inferred"]):
        return None
    is_stated = "日" in task["time_text"] or "号" in task["time_text"]
    return _day_off(task["due"], days, "warn" if is_stated else "", get_language() or "")


@lru_cache(maxsize=4096)
def _day_off(iso: str, days: Workdays, tone: Tone, language: str) -> Doubt | None:
    """The doubt about a day on which nobody works, with the working days around it; None for a working day."""
    day = date.fromisoformat(iso)
    if day.year > LAST_KNOWN or days.is_workday(day):
        return None
    text = _("%(day)s %(weekday)s不上班，当天无人办理。") % _named(day)
    earlier, later = days.after(day, 0), days.after(day, 1)
    fixes = (
        Fix(_("改为%(day)s %(weekday)s") % _named(earlier), "due", earlier.isoformat()),
        Fix(_("顺延到%(day)s %(weekday)s") % _named(later), "due", later.isoformat()),
    )
    return Doubt(tone, text, fixes)


def _named(day: date) -> dict[str, str]:
    return {"day": day_text(day), "weekday": weekday_text(day)}
