"""Reads of the work inside a unit: one assignment's arrangement, what somebody has in hand, what was handed over."""

from dataclasses import dataclass
from datetime import date, datetime

from luoshi.campaigns.inside.access import may_arrange, may_finish, may_see
from luoshi.campaigns.models import Assignment, Handover, Inside, Subtask
from luoshi.kit.verdict import Verdict
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Person

MEMBERS = "members_read"
"""Where a page's assignment keeps the people of its lead unit."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did the assignment from when to when; `until` is None for who does it now."""

    person_id: int | None
    name: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step, and whether this reader may say that it is done."""

    id: int
    title: str
    person_id: int | None
    person: str
    due: date | None
    is_late: bool
    done_at: datetime | None
    done_name: str
    may_finish: Verdict


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Who does an assignment (the first to the present one) and its steps; `people` are (id, name) to choose from."""

    doers: tuple[Doer, ...]
    steps: tuple[StepRow, ...]
    people: tuple[tuple[int, str], ...]
    may_arrange: Verdict

    @property
    def doer(self) -> Doer | None:
        """Who does it now."""
        return next((one for one in reversed(self.doers) if one.until is None), None)


def arrangement(who: Standing, assignment: Assignment) -> Arrangement | None:
    """The work inside the unit; None for who may not see it."""
    if not may_see(who, assignment):
        return None
    verdict = may_arrange(who, assignment)
    return Arrangement(
        doers=tuple(Doer(row.person_id, row.person_name, row.since, row.until) for row in assignment.doers.all()),
        steps=tuple(_step(row, who, assignment) for row in assignment.subtasks.all()),
        people=people_of(assignment) if verdict else (),
        may_arrange=verdict,
    )


def people_of(assignment: Assignment) -> tuple[tuple[int, str], ...]:
    """(id, name) of the active people of the lead unit."""
    known: tuple[tuple[int, str], ...] | None = assignment.__dict__.get(MEMBERS)
    return members(assignment.unit_id) if known is None else known


def members(unit_id: int) -> tuple[tuple[int, str], ...]:
    """(id, name) of the active people of a unit, in the order of their adding."""
    rows = Person.objects.filter(is_active=True, posts__unit_id=unit_id).order_by("pk").distinct()
    return tuple(rows.values_list("pk", "name"))


def subtask(assignment: Assignment, subtask_id: int) -> Subtask | None:
    """One step of the assignment, to act on."""
    return Subtask.objects.select_related("assignment__unit").filter(assignment=assignment, pk=subtask_id).first()


def doers(assignment_ids: list[int]) -> dict[int, str]:
    """The names of who does these assignments now, by assignment."""
    rows = Inside.objects.filter(assignment_id__in=assignment_ids, until=None)
    return dict(rows.values_list("assignment_id", "person_name"))


def handovers(unit_id: int, limit: int = 20) -> list[Handover]:
    """What was handed over in a unit, the newest first."""
    return list(Handover.objects.filter(unit_id=unit_id).select_related("unit")[:limit])


def handover(handover_id: int) -> Handover | None:
    """One handing over, to act on."""
    return Handover.objects.select_related("unit").filter(pk=handover_id).first()


def _step(row: Subtask, who: Standing, assignment: Assignment) -> StepRow:
    row.assignment = assignment
    late = row.done_at is None and row.due is not None and row.due < assignment.campaign.today
    return StepRow(
        row.pk, row.title, row.person_id, row.person_name, row.due, late, row.done_at, row.done_name,
        may_finish(who, row),
    )  # fmt: skip
