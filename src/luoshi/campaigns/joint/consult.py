"""Asking the joint units of an assignment for their opinion, and answering."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import day_of
from luoshi.campaigns.joint.access import answering, may_answer, may_consult
from luoshi.campaigns.models import Assignment, Consultation, JointOpinion
from luoshi.campaigns.moving import locked
from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, until when, and of which joint units; of all where None."""

    question: str
    due: date
    unit_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a unit answers: agree, amend or object, and what it says, which only agreement may leave out."""

    stance: str
    said: str = ""
    unit_id: int | None = None


def consult(assignment: Assignment, asked: Question, *, by: Standing) -> Consultation:
    """Ask joint units for their opinion. Raises Unanswered for what cannot be asked."""
    demand(may_consult(by, assignment))
    if not asked.question.strip():
        raise Unanswered("question", _("写明请配合单位就什么提意见。"))
    with transaction.atomic():
        row = locked(assignment)
        demand(may_consult(by, row))
        if asked.due < day_of(by, row.campaign):
            raise Unanswered("due", _("答复期限要在今天或以后。"))
        joint = set(row.joints.values_list("unit_id", flat=True))
        units = joint if asked.unit_ids is None else set(asked.unit_ids)
        if not units or not units <= joint:
            raise Unanswered("units", _("从这项任务的配合单位里选，至少选一个。"))
        made = Consultation.objects.create(
            assignment=row,
            question=asked.question.strip(),
            due=asked.due,
            asked_by_id=by.person_id,
            asked_name=by.name,
            asked_at=by.at or timezone.now(),
        )
        made.units.set(units)
        data = {"consultation": made.pk, "units": sorted(units), "due": asked.due}
        texts = {"question": asked.question}
        record(row.chain, "assignment.consult", "assignment", [row.pk], by=by.acting(), data=data, texts=texts)
    return made


def give_opinion(consultation: Consultation, given: Opinion, *, by: Standing) -> JointOpinion:
    """Append a joint unit's answer; an earlier one stays beside it. Raises Unanswered."""
    demand(may_answer(by, consultation))
    units = answering(by, consultation)
    unit_id = units[0] if given.unit_id is None and len(units) == 1 else given.unit_id
    if unit_id not in units:
        raise Unanswered("unit", _("选您代表哪个单位答复。"))
    if given.stance not in dict(JointOpinion.STANCES):
        raise Unanswered("stance", _("选同意、有修改意见或不同意。"))
    if given.stance != "agree" and not given.said.strip():
        raise Unanswered("said", _("写明意见是什么、为什么。"))
    with transaction.atomic():
        row = locked(consultation.assignment)
        consultation.assignment = row
        demand(may_answer(by, consultation))
        made = JointOpinion.objects.create(
            consultation=consultation,
            unit_id=unit_id,
            stance=given.stance,
            said=given.said.strip(),
            by_id=by.person_id,
            by_name=by.name,
            at=by.at or timezone.now(),
        )
        data = {"consultation": consultation.pk, "unit": unit_id, "stance": given.stance}
        texts = {"said": given.said}
        record(row.chain, "assignment.joint_opinion", "assignment", [row.pk], by=by.acting(), data=data, texts=texts)
    return made
