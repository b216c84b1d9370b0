"""Work that recurs: the queue's schedule is kept equal to the one that the settings state."""

from datetime import timedelta
from zlib import crc32

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule

LARGEST = 0x7FFFFFFF
"""The largest id of a row."""


def keep_schedule() -> None:
    """Let the queue run what SCHEDULE names (name → function, minutes) and nothing else, each from now on.

    A row's id comes from its name, so that programs that begin at the same moment make one row, not one each.
    """
    kept = {crc32(name.encode()) & LARGEST: (name, *how) for name, how in settings.SCHEDULE.items()}
    with transaction.atomic():
        for pk, (name, function, minutes) in kept.items():
            how = {"func": function, "schedule_type": Schedule.MINUTES, "minutes": minutes, "repeats": -1}
            Schedule.objects.update_or_create(pk=pk, defaults=how | {"name": name})
        Schedule.objects.exclude(pk__in=kept).delete()


def mend_schedule() -> None:
    """Make due what would wait longer than its own period: the clock ran ahead and was set back."""
    now = timezone.now()
    for pk, minutes, next_run in Schedule.objects.values_list("pk", "minutes", "next_run"):
        if next_run > now + timedelta(minutes=minutes):
            Schedule.objects.filter(pk=pk, next_run=next_run).update(next_run=now)
