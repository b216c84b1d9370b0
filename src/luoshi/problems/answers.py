"""Answering the givers behind problems that were struck off, each once a problem."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from luoshi.campaigns.grounds import day_of
from luoshi.opinions.states import GONE
from luoshi.opinions.triage.answer import answer_all
from luoshi.orgs.access import Standing
from luoshi.problems.models import Problem, ProblemOpinion


def answer_givers(rows: Sequence[Problem], *, by: Standing) -> int:
    """Answer those behind these problems of one campaign who were not answered because of them; returns how many."""
    waiting = ProblemOpinion.objects.filter(problem__in=[row.pk for row in rows], answered_on=None)
    pairs = list(waiting.exclude(opinion__state__in=GONE).order_by("pk").values_list("opinion_id", "problem_id"))
    if not pairs:
        return 0
    words = _("您反映的问题（编号%(code)s）已整改，并经核查销号。整改目标：%(goal)s")
    texts = {row.pk: words % {"code": row.code, "goal": row.goal} for row in rows}
    answered = answer_all([(opinion, texts[problem]) for opinion, problem in pairs], by=by)
    waiting.filter(opinion__state="answered").update(answered_on=day_of(by, rows[0].campaign))
    return answered
