"""What stands beside a task's work: the request about it, days granted, points left, steps, joint opinions, reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _

from luoshi.campaigns.blockers.queries import WAITS, Waits, waits
from luoshi.campaigns.inside.queries import Arrangement, arrangement
from luoshi.campaigns.joint.queries import Asked, consultations
from luoshi.campaigns.joint.queries import consultation as joint_question
from luoshi.campaigns.rhythm.owed import Reporting, reporting
from luoshi.faces.desk.work.asking import OpinionForm
from luoshi.faces.desk.work.rows import when
from luoshi.faces.shared.cells import day_text
from luoshi.orgs.access import Standing

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment, Campaign, Review, Round

KINDS = {"return": lambda: _("退件"), "change": lambda: _("延期"), "cancel": lambda: _("撤销")}


@dataclass(frozen=True, slots=True)
class Request:
    """A request that waits for an answer: its kind, what it says in pairs, who answers."""

    kind: str
    pairs: tuple[tuple[str, str], ...]
    answers: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A later day that was granted: from which to which, by whom and when."""

    old: str
    new: str
    by: str


@dataclass(frozen=True, slots=True)
class Left:
    """Points that an acceptance left: what, until when, and whether that day is past."""

    said: str
    due: str


@dataclass(frozen=True, slots=True)
class Question:
    """What joint units were asked, with the form of who may answer now."""

    asked: Asked
    when: str
    due: str
    form: OpinionForm | None


def asked(campaign: "Campaign", review: "Review") -> Request:
    """The request as the page shows it to whoever looks at the task."""
    pairs = [(_("提出"), f"{review.asked_name}　{when(review.asked_at, campaign)}"), (_("理由"), review.reason)]
    if review.kind == "return" and review.unit is not None:
        pairs.insert(1, (_("建议承办"), review.unit.name))
    if review.kind == "change" and review.old_due and review.asked_due:
        pairs.insert(1, (_("现定期限"), day_text(review.old_due)))
        pairs.insert(2, (_("申请延到"), day_text(review.asked_due)))
    if review.disputes_id:
        pairs.insert(1, (_("性质"), _("对驳回退件有异议，请领导裁定")))
    answers = _("领导小组办公室") if review.level == "office" else _("分管领导或组长")
    return Request(KINDS[review.kind](), tuple(pairs), answers)


def left_of(rounds: Iterable["Round"]) -> Left | None:
    """The points that the last acceptance left and nobody has settled."""
    found = [one for one in rounds if one.verdict == "accepted" and one.remaining and one.settled_at is None]
    if not found:
        return None
    return Left(found[-1].remaining, day_text(found[-1].remaining_due) if found[-1].remaining_due else "")


def waits_for(row: "Assignment | None", task_id: int) -> Waits:
    """What the task waits for and what waits for it, as the assignment at hand knows it."""
    known = row.__dict__.get(WAITS) if row is not None else None
    return cast(Waits, known) if known is not None else waits(task_id)


def beside(me: Standing, row: "Assignment") -> dict[str, object]:
    """The values of what stands beside the work on one assignment."""
    inside: Arrangement | None = arrangement(me, row)
    reports: Reporting | None = reporting(row)
    return {
        "grants": _grants(row),
        "inside": inside,
        "questions": [_question(me, row, one) for one in consultations(me, row)],
        "has_joint": bool(row.joints.all()),
        "reporting": _reporting(reports) if reports else None,
    }


def _grants(row: "Assignment") -> list[Grant]:
    return [
        Grant(
            day_text(one.old_due),
            day_text(one.granted_due),
            f"{one.decided_name}　{when(one.decided_at, row.campaign)}",
        )
        for one in row.reviews.all()
        if one.granted_due and one.old_due and one.decided_at
    ]


def _question(me: Standing, row: "Assignment", one: Asked) -> Question:
    form = OpinionForm(units_of(me, row, one.id)) if one.may_answer else None
    return Question(one, when(one.at, row.campaign), day_text(one.due), form)


def units_of(me: Standing, row: "Assignment", question_id: int) -> list[tuple[int, str]]:
    """The joint units that were asked and for which this person answers."""
    held = next((one for one in row.consultations.all() if one.pk == question_id), None)
    asked = held or joint_question(row, question_id)
    units = asked.units.all() if asked else ()
    return [(unit.pk, unit.name) for unit in units if me.in_unit(unit.pk, "liaison", "unit_head")]


def _reporting(found: Reporting) -> dict[str, object]:
    """Whether the report of the period that runs is in, and which one is owed."""
    return {
        "every": _(found.every_label),
        "basis": found.basis,
        "due": day_text(found.period.end),
        "is_reported": found.is_reported,
        "owed": day_text(found.owed.end) if found.owed else "",
    }
