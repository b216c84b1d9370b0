"""Reads of what joint units were asked: who answered what, and who has not answered."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects

from luoshi.campaigns.joint.access import may_answer
from luoshi.campaigns.models import Assignment, Consultation, JointOpinion
from luoshi.campaigns.states import FINISHED
from luoshi.kit.verdict import Verdict
from luoshi.orgs.access import Standing


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `is_latest` where the unit has said nothing since."""

    unit: str
    stance: str
    stance_label: str
    said: str
    by: str
    at: datetime
    is_latest: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its answers in order; `unanswered` names the units that have not answered."""

    id: int
    question: str
    due: date
    by: str
    at: datetime
    answers: tuple[Answer, ...]
    unanswered: tuple[str, ...]
    is_late: bool
    may_answer: Verdict


def consultations(who: Standing, assignment: Assignment) -> tuple[Asked, ...]:
    """What the joint units of an assignment were asked, the newest first."""
    rows = list(assignment.consultations.all())
    prefetch_related_objects(rows, "units", "answers__unit")
    return tuple(_asked(row, who, assignment) for row in rows)


def consultation(assignment: Assignment, consultation_id: int) -> Consultation | None:
    """One question, to act on."""
    rows = Consultation.objects.select_related("assignment__unit", "assignment__campaign").prefetch_related("units")
    return rows.filter(assignment=assignment, pk=consultation_id).first()


def waiting_for(unit_ids: frozenset[int]) -> QuerySet[Consultation]:
    """The questions that still wait for an answer of one of these units, the earliest due first."""
    asked = Consultation.units.through.objects.filter(consultation_id=OuterRef("pk"), unit_id__in=unit_ids)
    answered = JointOpinion.objects.filter(consultation_id=OuterRef("consultation_id"), unit_id=OuterRef("unit_id"))
    rows = Consultation.objects.filter(Exists(asked.filter(~Exists(answered))))
    rows = rows.exclude(assignment__state__in=(*FINISHED, "cancelled"))
    return rows.select_related("assignment__task", "assignment__unit").order_by("due", "pk")


def _asked(row: Consultation, who: Standing, assignment: Assignment) -> Asked:
    row.assignment = assignment
    answers = list(row.answers.all())
    latest = {answer.unit_id: answer.pk for answer in answers}
    unanswered = tuple(unit.name for unit in row.units.all() if unit.pk not in latest)
    return Asked(
        id=row.pk,
        question=row.question,
        due=row.due,
        by=row.asked_name,
        at=row.asked_at,
        answers=tuple(
            Answer(
                one.unit.name, one.stance, one.get_stance_display(), one.said, one.by_name, one.at,
                latest[one.unit_id] == one.pk,
            )
            for one in answers
        ),
        unanswered=unanswered,
        is_late=bool(unanswered) and row.due < assignment.campaign.today,
        may_answer=may_answer(who, row),
    )  # fmt: skip
