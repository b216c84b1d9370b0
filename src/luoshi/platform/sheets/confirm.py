"""A batch is confirmed: a job does its good rows one by one through the room's act, and keeps the bad ones apart."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from luoshi.kit.verdict import Refused, demand
from luoshi.platform.jobs.enqueue import enqueue
from luoshi.platform.jobs.step import Outcome, Step
from luoshi.platform.sheets.columns import Ground, Taken, sheet
from luoshi.platform.sheets.grid import OVER
from luoshi.platform.sheets.hand_in import PUT
from luoshi.platform.sheets.models import CHANGED, ERROR, NEW, Batch, Row
from luoshi.platform.sheets.portions import PORTION, portions
from luoshi.platform.sheets.words import Reason, Unfit, reason

MOVED = gettext_noop("预览以后有人改过，没有动它。请重新导入看一遍。")


def confirm(batch_id: int, *, person_id: int) -> None:
    """Begin to do what the batch shows; confirmed twice it is done once. Raises Refused."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        demand(sheet(batch.kind).may(person_id))
        if batch.read_at and not batch.problem and not batch.confirmed_at:
            batch.confirmed_at = timezone.now()
            batch.save(update_fields=["confirmed_at"])
            enqueue(PUT, str(batch.pk), {"batch": batch.pk}, by=person_id)


def put(step: Step) -> Outcome:
    """Do the rows that are new or changed, a portion a transaction; each row is done once, whatever is killed."""
    batch = Batch.objects.filter(pk=step.payload["batch"], applied_at=None).first()
    if batch is None:
        return None
    wanted = Row.objects.filter(batch=batch, verdict__in=(NEW, CHANGED))
    total = wanted.count()
    done = wanted.filter(is_done=True).count()
    ground = sheet(batch.kind).open(batch.asked_by, ())
    rows = wanted.filter(is_done=False).order_by("number").iterator(chunk_size=PORTION)
    for portion in portions(rows):
        with transaction.atomic():
            for row in portion:
                _put(ground, row)
            done += len(portion)
            step.progress(done, total)
        if step.is_spent and done < total:
            return step.again()
    Batch.objects.filter(pk=batch.pk).update(applied_at=timezone.now())
    return {"rows": done}


def _put(ground: Ground, row: Row) -> None:
    """Do one row, or make it a bad one; what it had begun is rolled back."""
    try:
        with transaction.atomic():
            if row.subject_id is not None and ground.now(row.subject_id) != row.before:
                raise Unfit(MOVED)
            row.subject_id = ground.put(Taken(row.subject_id, row.before, row.after))
            row.is_done = True
    except Unfit as unfit:
        _refuse(row, unfit.reason)
    except Refused as refused:
        _refuse(row, reason(refused.verdict.reason))
    row.save(update_fields=["subject_id", "is_done", "verdict", "reasons"])


def _refuse(row: Row, why: Reason) -> None:
    row.verdict, row.reasons = ERROR, {OVER: why}
