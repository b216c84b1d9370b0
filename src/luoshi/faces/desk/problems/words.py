"""How problems are put in words and values of the page."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from luoshi.faces.shared.shell import Choice
from luoshi.faces.shared.values import Due, DueState, Light
from luoshi.problems.queries import Row
from luoshi.problems.register import CHOICES
from luoshi.problems.states import FINISHED, PROBLEM

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign
    from luoshi.problems.models import Problem


def state_word(state: str) -> str:
    """The state in the reader's language."""
    return _(PROBLEM.label(state))


def word_of(name: str, code: str) -> str:
    """A source, horizon or grade in the reader's language."""
    return _(dict(CHOICES[name])[code]) if code else ""


def pairs_of(name: str) -> list[tuple[str, str]]:
    """(code, word) of each source, horizon or grade."""
    return [(code, _(label)) for code, label in CHOICES[name]]


def light_of(row: Row) -> Light:
    """The problem's light in the reader's language."""
    return Light(row.light.code, _(row.light.word))  # type: ignore[arg-type]


def due_of(row: Row, campaign: "Campaign") -> Due | None:
    """The problem's limit with what is left of it."""
    day = row.problem.due
    if day is None:
        return None
    with_year = day.year != campaign.today.year
    original = row.problem.original_due if row.problem.original_due != day else None
    if row.left is None:
        state: DueState = "done" if row.problem.state in FINISHED else "open"
        return Due(day, None, state, with_year=with_year)
    if day < campaign.today:
        return Due(day, row.left, "late", original, int(original is not None), with_year)
    if day == campaign.today:
        return Due(day, row.left, "today", original, int(original is not None), with_year)
    soon = (day - campaign.today).days <= campaign.soon_days
    return Due(day, row.left, "soon" if soon else "open", original, int(original is not None), with_year)


def choices(pairs: Iterable[tuple[str, str]], now: str) -> tuple[Choice, ...]:
    """The options of a filter, the first of which does not narrow."""
    return (Choice("", _("全部")), *(Choice(value, label, value == now) for value, label in pairs))


def round_words(problem: "Problem") -> str:
    """Which round it is, once it relapsed."""
    return _("第%(n)s轮") % {"n": problem.round} if problem.round > 1 else ""
