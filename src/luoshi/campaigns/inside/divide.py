"""Dividing an assignment into steps inside its unit: adding, changing, finishing, taking up again, dropping."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.inside.access import may_arrange, may_finish
from luoshi.campaigns.inside.entrust import member
from luoshi.campaigns.models import Assignment, Subtask
from luoshi.campaigns.moving import locked
from luoshi.journal.record import record
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done, by whom of the unit, until when; nobody and no day in particular where None."""

    title: str
    person_id: int | None = None
    due: date | None = None


def add_step(assignment: Assignment, step: Step, *, by: Standing) -> Subtask:
    """Add a step, which must be done before the assignment's result can be handed in. Raises Unanswered."""
    demand(may_arrange(by, assignment))
    with transaction.atomic():
        row = locked(assignment)
        demand(may_arrange(by, row))
        columns = _columns(row, step)
        made = Subtask.objects.create(assignment=row, by_name=by.name, made_at=by.at or timezone.now(), **columns)
        _record("add", made, by)
    return made


def change_step(subtask: Subtask, step: Step, *, by: Standing) -> None:
    """Say otherwise what an open step is, whose, or until when. Raises Unanswered."""
    with transaction.atomic():
        row = _held(subtask)
        demand(may_arrange(by, row.assignment))
        columns = _columns(row.assignment, step)
        _write(subtask, columns)
        _record("change", subtask, by)


def finish_step(subtask: Subtask, *, by: Standing) -> None:
    """Say that the step is done; does nothing where it is."""
    with transaction.atomic():
        row = _held(subtask)
        demand(may_finish(by, row))
        if row.done_at is None:
            said: dict[str, object] = {
                "done_at": by.at or timezone.now(),
                "done_by_id": by.person_id,
                "done_name": by.name,
            }
            _write(subtask, said)
            _record("finish", subtask, by)


def resume_step(subtask: Subtask, *, by: Standing) -> None:
    """Take a finished step up again; does nothing where it is open. Refused once the result is handed in."""
    with transaction.atomic():
        row = _held(subtask)
        demand(may_arrange(by, row.assignment))
        if row.done_at is not None:
            _write(subtask, {"done_at": None, "done_by_id": None, "done_name": ""})
            _record("resume", subtask, by)


def drop_step(subtask: Subtask, *, by: Standing) -> None:
    """Take a step away."""
    with transaction.atomic():
        row = _held(subtask)
        demand(may_arrange(by, row.assignment))
        _record("drop", row, by)
        row.delete()


def _held(subtask: Subtask) -> Subtask:
    """The step as it stands, with its assignment, held until the transaction ends."""
    assignment = locked(subtask.assignment)
    row = Subtask.objects.filter(pk=subtask.pk).first()
    if row is None:
        raise AlreadyMoved(f"step {subtask.pk} was dropped by somebody else")
    row.assignment = assignment
    return row


def _columns(assignment: Assignment, step: Step) -> dict[str, object]:
    title = step.title.strip()
    if not 0 < len(title) <= LONGEST:
        raise Unanswered("title", _("写明要做什么，不超过%(most)s字。") % {"most": LONGEST})
    if step.due is not None and assignment.due is not None and step.due > assignment.due:
        raise Unanswered("due", _("期限不能晚于任务的办理时限%(due)s。") % {"due": date_format(assignment.due)})
    person = member(assignment.unit_id, step.person_id) if step.person_id is not None else None
    return {"title": title, "person": person, "person_name": person.name if person else "", "due": step.due}


def _write(subtask: Subtask, columns: dict[str, object]) -> None:
    for name, value in columns.items():
        setattr(subtask, name, value)
    subtask.save(update_fields=list(columns))


def _record(act: str, row: Subtask, by: Standing) -> None:
    data = {"assignment": row.assignment_id, "person": row.person_id, "due": row.due}
    texts = {"title": row.title}
    chain = row.assignment.chain
    record(chain, f"subtask.{act}", "subtask", [row.pk], by=by.acting(), data=data, texts=texts)
