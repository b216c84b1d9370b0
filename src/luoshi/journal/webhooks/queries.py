"""Reads for people: how each webhook stands, and what was sent to it of late."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from luoshi.journal.webhooks.follow import held_up
from luoshi.journal.webhooks.models import OPEN, Delivery, Webhook

GOING, TRYING, PAUSED, STOPPED = "going", "trying", "paused", "stopped"
SENT, PASSED, WAITING = "sent", "passed", "waiting"


@dataclass(frozen=True, slots=True)
class WebhookView:
    """How a webhook stands. `next_at` is when a delivery that failed is tried again, None where none has.

    `state` is going, trying (a delivery failed and is tried again), paused or stopped (it failed for good);
    `both_until` is the moment until which the secrets before the last one sign too.
    """

    id: int
    name: str
    url: str
    chain: str
    acts: tuple[str, ...]
    state: str
    error: str
    attempts: int
    next_at: datetime | None
    both_until: datetime | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """An entry that was sent, or tried: `state` is sent, passed (over by somebody) or waiting."""

    id: int
    number: str
    chain: str
    seq: int
    act: str
    state: str
    attempts: int
    tried_at: datetime | None
    error: str


def webhooks() -> list[WebhookView]:
    """All webhooks, the oldest first."""
    begun = {row.webhook_id: row for row in Delivery.objects.filter(OPEN)}
    return [_view(row, begun.get(row.pk)) for row in Webhook.objects.all()]


def webhook(webhook_id: int) -> WebhookView | None:
    """How the webhook of that id stands; None if there is none."""
    row = Webhook.objects.filter(pk=webhook_id).first()
    return _view(row, held_up(row)) if row else None


def deliveries(webhook_id: int, limit: int = 30, before: int | None = None) -> list[DeliveryView]:
    """What was sent to a webhook or waits to be, the newest first, before an id (exclusive)."""
    rows = Delivery.objects.filter(webhook=webhook_id).select_related("entry__chain").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_delivery(row) for row in rows[:limit]]


def _view(row: Webhook, first: Delivery | None) -> WebhookView:
    failed = first is not None and bool(first.error)
    state = PAUSED if row.paused_at else STOPPED if row.stopped_at else TRYING if failed else GOING
    both = row.before_until if row.before_until and row.before_until > timezone.now() else None
    return WebhookView(
        id=row.pk,
        name=row.name,
        url=row.url,
        chain=row.chain,
        acts=tuple(row.acts),
        state=state,
        error=first.error if first else "",
        attempts=first.attempts if first else 0,
        next_at=row.next_at if state == TRYING else None,
        both_until=both,
        made_at=row.made_at,
    )


def _delivery(row: Delivery) -> DeliveryView:
    state = WAITING if row.again_at else SENT if row.sent_at else PASSED if row.passed_at else WAITING
    return DeliveryView(
        row.pk,
        str(row.number),
        row.entry.chain.name,
        row.entry.seq,
        row.entry.act,
        state,
        row.attempts,
        row.tried_at,
        row.error,
    )
