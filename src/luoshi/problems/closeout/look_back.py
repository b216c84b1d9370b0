"""Looking back: a seeded sample of what was struck off 30 or 90 days ago, the findings, and relapses."""

import random
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import day_of
from luoshi.campaigns.models import Campaign
from luoshi.journal.record import record
from luoshi.journal.transition import transition
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.problems.access import may_keep
from luoshi.problems.models import LookBack, Problem
from luoshi.problems.moving import hold, moving, put
from luoshi.problems.register import Why, said
from luoshi.problems.rules import rules_of
from luoshi.problems.states import PROBLEM, STRUCK_OFF

TERMS = (30, 90)
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Draw:
    """The term in days after striking off, and the seed, such as a number drawn before witnesses."""

    days: int
    seed: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was seen when looking back."""

    note: str


def draw(campaign: Campaign, given: Draw, *, by: Standing) -> list[LookBack]:
    """Draw from all that is due at that term and was in no frame of it yet; returns the looks drawn, by number.

    Raises Unanswered without a seed or for another term.
    """
    with transaction.atomic():
        held = hold(campaign)
        demand(may_keep(by, held))
        seed = said(given.seed, _("写一个种子，例如当众报出的几位数字；照它人人都能重抽。"), "seed")[:LONGEST]
        if given.days not in TERMS:
            raise Unanswered("days", _("选30天或90天。"))
        today = day_of(by, held)
        frame = [row for row in due(held, given.days, by) if not _was_framed(row, given.days)]
        chosen = set(sample([row.pk for row in frame], seed, rules_of(held).share))
        looks = [
            LookBack(
                problem=row, round=row.round, days=given.days, seed=seed, is_drawn=row.pk in chosen, drawn_on=today
            )
            for row in frame
        ]
        LookBack.objects.bulk_create(looks)
        if looks:
            data = {"days": given.days, "seed": seed, "drawn": sorted(chosen)}
            ids = [row.pk for row in frame]
            record(held.chain, "problem.draw", "problem", ids, by=by.acting(), data=data)
    return [look for look in looks if look.is_drawn]


def due(campaign: Campaign, days: int, by: Standing) -> list[Problem]:
    """What stands struck off for at least so many days, by number."""
    until = day_of(by, campaign) - timedelta(days=days)
    rows = Problem.objects.filter(campaign=campaign, state__in=STRUCK_OFF, struck_off_on__lte=until)
    return list(rows.prefetch_related("looks").order_by("number"))


def sample(ids: list[int], seed: str, share: int) -> list[int]:
    """So many percent of the ids, rounded up, as the seed has it: the same for the same ids."""
    count = -(-len(ids) * share // 100)
    return sorted(random.Random(seed).sample(sorted(ids), count))  # noqa: S311  drawn openly, not secretly


def recheck(problem: Problem, given: Found, *, by: Standing) -> None:
    """Find that what was rectified holds. Raises Unanswered without a note."""
    with moving(problem, "recheck", by) as row:
        note = said(given.note, _("写明回头看看到了什么。"), "note")
        transition(PROBLEM, row, "recheck", by=by.acting(), texts={"note": note})
        _find(row, "holds", note, by)


def relapse(problem: Problem, given: Why, *, by: Standing) -> None:
    """Take it up again under its number, in the next round, with its first limit kept. Raises Unanswered."""
    with moving(problem, "relapse", by) as row:
        reason = said(given.reason, _("写明回头看或群众反映发现了什么，单位照此再办。"))
        _find(row, "relapsed", reason, by)
        data = {"round": row.round + 1}
        transition(PROBLEM, row, "relapse", by=by.acting(), data=data, texts={"reason": reason})
        cleared = {"closeout_id": None, "notice_until": None, "struck_off_on": None, "due": None}
        put(row, round=row.round + 1, returns=0, progress=0, **cleared)


def _was_framed(row: Problem, days: int) -> bool:
    return any(look.round == row.round and look.days == days for look in row.looks.all())


def _find(row: Problem, finding: str, note: str, by: Standing) -> None:
    """Write the finding to the looks of this round that wait for one."""
    waiting = LookBack.objects.filter(problem=row, round=row.round, is_drawn=True, finding="")
    waiting.update(
        finding=finding, note=note, found_by_id=by.person_id, found_name=by.name, found_at=by.at or timezone.now()
    )
