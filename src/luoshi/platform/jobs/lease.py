"""Who holds a job: every write compares the holder first, so that no two workers move one job.

A claim, a hold and a close are single statements: inside a transaction they lock the row until it ends.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from luoshi.platform.jobs.models import OPEN, RUNNING, Job

LEASE = timedelta(seconds=60)


class LeaseLost(Exception):
    """Another worker has taken the job up; whatever this one has not committed must be rolled back."""


def claim(job_id: int, owner: str) -> Job | None:
    """The job, now held by the owner for one lease; None if it is closed or held by another."""
    now = timezone.now()
    claimed = Job.objects.filter(Q(owner="") | Q(lease_until__lt=now), pk=job_id, state__in=OPEN).update(
        state=RUNNING,
        owner=owner,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        started_at=Coalesce("started_at", now),
    )
    return Job.objects.get(pk=job_id) if claimed else None


def hold(job_id: int, owner: str, values: Mapping[str, Any]) -> None:
    """Write the values and renew the lease. Raises LeaseLost."""
    _write(job_id, owner, {**values, "lease_until": timezone.now() + LEASE})


def let_go(job_id: int, owner: str, values: Mapping[str, Any]) -> None:
    """Write the values and leave the job to whoever is delivered it next. Raises LeaseLost."""
    _write(job_id, owner, {**values, "owner": "", "attempts": 0, "lease_until": timezone.now() + LEASE})


def close(job_id: int, owner: str, state: str, values: Mapping[str, Any]) -> None:
    """Write the values and the final state. Raises LeaseLost."""
    _write(job_id, owner, {**values, "owner": "", "state": state, "finished_at": timezone.now()})


def _write(job_id: int, owner: str, values: Mapping[str, Any]) -> None:
    if not Job.objects.filter(pk=job_id, state=RUNNING, owner=owner).update(**values):
        raise LeaseLost
