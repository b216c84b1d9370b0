"""Public notice with its objections, and striking off, each on a verified record; with it every giver is answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import OuterRef, Subquery, prefetch_related_objects
from django.utils.translation import gettext as _

from luoshi.campaigns.grounds import day_of
from luoshi.journal.transition import transition, transition_all
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.problems.access import may_strike_weekly
from luoshi.problems.answers import answer_givers
from luoshi.problems.closeout.apply import signature
from luoshi.problems.models import Closeout, Problem
from luoshi.problems.moving import locked, moving, put
from luoshi.problems.register import Why, said
from luoshi.problems.rules import rules_of
from luoshi.problems.states import PROBLEM


@dataclass(frozen=True, slots=True)
class WeeklyList:
    """What the office found of all problems on its list."""

    note: str


def publicise(problem: Problem, *, by: Standing) -> None:
    """Make the close-out public, for objections within the campaign's working days from tomorrow on."""
    with moving(problem, "publicise", by) as row:
        today = day_of(by, row.campaign)
        until = row.campaign.calendar.after(today, rules_of(row.campaign).notice_days)
        _note(row, notice_from=today, notice_until=until)
        put(row, notice_until=until)
        transition(PROBLEM, row, "publicise", by=by.acting(), data={"until": until})


def take_objection(problem: Problem, given: Why, *, by: Standing) -> None:
    """Send it back to work for an objection. Raises Unanswered without one."""
    with moving(problem, "take_objection", by) as row:
        words = said(given.reason, _("写明异议说了什么，单位照此再办。"))
        transition(PROBLEM, row, "take_objection", by=by.acting(), texts={"reason": words})
        _note(row, objection=words)
        put(row, closeout_id=None, notice_until=None, returns=row.returns + 1)


def strike_off(problem: Problem, *, by: Standing) -> int:
    """Strike the problem off and answer the givers behind it; returns how many were answered."""
    with moving(problem, "strike_off", by) as row:
        put(row, struck_off_on=day_of(by, row.campaign))
        data = {"closeout": row.closeout_id, "round": row.round}
        transition(PROBLEM, row, "strike_off", by=by.acting(), data=data)
        return answer_givers([row], by=by)


def strike_off_weekly(problems: Sequence[Problem], given: WeeklyList, *, by: Standing) -> int:
    """Strike off what applied, by the office's weekly list, all or nothing; returns how many givers were answered.

    Raises Refused with the reason of the first that may not, Unanswered without a note.
    """
    if not problems:
        return 0
    with transaction.atomic():
        rows = locked(problems)
        prefetch_related_objects(rows, "remedies", "closeouts", "reports")
        note = said(given.note, _("写明这一批是怎样核对的。"), "note")
        for row, seen in zip(rows, problems, strict=True):
            if row.state != seen.state:
                raise AlreadyMoved(f"problem {row.pk} was read as {seen.state!r} and is {row.state!r}")
            demand(may_strike_weekly(by, row, rules_of(row.campaign)))
        _accept(rows, note, by)
        transition_all(PROBLEM, rows, "verify", by=by.acting(), data={"form": "weekly"}, texts={"note": note})
        transition_all(PROBLEM, rows, "strike_off", by=by.acting(), data={"form": "weekly"})
        return answer_givers(rows, by=by)


def _accept(rows: Sequence[Problem], note: str, by: Standing) -> None:
    """Sign the open application of each, and let it be the record on which it is struck off today."""
    waits = Closeout.objects.filter(verdict="")
    wanted = {"progress": 100, "struck_off_on": day_of(by, rows[0].campaign)}
    ids = [row.pk for row in rows]
    Problem.objects.filter(pk__in=ids).update(
        closeout=Subquery(waits.filter(problem=OuterRef("pk")).values("pk")), **wanted
    )
    waits.filter(problem__in=ids).update(**signature("passed", "weekly", note, by))


def _note(row: Problem, **columns: object) -> None:
    """Write these columns of the record on which the problem was accepted."""
    Closeout.objects.filter(problem=row, pk=row.closeout_id or 0).update(**columns)
