"""Answering the givers behind a problem that was struck off, each once."""

from django.utils.translation import gettext as _

from luoshi.campaigns.grounds import day_of
from luoshi.opinions.states import GONE
from luoshi.opinions.triage.answer import answer_all
from luoshi.orgs.access import Standing
from luoshi.problems.models import Problem


def answer_givers(row: Problem, *, by: Standing) -> int:
    """Answer those behind the problem who were not answered because of it before; returns how many."""
    waiting = row.voices.filter(answered_on=None).exclude(opinion__state__in=GONE)
    ids = list(waiting.order_by("pk").values_list("opinion_id", flat=True))
    if not ids:
        return 0
    words = _("您反映的问题（编号%(code)s）已整改，并经核查销号。整改目标：%(goal)s")
    answered = answer_all(ids, words % {"code": row.code, "goal": row.goal}, by=by)
    row.voices.filter(opinion_id__in=ids, opinion__state="answered").update(answered_on=day_of(by, row.campaign))
    return answered
