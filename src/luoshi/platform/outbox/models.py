"""One table: a message, where it goes, when it is tried next, and how it ended."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

OPEN = Q(sent_at=None, failed_at=None)


class Message(models.Model):
    """A message to somebody, once for its key; sent or failed for good when `sent_at` or `failed_at` is set.

    `to` is what the channel addresses: a mailbox, or the mobile number that a chat robot calls on (empty for all).
    `next_at` is also the lease: who takes the message up puts it off, and meanwhile nobody else sees it as due.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    to = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=120)
    body = models.TextField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    good_until = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=OPEN, name="messages_that_wait"),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="messages_that_failed"),
        ]

    def __str__(self) -> str:
        return self.key
