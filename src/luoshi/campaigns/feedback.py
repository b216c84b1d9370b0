"""The unit's acts on an assignment: sign for it, report on it, submit it for verification."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.campaigns.access import may_report
from luoshi.campaigns.grounds import day_of
from luoshi.campaigns.models import Assignment, Count, Feedback, Round, Target
from luoshi.campaigns.moving import locked, moving, put
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.journal.record import record
from luoshi.journal.transition import transition
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing

SAID_SHORT = 80
MOST = 1e12
UNCHANGED = gettext_noop("无变化")


class Unanswered(ValueError):
    """A field that must be filled is empty; `field` names it, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Quantity:
    """So much more of a target (or, for a share in %, its level now)."""

    target_id: int
    amount: float


@dataclass(frozen=True, slots=True)
class Report:
    """What a unit says: progress in percent, what was done, next step, difficulty, quantities."""

    progress: int
    said: str = ""
    next_step: str = ""
    difficulty: str = ""
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """The result that the unit hands in for verification."""

    result: str


def sign(assignment: Assignment, *, by: Standing) -> None:
    """Sign for an assignment."""
    with moving(assignment, "sign", by) as row:
        transition(ASSIGNMENT, row, "sign", by=by.acting())


def report(assignment: Assignment, said: Report, *, by: Standing, token: UUID | None = None) -> Feedback:
    """Append a report and its quantities, once for a token. Raises Unanswered for an empty or impossible one."""
    demand(may_report(by, assignment))
    if not 0 <= said.progress <= 100:
        raise Unanswered("progress", _("进度填0到100的整数。"))
    if not said.said.strip():
        raise Unanswered("said", _("写一句本期做成了什么；没有变化请按“沿用上期，无变化”。"))
    return _append(assignment, said, by, is_unchanged=False, token=token)


def report_unchanged(assignment: Assignment, *, by: Standing, token: UUID | None = None) -> Feedback:
    """Say that nothing has changed since the last report, once for a token."""
    demand(may_report(by, assignment))
    last = assignment.feedback.first()
    next_step, difficulty = (last.next_step, last.difficulty) if last else ("", "")
    said = Report(assignment.progress, UNCHANGED, next_step, difficulty)
    return _append(assignment, said, by, is_unchanged=True, token=token)


def submit(assignment: Assignment, handed: Submission, *, by: Standing) -> Round:
    """Hand the result in for verification; opens a round."""
    with moving(assignment, "submit", by) as row:
        if not handed.result.strip():
            raise Unanswered("result", _("写明做成了什么、依据在哪里，验收的人据此核对。"))
        transition(ASSIGNMENT, row, "submit", by=by.acting(), texts={"result": handed.result})
        opened = Round.objects.create(
            assignment=row,
            number=(row.rounds.aggregate(last=Max("number"))["last"] or 0) + 1,
            submitted_at=by.at or timezone.now(),
            submitted_by_id=by.person_id,
            submitted_name=by.name,
            result=handed.result.strip(),
        )
        _touch(row, by, handed.result, submitted_on=day_of(by, row.campaign))
    return opened


def _append(
    assignment: Assignment, said: Report, by: Standing, *, is_unchanged: bool, token: UUID | None = None
) -> Feedback:
    now = by.at or timezone.now()
    with transaction.atomic():
        demand(may_report(by, locked(assignment)))
        known = Feedback.objects.filter(assignment=assignment, token=token).first() if token else None
        if known is not None:
            return known
        row = Feedback.objects.create(
            assignment=assignment,
            by_id=by.person_id,
            by_name=by.name,
            at=now,
            progress=said.progress,
            said=said.said.strip(),
            next_step=said.next_step.strip(),
            difficulty=said.difficulty.strip(),
            is_unchanged=is_unchanged,
            token=token,
        )
        _count(assignment, said, row, by)
        texts = {"said": said.said, "next_step": said.next_step, "difficulty": said.difficulty}
        data = {"feedback": row.pk, "progress": said.progress, "quantities": [q.target_id for q in said.quantities]}
        record(
            assignment.chain, "assignment.report", "assignment", [assignment.pk], by=by.acting(), data=data, texts=texts
        )
        _touch(assignment, by, said.said, progress=said.progress)
    return row


def _count(assignment: Assignment, said: Report, row: Feedback, by: Standing) -> None:
    targets = {t.pk: t for t in Target.objects.filter(task_id=assignment.task_id)}
    day = day_of(by, assignment.campaign)
    for quantity in said.quantities:
        if quantity.target_id not in targets:
            raise Unanswered("quantities", _("这个目标不属于这项任务。"))
        is_share = targets[quantity.target_id].unit == "%"
        if not abs(quantity.amount) <= MOST or (is_share and not 0 <= quantity.amount <= 100):
            raise Unanswered("quantities", _("数量填数字，比率填0到100。"))
        Count.objects.create(
            campaign_id=assignment.campaign_id,
            kind=targets[quantity.target_id].counted,
            unit_id=assignment.unit_id,
            person_id=by.person_id,
            day=day,
            amount=quantity.amount,
            source=f"feedback:{row.pk}",
        )


def _touch(assignment: Assignment, by: Standing, said: str, **columns: object) -> None:
    short = " ".join(said.split())[:SAID_SHORT]
    put(assignment, last_said=short, last_at=by.at or timezone.now(), **columns)
