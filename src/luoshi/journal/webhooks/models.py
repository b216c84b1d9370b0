"""Webhooks, how far each has read each chain, and what was sent to them."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from luoshi.journal.models import Chain, Entry

GOING = Q(paused_at=None, stopped_at=None)
OPEN = Q(sent_at=None, passed_at=None)


class Webhook(models.Model):
    """An address that is told of the entries of one chain, or of all when `chain` is empty.

    `acts` are beginnings of the acts that it is told of, none for all. `sealed_before` holds the secrets in force
    before, a line each and the newest first; they sign too until `before_until`. `next_at` is also the lease: who
    takes the webhook up puts it off. Whoever pauses it sets `paused_at`; a delivery that failed for good sets
    `stopped_at`.
    """

    name = models.CharField(max_length=60)
    url = models.CharField(max_length=500)
    chain = models.CharField(max_length=60, blank=True)
    acts = models.JSONField(default=list)
    sealed = models.CharField(max_length=1000)
    sealed_before = models.TextField(blank=True)
    before_until = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class Place(models.Model):
    """How far a webhook has been told of a chain: every entry up to `seq` is settled or was not asked for."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="places")
    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "chain"], name="one_place_a_chain")]


class Delivery(models.Model):
    """One entry on its way to one webhook, under one number however often it is sent.

    It is settled when it was sent or somebody passed over it. `again_at` is when somebody asked to send it once more.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    number = models.UUIDField(default=uuid4, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "entry"], name="one_delivery_an_entry")]
        indexes: ClassVar = [
            models.Index(fields=["webhook"], condition=OPEN, name="deliveries_that_wait"),
            models.Index(fields=["webhook"], condition=Q(again_at__isnull=False), name="deliveries_asked_for_again"),
        ]
