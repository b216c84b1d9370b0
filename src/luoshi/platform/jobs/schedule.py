"""Work that recurs: the queue's schedule is kept equal to the one that the settings state."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule


def keep_schedule() -> None:
    """Let the queue run what SCHEDULE names (name → function, minutes) and nothing else, each from now on."""
    with transaction.atomic():
        for name, (function, minutes) in settings.SCHEDULE.items():
            how = {"func": function, "schedule_type": Schedule.MINUTES, "minutes": minutes, "repeats": -1}
            Schedule.objects.update_or_create(name=name, defaults=how)
        Schedule.objects.exclude(name__in=settings.SCHEDULE).delete()


def mend_schedule() -> None:
    """Make due what would wait longer than its own period: the clock ran ahead and was set back."""
    now = timezone.now()
    for pk, minutes, next_run in Schedule.objects.values_list("pk", "minutes", "next_run"):
        if next_run > now + timedelta(minutes=minutes):
            Schedule.objects.filter(pk=pk, next_run=next_run).update(next_run=now)
