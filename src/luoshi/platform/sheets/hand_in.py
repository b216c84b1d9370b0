"""A table is handed in: its bytes are kept, and a job reads it; nothing else is saved before it is confirmed."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from luoshi.kit.verdict import demand
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.names import safe_name
from luoshi.platform.files.store import store
from luoshi.platform.jobs.enqueue import cancel, enqueue
from luoshi.platform.jobs.queries import latest
from luoshi.platform.sheets.columns import sheet
from luoshi.platform.sheets.models import Batch

READ, PUT, TAKE_BACK = "sheet_read", "sheet_put", "sheet_take_back"
"""Kinds of jobs; their key is the batch's id."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A table as it came: a file's bytes, or text that was pasted."""

    kind: str
    name: str
    data: bytes


def hand_in(table: HandedIn, *, person_id: int) -> Batch:
    """The batch that shows what the table would do. The same bytes of the same person, not yet confirmed, are one.

    Raises KeyError for an unknown kind and Refused for somebody who may not.
    """
    demand(sheet(table.kind).may(person_id))
    stored = store(table.data, safe_name(table.name))
    with transaction.atomic():
        StoredFile.objects.select_for_update().get(pk=stored.pk)
        same = Batch.objects.filter(kind=table.kind, asked_by=person_id, file=stored, confirmed_at=None)
        Batch.objects.filter(pk__in=same.values("pk"), read_at__isnull=False).delete()  # it is read anew
        batch = same.first()
        if batch is None:
            batch = Batch.objects.create(kind=table.kind, asked_by=person_id, file=stored, name=safe_name(table.name))
            enqueue(READ, str(batch.pk), {"batch": batch.pk}, by=person_id)
    return batch


def drop(batch_id: int) -> None:
    """Forget a batch that was not confirmed, and stop its reading."""
    with transaction.atomic():
        if Batch.objects.filter(pk=batch_id, confirmed_at=None).delete()[0] and (job := latest(READ, str(batch_id))):
            cancel(job.id)


def is_known(kind: str) -> bool:
    """True if a room declares that kind of table."""
    return kind in settings.SHEETS
