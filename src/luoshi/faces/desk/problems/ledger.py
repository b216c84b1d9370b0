"""The ledger of problems: usual views with their counts, filters, one screen of lines."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.problems.words import (
    choices,
    due_of,
    light_of,
    pairs_of,
    round_words,
    state_word,
    word_of,
)
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Filter, Link
from luoshi.problems import queries
from luoshi.problems.access import may_keep
from luoshi.problems.queries import VIEWS, Choices, Filters, Row, filters_of, words_of
from luoshi.problems.rules import rules_of
from luoshi.problems.sheet import kind_of
from luoshi.problems.states import PROBLEM

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

SIZE = 25


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """One screen of the ledger, `after` a number."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    filters = filters_of(request.GET.dict())
    after = number(request.GET.get("after", "")) or 0
    counts = queries.counts(campaign, me)
    shown = queries.page(campaign, me, filters, after, SIZE)
    values: dict[str, object] = {
        "rows": [line(campaign, row) for row in shown.rows],
        "views": _views(counts, filters),
        "filters": _filters(queries.choices(campaign, me), filters),
        "kept": [("view", filters.view)] if filters.view else [],
        "pager": _pager(shown, filters, after),
        "is_narrow": bool(words_of(filters)),
        "total": counts["all"],
        "may_keep": may_keep(me, campaign),
        "is_weak": rules_of(campaign).is_weak,
        "kind": kind_of(campaign.pk),
    }
    return page(request, "desk/problems/ledger.html", values, title=_("问题台账"), campaign=campaign)


def line(campaign: "Campaign", row: Row) -> dict[str, object]:
    """One line of the ledger in words."""
    problem = row.problem
    last = queries.last_checked(problem)
    looks = [look for look in problem.looks.all() if look.round == problem.round]
    return {
        "row": row,
        "problem": problem,
        "light": light_of(row),
        "due": due_of(row, campaign),
        "state": state_word(problem.state),
        "round": round_words(problem),
        "source": word_of("source", problem.source),
        "horizon": word_of("horizon", problem.horizon),
        "grade": word_of("grade", problem.grade),
        "done": sum(remedy.done_on is not None for remedy in row.remedies),
        "last": last,
        "verdict": _(last.get_verdict_display()) if last else "",
        "look": looks[-1] if looks else None,
        "finding": _(looks[-1].get_finding_display()) if looks else "",
    }


def _views(counts: dict[str, int], filters: Filters) -> list[Link]:
    return [
        Link(
            _(view.label),
            f"?view={view.code}" if view.code else "?",
            counts[view.code or "all"],
            current=words_of(filters) == ({"view": view.code} if view.code else {}),
            late=view.code == "overdue",
        )
        for view in VIEWS
    ]


def _filters(known: Choices, now: Filters) -> list[Filter]:
    def named(name: str, label: str, values: tuple[str, ...]) -> Filter:
        return Filter(name, label, choices(((value, value) for value in values), getattr(now, name)))

    states = ((code, _(label)) for code, label in PROBLEM.choices)
    return [
        Filter("state", _("状态"), choices(states, now.state)),
        named("unit", _("责任单位"), known.units),
        named("area", _("问题类别"), known.areas),
        Filter("source", _("问题来源"), choices(pairs_of("source"), now.source)),
        Filter("horizon", _("整改类型"), choices(pairs_of("horizon"), now.horizon)),
        Filter("grade", _("等级"), choices(pairs_of("grade"), now.grade)),
        named("leader", _("责任领导"), known.leaders),
    ]


def _pager(shown: queries.Page, filters: Filters, after: int) -> dict[str, str]:
    words = words_of(filters)
    return {
        "first": "?" + urlencode(words) if after else "",
        "next": "?" + urlencode({**words, "after": shown.after}) if shown.after else "",
    }
