"""Asking for work, and asking to stop it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from luoshi.platform.jobs.deliver import deliver
from luoshi.platform.jobs.lease import LEASE
from luoshi.platform.jobs.models import CANCELLED, OPEN, QUEUED, Job
from luoshi.platform.jobs.sweep import sweep


def enqueue(kind: str, key: str, payload: Mapping[str, Any], by: int | None = None) -> Job:
    """The open job of that kind and key; if there is none, a new one, sent to the workers with the transaction.

    `payload` holds plain JSON values; `by` is the id of the person who asks. Raises KeyError for an unknown kind.
    """
    if kind not in settings.JOB_HANDLERS:
        raise KeyError(kind)
    now = timezone.now()
    new = {"payload": dict(payload), "asked_by": by, "lease_until": now + LEASE}
    with transaction.atomic():
        job, is_new = Job.objects.get_or_create(kind=kind, key=key, state__in=OPEN, defaults=new)
        if is_new:
            deliver(job.pk)
    if job.lease_until < now:
        sweep()
    return job


def cancel(job_id: int) -> None:
    """Stop the job: at once if it has not begun, else as soon as its handler looks; nothing if it is closed."""
    waiting = Job.objects.filter(pk=job_id, state=QUEUED)
    if not waiting.update(state=CANCELLED, cancel_requested=True, finished_at=timezone.now()):
        Job.objects.filter(pk=job_id, state__in=OPEN).update(cancel_requested=True)
