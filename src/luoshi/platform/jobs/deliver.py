"""Handing a job to the queue. The queue is a table of the same database, so that a roll-back takes it away too."""

from django.utils import timezone
from django_q.models import OrmQ
from django_q.tasks import async_task

RUN = "luoshi.platform.jobs.run.run"


def deliver(job_id: int) -> None:
    """Queue one slice of the job; a delivery too many is harmless, for the worker claims before it runs."""
    async_task(RUN, job_id, save=False)


def is_drained() -> bool:
    """True if no delivery waits to be fetched; those fetched by a worker that died since are not seen."""
    return not OrmQ.objects.filter(lock__lte=timezone.now()).exists()
