"""All that a page reads of one assignment beside its reports and rounds, in one question. Not to act on."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q

from luoshi.campaigns.blockers.queries import WAITS, Waited, Waits
from luoshi.campaigns.grounds import REPORTERS
from luoshi.campaigns.inside.queries import MEMBERS
from luoshi.campaigns.models import (
    Assignment,
    Blocker,
    Consultation,
    Feedback,
    Inside,
    Joint,
    JointOpinion,
    Review,
    Rhythm,
    Subtask,
)
from luoshi.campaigns.rhythm.owed import DAYS, RHYTHMS
from luoshi.campaigns.waiting import AHEAD, standing_open
from luoshi.orgs.holidays import calendar_by
from luoshi.orgs.models import DayRule, Person, Unit
from luoshi.platform.gather import Gathered, made, whole

_OWN, _INNER = OuterRef("pk"), OuterRef(OuterRef("pk"))
_ASKED = Consultation.units.through.objects
_NAMED = Unit.objects.filter(
    Q(pk__in=Review.objects.filter(assignment=_INNER).values("unit"))
    | Q(pk__in=Joint.objects.filter(assignment=_INNER).values("unit"))
    | Q(pk__in=_ASKED.filter(consultation__assignment=_INNER).values("unit"))
)
_OPEN = Exists(standing_open().filter(pk=OuterRef("pk")))
_AHEAD = Blocker.objects.filter(task=OuterRef("task")).annotate(is_open=_OPEN).order_by("waits_for__number")
_BEHIND = Blocker.objects.filter(waits_for=OuterRef("task")).annotate(is_open=_OPEN).order_by("task__number")
_PEOPLE = Person.objects.filter(is_active=True, posts__unit=OuterRef("unit")).order_by("pk").distinct()
_KEPT = Rhythm.objects.filter(Q(task=OuterRef("task")) | Q(task=None), campaign=OuterRef("campaign"))
_DAYS = DayRule.objects.filter(Q(unit=None) | Q(unit=OuterRef("unit"))).order_by(F("unit").asc(nulls_first=True), "day")
_ROWS: Any = Assignment.objects.annotate(
    f_units=whole(_NAMED),
    f_reviews=whole(Review.objects.filter(assignment=_OWN)),
    f_joints=whole(Joint.objects.filter(assignment=_OWN).order_by("pk")),
    f_doers=whole(Inside.objects.filter(assignment=_OWN)),
    f_steps=whole(Subtask.objects.filter(assignment=_OWN)),
    f_asked=whole(Consultation.objects.filter(assignment=_OWN)),
    f_of=Gathered(_ASKED.filter(consultation__assignment=_OWN).order_by("pk"), "consultation_id", "unit_id"),
    f_answers=whole(JointOpinion.objects.filter(consultation__assignment=_OWN)),
    f_ahead=Gathered(_AHEAD, "waits_for_id", "waits_for__number", "waits_for__title", "is_open"),
    f_behind=Gathered(_BEHIND, "task_id", "task__number", "task__title", "is_open"),
    f_people=Gathered(_PEOPLE, "pk", "name"),
    f_rhythms=whole(_KEPT),
    f_days=Gathered(_DAYS, "day", "is_workday"),
    f_reporters=Gathered(Feedback.objects.filter(assignment=_OWN).order_by("by_id").distinct(), "by_id"),
)
"""Kept as a query, for building its expressions takes longer than asking it."""


def fill(held: Assignment, **more: Gathered) -> dict[str, Any]:
    """Put what hangs on the assignment at its side, so that verdicts and views find it there and ask no more.

    Returns what `more`, columns of later rooms, yields.
    """
    row = (_ROWS.annotate(**more) if more else _ROWS).get(pk=held.pk)
    units = {unit.pk: unit for unit in made(Unit, row.f_units)}
    keep(held, "doers", made(Inside, row.f_doers))
    keep(held, "subtasks", made(Subtask, row.f_steps))
    keep(held, "reviews", _with_units(made(Review, row.f_reviews), units))
    keep(held, "joints", _with_units(made(Joint, row.f_joints), units))
    keep(held, "consultations", _asked(row, units))
    ahead = tuple(Waited(pk, number, title, bool(is_open)) for pk, number, title, is_open in row.f_ahead)
    behind = tuple(Waited(pk, number, title, bool(is_open)) for pk, number, title, is_open in row.f_behind)
    held.__dict__[WAITS] = Waits(ahead, behind)
    held.__dict__[AHEAD] = [(one.number, one.title) for one in ahead if one.is_open]
    held.__dict__[MEMBERS] = tuple((pk, name) for pk, name in row.f_people)
    held.__dict__[RHYTHMS] = made(Rhythm, row.f_rhythms)
    held.__dict__[DAYS] = calendar_by(row.f_days)
    held.__dict__[REPORTERS] = {by for (by,) in row.f_reporters}
    return {name: getattr(row, name) for name in more}


def _asked(row: Any, units: dict[int, Unit]) -> list[Consultation]:
    asked: dict[int, list[Unit]] = defaultdict(list)
    for pk, unit_id in row.f_of:
        asked[pk].append(units[unit_id])
    found = list(made(Consultation, row.f_asked))
    answers = _with_units(made(JointOpinion, row.f_answers), units)
    for one in found:
        keep(one, "units", asked[one.pk])
        keep(one, "answers", [answer for answer in answers if answer.consultation_id == one.pk])
    return found


def _with_units(rows: Iterable[Any], units: dict[int, Unit]) -> list[Any]:
    found = list(rows)
    for row in found:
        row.unit = units.get(row.unit_id)
    return found


def keep(owner: Model, name: str, rows: Iterable[Model]) -> None:
    """Let the owner's relation of that name hold these rows, as prefetching them would."""
    known = getattr(owner, name).all()
    known._result_cache = list(rows)
    known._prefetch_done = True
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known
