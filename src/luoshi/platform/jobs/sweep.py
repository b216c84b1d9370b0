"""Taking up jobs that were left behind: their worker was killed, or their delivery was lost."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoshi.platform.jobs.deliver import deliver, is_drained
from luoshi.platform.jobs.lease import LEASE
from luoshi.platform.jobs.models import OPEN, Job

MOST_AT_ONCE = 500


def sweep() -> int:
    """Deliver open jobs whose lease ran out; returns how many. Runs each minute, at start, and after every slice.

    Jobs that no worker holds may only be waiting their turn: they are left alone until the queue is drained.
    """
    now = timezone.now()
    left_behind = Job.objects.filter(state__in=OPEN, lease_until__lt=now).order_by("lease_until")
    if not is_drained():
        left_behind = left_behind.exclude(owner="")
    found = list(left_behind.values_list("pk", "lease_until")[:MOST_AT_ONCE])
    return sum(_deliver_again(job_id, lease_until) for job_id, lease_until in found)


def _deliver_again(job_id: int, lease_until: datetime) -> bool:
    """Take the job from whoever held it and deliver it, unless it has moved since."""
    with transaction.atomic():
        same = Job.objects.filter(pk=job_id, state__in=OPEN, lease_until=lease_until)
        if not same.update(owner="", lease_until=timezone.now() + LEASE):
            return False
        deliver(job_id)
    return True
