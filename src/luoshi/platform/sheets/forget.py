"""Batches are kept for as long as they can be taken back, and then forgotten with their files."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.store import discard
from luoshi.platform.sheets.models import Batch

KEPT = timedelta(days=30)


def forget() -> int:
    """Forget the batches of a month ago, and the files that nothing else refers to; returns how many. Runs daily."""
    with transaction.atomic():
        old = Batch.objects.filter(made_at__lt=timezone.now() - KEPT)
        files = set(old.values_list("file", flat=True))
        count = old.count()
        old.delete()
        for stored in StoredFile.objects.filter(pk__in=files):
            with suppress(ProtectedError):
                discard(stored)
    return count
