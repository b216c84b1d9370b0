"""Reads for people: how a job stands."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from luoshi.platform.jobs.models import RUNNING, Job


@dataclass(frozen=True, slots=True)
class JobView:
    """How a job stands; `percent` and `eta_seconds` are None while they cannot be told."""

    id: int
    kind: str
    key: str
    state: str
    done: int
    total: int | None
    percent: int | None
    eta_seconds: int | None
    note: str
    result: dict[str, Any] | None
    error: str
    asked_by: int | None
    cancel_requested: bool


def view(job: Job) -> JobView:
    """How the job stands, as far as the row at hand knows."""
    return JobView(
        id=job.pk,
        kind=job.kind,
        key=job.key,
        state=job.state,
        done=job.done,
        total=job.total,
        percent=min(100, job.done * 100 // job.total) if job.total else None,
        eta_seconds=_eta(job),
        note=job.note,
        result=job.result,
        error=job.error,
        asked_by=job.asked_by,
        cancel_requested=job.cancel_requested,
    )


def find(job_id: int) -> JobView | None:
    """How the job with that id stands; None if there is none."""
    job = Job.objects.filter(pk=job_id).first()
    return view(job) if job else None


def latest(kind: str, key: str) -> JobView | None:
    """How the newest job of that kind and key stands; None if there never was one."""
    job = Job.objects.filter(kind=kind, key=key).order_by("-created_at", "-pk").first()
    return view(job) if job else None


def _eta(job: Job) -> int | None:
    if job.state != RUNNING or not job.done or not job.total or job.started_at is None:
        return None
    elapsed = (timezone.now() - job.started_at).total_seconds()
    return max(0, round(elapsed * (job.total - job.done) / job.done))
