"""Naming who of the lead unit does an assignment; the clock of the assignment runs on."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.inside.access import may_arrange
from luoshi.campaigns.models import Assignment, Inside
from luoshi.campaigns.moving import locked
from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Person


@dataclass(frozen=True, slots=True)
class Entrusting:
    """Who is to do it; None for nobody in particular."""

    person_id: int | None


def entrust(assignment: Assignment, given: Entrusting, *, by: Standing) -> Inside | None:
    """Name who does the assignment from now on; who did it before stays on record. Raises Unanswered for a stranger.

    Naming the same person again changes nothing.
    """
    demand(may_arrange(by, assignment))
    with transaction.atomic():
        row = locked(assignment)
        demand(may_arrange(by, row))
        person = member(row.unit_id, given.person_id) if given.person_id is not None else None
        now = Inside.objects.filter(assignment=row, until=None).first()
        if (now.person_id if now else None) == given.person_id:
            return now
        if now is not None:
            relieve(now, by)
        made = appoint(row.pk, person, by) if person else None
        subject, data = made or now, {"assignment": row.pk, "person": given.person_id}
        if subject is not None:
            record(row.chain, "inside.entrust", "inside", [subject.pk], by=by.acting(), data=data)
    return made


def member(unit_id: int, person_id: int) -> Person:
    """The active person of that unit. Raises Unanswered for anybody else."""
    found = Person.objects.filter(pk=person_id, is_active=True, posts__unit_id=unit_id).first()
    if found is None:
        raise Unanswered("person", _("从本单位现有人员里选一个人；名单里没有，请管理员先添加。"))
    return found


def appoint(assignment_id: int, person: Person, by: Standing) -> Inside:
    """The row that makes this person the doer from now on."""
    return Inside.objects.create(
        assignment_id=assignment_id,
        person=person,
        person_name=person.name,
        by_name=by.name,
        since=by.at or timezone.now(),
    )


def relieve(row: Inside, by: Standing) -> None:
    """End what this row says."""
    row.until = by.at or timezone.now()
    row.save(update_fields=["until"])
