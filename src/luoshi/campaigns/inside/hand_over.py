"""Handing what a leaver has in hand in a unit to a successor of the same unit, in one act that can be taken back."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.inside.access import OVER, may_hand_over
from luoshi.campaigns.inside.entrust import appoint, member, relieve
from luoshi.campaigns.models import Assignment, Handover, Inside, Subtask
from luoshi.journal.record import SYSTEM, record
from luoshi.kit.verdict import Verdict, demand, denied
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Person, Unit


@dataclass(frozen=True, slots=True)
class Handing:
    """Who leaves which unit, and who of it takes over."""

    unit_id: int
    leaver_id: int
    successor_id: int


@dataclass(frozen=True, slots=True)
class InHand:
    """What somebody has in hand in a unit: rows by which they do an assignment, and open steps, in order of id."""

    inside: tuple[Inside, ...]
    subtasks: tuple[Subtask, ...]

    @property
    def total(self) -> int:
        return len(self.inside) + len(self.subtasks)


def in_hand(unit_id: int, person_id: int) -> InHand:
    """The open items of that person in that unit, in all campaigns: what handing over would move."""
    mine = Inside.objects.filter(person_id=person_id, until=None, assignment__unit_id=unit_id)
    steps = Subtask.objects.filter(person_id=person_id, done_at=None, assignment__unit_id=unit_id)
    return InHand(
        tuple(mine.exclude(assignment__state__in=OVER).select_related("assignment__task").order_by("pk")),
        tuple(steps.exclude(assignment__state__in=OVER).select_related("assignment__task").order_by("pk")),
    )


def hand_over(given: Handing, *, by: Standing) -> Handover:
    """Give all open items of the leaver to the successor. Raises Unanswered for a stranger, or where there are none."""
    unit = Unit.objects.get(pk=given.unit_id)
    demand(may_hand_over(by, unit))
    if given.leaver_id == given.successor_id:
        raise Unanswered("successor", _("接手的人要与交出的人不同。"))
    with transaction.atomic():
        leaver, found = Person.objects.get(pk=given.leaver_id), _held(unit, given.leaver_id)
        successor = _successor(unit, given.successor_id)
        if not found.total:
            raise Unanswered("leaver", _("这个人手上没有要交接的事项。"))
        for old in found.inside:
            relieve(old, by)
        made = Handover.objects.create(
            unit=unit,
            leaver=leaver,
            leaver_name=leaver.name,
            successor=successor,
            successor_name=successor.name,
            inside=[appoint(old.assignment_id, successor, by).pk for old in found.inside],
            subtasks=[step.pk for step in found.subtasks],
            at=by.at or timezone.now(),
            by_name=by.name,
        )
        _give(made.subtasks, successor)
        _record("handover.hand_over", made, by, made.inside, made.subtasks)
    return made


def may_undo(who: Standing, made: Handover) -> Verdict:
    """Whether this person may take the handing over back."""
    if made.undone_at is not None:
        return denied(_("这次交接已经撤回。"))
    still_here = Person.objects.filter(pk=made.leaver_id or 0, is_active=True, posts__unit_id=made.unit_id)
    if not still_here.exists():
        return denied(_("交出的人已不在本单位，不能撤回；请再交接给别人。"))
    return may_hand_over(who, made.unit)


def undo_hand_over(made: Handover, *, by: Standing) -> int:
    """Give back what the successor still has of it; returns how many items. What moved on since stays as it is."""
    demand(may_undo(by, made))
    with transaction.atomic():
        kept = _held(made.unit, made.successor_id or 0)
        made.refresh_from_db()
        demand(may_undo(by, made))
        leaver = Person.objects.get(pk=made.leaver_id or 0)
        mine = [row for row in kept.inside if row.pk in made.inside]
        steps = [step.pk for step in kept.subtasks if step.pk in made.subtasks]
        for row in mine:
            relieve(row, by)
        back = [appoint(row.assignment_id, leaver, by).pk for row in mine]
        _give(steps, leaver)
        made.undone_at = by.at or timezone.now()
        made.save(update_fields=["undone_at"])
        _record("handover.undo", made, by, back, steps)
    return len(mine) + len(steps)


def _held(unit: Unit, person_id: int) -> InHand:
    """What the person has in hand in the unit; nobody else hands it on until the transaction ends."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    seen = in_hand(unit.pk, person_id)
    ids = {row.assignment_id for row in seen.inside} | {step.assignment_id for step in seen.subtasks}
    list(Assignment.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    return in_hand(unit.pk, person_id)


def _successor(unit: Unit, person_id: int) -> Person:
    try:
        return member(unit.pk, person_id)
    except Unanswered as wrong:
        raise Unanswered("successor", str(wrong)) from None


def _give(subtasks: list[int], person: Person) -> None:
    Subtask.objects.filter(pk__in=subtasks).update(person=person, person_name=person.name)


def _record(act: str, made: Handover, by: Standing, inside: list[int], subtasks: list[int]) -> None:
    """One entry in the system's chain, for what is handed over lies in several campaigns."""
    data = {
        "unit": made.unit_id, "leaver": made.leaver_id, "successor": made.successor_id,
        "inside": inside, "subtasks": subtasks,
    }  # fmt: skip
    record(SYSTEM, act, "handover", [made.pk], by=replace(by.acting(), at=None), data=data)
