"""One table: a piece of background work, how far it is, and who holds it until when."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

QUEUED = "queued"
RUNNING = "running"
DONE = "done"
FAILED = "failed"
CANCELLED = "cancelled"
OPEN = (QUEUED, RUNNING)


class Job(models.Model):
    """A piece of work, known by kind and key while it is open.

    An empty `owner` means that no worker holds it. `lease_until` is the moment from which an open job counts as
    left behind: by its worker if there is an owner, else by the queue. `attempts` counts the workers that took it up
    since it last came forward. `asked_by` is a person's id.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default=QUEUED)
    payload = models.JSONField(default=dict)
    checkpoint = models.JSONField(default=dict)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    asked_by = models.BigIntegerField(null=True)
    owner = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(state__in=OPEN), name="one_open_job_per_key"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["lease_until"], condition=Q(state__in=OPEN), name="open_jobs_by_lease"),
            models.Index(fields=["kind", "key", "created_at"], name="jobs_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
