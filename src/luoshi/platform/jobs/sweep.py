"""Taking up jobs that were left behind: their worker was killed, or their delivery was lost."""

from django.db import transaction
from django.utils import timezone

from luoshi.platform.jobs.deliver import deliver
from luoshi.platform.jobs.lease import DELIVERY
from luoshi.platform.jobs.models import OPEN, Job

MOST_AT_ONCE = 500


def sweep() -> int:
    """Deliver open jobs whose lease ran out; returns how many. Runs each minute, at start, and after every slice."""
    now = timezone.now()
    left_behind = Job.objects.filter(state__in=OPEN, lease_until__lt=now).order_by("lease_until")
    revived = 0
    for job_id, lease_until in left_behind.values_list("pk", "lease_until")[:MOST_AT_ONCE]:
        with transaction.atomic():
            same = Job.objects.filter(pk=job_id, state__in=OPEN, lease_until=lease_until)
            if same.update(owner="", lease_until=now + DELIVERY):
                deliver(job_id)
                revived += 1
    return revived
