"""How values of a draft are said: days, numbers, comparators, recurrences, the rules of inference."""

from datetime import date
from functools import lru_cache
from html import escape

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from luoshi.faces.shared.cells import day_text, guess_html, weekday_text
from luoshi.faces.shared.values import Guess

DIGITS = "〇一二三四五六七八九"
COMPARATORS = {"=": "=", ">=": "≥", "<=": "≤", ">": ">", "<": "<"}
RECURRENCES = ("yearly", "quarterly", "monthly", "weekly", "ongoing", "immediate")


def ordinal(number: int) -> str:
    """The number as official texts count sections: 一, 十二, 二十."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = f"{DIGITS[tens] if tens > 1 else ''}十" if tens else ""
    return head + (DIGITS[ones] if ones else "")


def day_words(iso: str, year: int, *, weekday: bool = True) -> str:
    """An ISO date as people write it, with its weekday, and with its year where that is not `year`."""
    return _day_words(iso, year, weekday, get_language() or "")


@lru_cache(maxsize=4096)
def _day_words(iso: str, year: int, weekday: bool, language: str) -> str:
    day = date.fromisoformat(iso)
    text = day_text(day, with_year=day.year != year)
    return f"{text} {weekday_text(day)}" if weekday else text


def span_words(start: str | None, end: str | None, year: int) -> str:
    """A period: both ends, or the one that is known; both with their years where one lies in another than `year`."""
    if start and end and start != end:
        year = year if start[:4] == end[:4] == str(year) else 0
        return _("%(start)s至%(end)s") % {
            "start": day_words(start, year, weekday=False),
            "end": day_words(end, year, weekday=False),
        }
    if end:
        return _("%(day)s止") % {"day": day_words(end, year, weekday=False)} if not start else day_words(end, year)
    return _("%(day)s起") % {"day": day_words(start, year, weekday=False)} if start else ""


def number_words(value: float) -> str:
    """A number without idle decimals."""
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"


def recurrence_words(code: str) -> str:
    """How a recurrence is named; empty for none."""
    return _recurrences(get_language() or "").get(code, "") if code else ""


@lru_cache(maxsize=8)
def _recurrences(language: str) -> dict[str, str]:
    return {
        "yearly": _("每年"),
        "quarterly": _("每季度"),
        "monthly": _("每月"),
        "weekly": _("每周"),
        "ongoing": _("长期坚持"),
        "immediate": _("立行立改"),
    }


def role_words(code: str) -> str:
    """How a role in a task is named."""
    return {
        "lead_person": _("牵头领导"),
        "person": _("责任人"),
        "lead_unit": _("牵头单位"),
        "unit": _("责任单位"),
        "support_unit": _("配合单位"),
    }[code]


def rule_words(mark: str) -> str:
    """The rule by which something was inferred; empty for a mark that tells none."""
    return {
        "year": pgettext("推断", "年份"),
        "due:stage": pgettext("推断", "随阶段"),
        "due:window": pgettext("推断", "随方案期限"),
        "lead": pgettext("推断", "居首"),
    }.get(mark, "")


@lru_cache(maxsize=4096)
def guessed(words: str, marks: tuple[str, ...], language: str) -> str:
    """The words as HTML, dashed and tagged with the rules by which they were inferred where there are any."""
    return guess_html(Guess(words, "、".join(filter(None, map(rule_words, marks))))) if marks else escape(words)


def target_words(target: dict[str, object]) -> str:
    """A target in short: 座谈会 ≥ 12场, 每人."""
    sign, value = COMPARATORS.get(str(target["comparator"]), "="), number_words(float(str(target["value"])))
    text = f"{target['subject']} {sign} {value}{target['unit']}".strip()
    return f"{text}，{target['per']}" if target["per"] else text
