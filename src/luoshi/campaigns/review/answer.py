"""Answering: a request is granted, refused, or withdrawn by who asked; each answer stays with its request."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import day_of, open_review
from luoshi.campaigns.issue import Clock, next_slip
from luoshi.campaigns.models import Assignment, Joint, Review
from luoshi.campaigns.moving import moving, put
from luoshi.campaigns.review.access import kind_of, may_take
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.journal.transition import transition
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.orgs.holidays import calendar


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in words, mandatory for a refusal. An extension may be granted to another `due` than was asked for.

    `review` is the id of the request that was looked at, None for whichever is open.
    """

    reason: str = ""
    due: date | None = None
    review: int | None = None


def grant(assignment: Assignment, given: Answer, *, by: Standing) -> Review:
    """Grant the open request: the assignment goes to the unit proposed, or has a new due date, or is cancelled."""
    kind = kind_of(assignment)
    with moving(assignment, f"grant_{kind}", by) as row:
        review = _looked_at(row, given.review)
        data = {"return": _hand_over, "change": _extend, "cancel": _cancel}[kind](row, review, given, by)
        _move(row, review, f"grant_{kind}", given.reason, by, data)
        return _close(review, "granted", given.reason, by)


def refuse(assignment: Assignment, given: Answer, *, by: Standing) -> Review:
    """Refuse the open request: the assignment stands as before. Raises Unanswered without a reason."""
    kind = kind_of(assignment)
    with moving(assignment, f"refuse_{kind}", by) as row:
        if not given.reason.strip():
            raise Unanswered("reason", _("写明为什么不同意，对方照此继续办理。"))
        review = _looked_at(row, given.review)
        _move(row, review, f"refuse_{kind}", given.reason, by, {})
        return _close(review, "refused", given.reason, by)


def withdraw(assignment: Assignment, *, by: Standing) -> Review:
    """Take one's own request back: the assignment stands as before."""
    with moving(assignment, "withdraw", by) as row:
        review = _looked_at(row, None)
        _move(row, review, "withdraw", "", by, {})
        return _close(review, "withdrawn", "", by)


def _looked_at(row: Assignment, review_id: int | None) -> Review:
    review = open_review(row)
    if review is None or review_id not in (None, review.pk):
        raise AlreadyMoved(f"request {review_id} about assignment {row.pk} is not open")
    return review


def _hand_over(row: Assignment, review: Review, _given: Answer, by: Standing) -> dict[str, object]:
    """Give the task to the unit proposed, with a receipt clock of its own."""
    unit_id = review.unit_id
    assert unit_id is not None, "a return names a unit"
    demand(may_take(row, unit_id))
    copied = ("occurrence", "start", "original_due", "due", "due_n")
    clock = Clock(by.at or timezone.now(), day_of(by, row.campaign), calendar())
    new = Assignment.objects.create(
        campaign=row.campaign,
        task=row.task,
        unit_id=unit_id,
        slip=next_slip(row.campaign),
        follows=row,
        issued_at=clock.now,
        start_n=clock.reckoned(row.start),
        **{name: getattr(row, name) for name in copied},
    )
    joint = row.joints.exclude(unit=unit_id).order_by("pk").values_list("unit_id", flat=True)
    Joint.objects.bulk_create(Joint(assignment=new, unit_id=unit) for unit in joint)
    return {"assignment": new.pk, "unit": unit_id, "slip": new.slip}


def _extend(row: Assignment, review: Review, given: Answer, _by: Standing) -> dict[str, object]:
    due = given.due or review.asked_due
    if due is None or row.due is None or due <= row.due:
        raise Unanswered("due", _("选一个晚于现定期限的具体日期。"))
    review.granted_due = due
    put(row, due=due, due_n=row.campaign.calendar.number(due))
    return {"from": review.old_due, "due": due}


def _cancel(row: Assignment, _review: Review, _given: Answer, _by: Standing) -> dict[str, object]:
    put(row, submitted_on=None)
    return {}


def _move(row: Assignment, review: Review, move: str, reason: str, by: Standing, data: dict[str, object]) -> None:
    transition(ASSIGNMENT, row, move, by=by.acting(), data={"review": review.pk, **data}, texts={"reason": reason})


def _close(review: Review, verdict: str, reason: str, by: Standing) -> Review:
    review.verdict, review.answer = verdict, reason.strip()
    review.decided_by_id, review.decided_name, review.decided_at = by.person_id, by.name, by.at or timezone.now()
    review.save()
    return review
