"""四明确: the item, the goal with its limit, the remedies, the responsible leader and unit; what of them is missing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.problems.models import Problem, Remedy

ITEM = gettext_noop("问题事项")
GOAL = gettext_noop("整改目标")
LIMIT = gettext_noop("整改时限")
REMEDIES = gettext_noop("整改措施")
LEADER = gettext_noop("责任领导")
UNIT = gettext_noop("责任单位")
LONGEST = 12


def missing(problem: Problem, remedies: int) -> tuple[str, ...]:
    """The labels (message ids) of what is not clear yet; what lasts needs no limit."""
    has = {
        ITEM: problem.item,
        GOAL: problem.goal,
        LIMIT: problem.due or problem.horizon == "lasting",
        REMEDIES: remedies,
        LEADER: problem.lead_person,
        UNIT: problem.unit_id,
    }
    return tuple(label for label, value in has.items() if not value)


def undone(problem: Problem) -> list[Remedy]:
    """The remedies that are not done."""
    return [remedy for remedy in problem.remedies.all() if remedy.done_on is None]


def in_words(remedies: Sequence[Remedy]) -> str:
    """The beginnings of these remedies, as one phrase."""
    return _("；").join(remedy.text[:LONGEST] for remedy in remedies)
