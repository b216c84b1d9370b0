"""A batch is taken back whole, while nothing that it made or changed was touched since."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from luoshi.kit.verdict import Refused, demand
from luoshi.platform.jobs.enqueue import enqueue
from luoshi.platform.jobs.step import Outcome, Step
from luoshi.platform.sheets.columns import Ground, sheet
from luoshi.platform.sheets.grid import OVER
from luoshi.platform.sheets.hand_in import TAKE_BACK
from luoshi.platform.sheets.models import Batch, Row
from luoshi.platform.sheets.portions import PORTION, portions
from luoshi.platform.sheets.words import Reason, Unfit, reason

TOUCHED = gettext_noop("导入以后又有改动。")


def take_back(batch_id: int, *, person_id: int) -> None:
    """Begin to take back what the batch did. Raises Refused."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        demand(sheet(batch.kind).may(person_id))
        if batch.applied_at and not batch.undone_at:
            batch.undo_asked_at = timezone.now()
            batch.save(update_fields=["undo_asked_at"])
            enqueue(TAKE_BACK, str(batch.pk), {"batch": batch.pk}, by=person_id)


def undo(step: Step) -> Outcome:
    """Look at every row first; only if none was touched, take them back from the last to the first.

    A row that something came to hang on in between stays, with its reason, and so do those above it.
    """
    batch = Batch.objects.filter(pk=step.payload["batch"], undone_at=None).first()
    if batch is None:
        return None
    ground = sheet(batch.kind).open(batch.asked_by, ())
    done = Row.objects.filter(batch=batch, is_done=True)
    total = done.count()
    if not step.checkpoint.get("looked"):
        Row.objects.filter(batch=batch, is_done=True).exclude(reasons={}).update(reasons={})
        if touched := _touched(step, ground, batch, total):
            return {"touched": touched}
        step.checkpoint["looked"] = True
    return _back(step, ground, batch)


def _touched(step: Step, ground: Ground, batch: Batch, total: int) -> int:
    """How many rows are no longer as the batch left them; each is told so."""
    touched = 0
    for seen, row in enumerate(Row.objects.filter(batch=batch, is_done=True).iterator(), 1):
        if row.subject_id is None or ground.now(row.subject_id) != row.after:
            Row.objects.filter(pk=row.pk).update(reasons={OVER: reason(TOUCHED)})
            touched += 1
        if seen % PORTION == 0:
            step.progress(seen, 2 * total)
    return touched


def _back(step: Step, ground: Ground, batch: Batch) -> Outcome:
    rows = Row.objects.filter(batch=batch, is_done=True).order_by("-number").iterator(chunk_size=PORTION)
    total = Row.objects.filter(batch=batch, verdict__in=("new", "changed")).count()
    for portion in portions(rows):
        with transaction.atomic():
            for row in portion:
                if (why := _one(ground, row)) is not None:
                    Row.objects.filter(pk=row.pk).update(reasons={OVER: why})
                    step.progress(2 * total, 2 * total)
                    return {"touched": 1}
                Row.objects.filter(pk=row.pk).update(is_done=False)
            step.progress(2 * total - Row.objects.filter(batch=batch, is_done=True).count(), 2 * total)
        if step.is_spent:
            return step.again()
    Batch.objects.filter(pk=batch.pk).update(undone_at=timezone.now())
    return {"touched": 0}


def _one(ground: Ground, row: Row) -> Reason | None:
    """Take one row back; returns why it cannot be."""
    try:
        with transaction.atomic():
            ground.take_back(row.subject_id or 0, row.before)
    except Unfit as unfit:
        return unfit.reason
    except Refused as refused:
        return reason(refused.verdict.reason)
    return None
