"""The worker's side: tell each webhook the entries that it waits for, one at a time, in the order of each chain.

The chain itself is the queue, so that nothing is lost: a place moves on only after its entry was taken or passed over.
A worker that is killed between the answer and its note sends that entry once more, under the same number. A delivery
that failed for good stops its webhook there, until somebody lets it go on or passes over it. Nothing here writes an
entry, so that telling of entries makes no more of them.
"""

import json
import logging
import time
from collections import deque
from datetime import timedelta
from time import monotonic

from django.db.models import F
from django.utils import timezone

from luoshi.journal.models import Entry
from luoshi.journal.webhooks.follow import settle, waiting
from luoshi.journal.webhooks.models import GOING, OPEN, Delivery, Webhook
from luoshi.journal.webhooks.sign import signatures
from luoshi.platform.outbox.call import call
from luoshi.platform.outbox.deliver import reason

LEASE = timedelta(minutes=2)
SLICE_SECONDS = 20
PORTION = 50
"""Deliveries to one webhook before the next one has its turn."""
MOST_ATTEMPTS = 7
KEPT = timedelta(days=30)
CHANGEABLE = ("url", "acts", "sealed", "sealed_before", "before_until")
"""What somebody may change between two deliveries; the lease is not among it."""

logger = logging.getLogger(__name__)


def deliver() -> int:
    """Tell what is due, for one slice of time; returns how many deliveries were taken. Runs each minute.

    A webhook that cannot be told for a fault on this side is put off by its lease, and the others are told.
    """
    began, sent = monotonic(), 0
    due = deque(Webhook.objects.filter(GOING, next_at__lte=timezone.now()).order_by("next_at", "pk"))
    while due and monotonic() - began < SLICE_SECONDS:
        webhook = due.popleft()
        try:
            taken = _portion(webhook, began + SLICE_SECONDS)
        except Exception:
            logger.exception("Webhook %s was not told", webhook.pk)
            continue
        sent += taken
        if taken == PORTION:
            due.append(webhook)
    return sent


def forget_old() -> None:
    """Delete deliveries that were settled a month ago."""
    Delivery.objects.filter(tried_at__lt=timezone.now() - KEPT).exclude(OPEN).delete()


def wait(attempts: int) -> timedelta:
    """How long after so many attempts: 1 minute, then four times as long each time (17 hours after the sixth)."""
    return timedelta(minutes=4 ** (attempts - 1))


def told(entry: Entry, number: str) -> dict[str, object]:
    """What a call says of an entry: where it stands, the act, and ids. No name and no word that anybody wrote."""
    return {
        "id": number,
        "chain": entry.chain.name,
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "act": entry.act,
        "kind": entry.kind,
        "subjects": entry.subject_ids,
        "from": entry.source,
        "to": entry.target,
    }


def _portion(webhook: Webhook, until: float) -> int:
    """Send what waits for the webhook, up to a portion; how many were taken, 0 also where another worker is at it."""
    sent = 0
    while sent < PORTION and monotonic() < until and _hold(webhook):
        delivery = waiting(webhook)
        if delivery is None:
            break
        if not _send(webhook, delivery):
            return sent
        sent += 1
    _let_go(webhook, timedelta(0))
    return sent


def _hold(webhook: Webhook) -> bool:
    """Put the webhook off by one lease, if it has not moved since it was read, and read what it is told of anew."""
    later = timezone.now() + LEASE
    if not Webhook.objects.filter(GOING, pk=webhook.pk, next_at=webhook.next_at).update(next_at=later):
        return False
    webhook.next_at = later
    webhook.refresh_from_db(fields=CHANGEABLE)
    return True


def _let_go(webhook: Webhook, after: timedelta) -> None:
    moment = timezone.now() + after
    Webhook.objects.filter(pk=webhook.pk, next_at=webhook.next_at).update(next_at=moment)
    webhook.next_at = moment


def _send(webhook: Webhook, delivery: Delivery) -> bool:
    """Make one call and note how it ended; whether the next one may follow."""
    delivery.attempts += 1
    Delivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1, tried_at=timezone.now())
    try:
        _post(webhook, delivery)
    except Exception as error:
        logger.warning("Webhook %s did not take %s: %s", webhook.pk, delivery.number, type(error).__name__)
        return _failed(webhook, delivery, reason(error))
    settle(delivery, sent_at=timezone.now(), error="")
    return True


def _post(webhook: Webhook, delivery: Delivery) -> None:
    number, moment = str(delivery.number), str(int(time.time()))
    body = json.dumps(told(delivery.entry, number), ensure_ascii=False).encode()
    headers = {
        "X-Luoshi-Delivery": number,
        "X-Luoshi-Time": moment,
        "X-Luoshi-Signature": signatures(webhook, moment, number, body),
    }
    call(webhook.url, body, headers)


def _failed(webhook: Webhook, delivery: Delivery, error: str) -> bool:
    """Note the failure; one that was only asked for again stops nothing."""
    Delivery.objects.filter(pk=delivery.pk).update(error=error, again_at=None)
    if delivery.sent_at or delivery.passed_at:
        return True
    if delivery.attempts >= MOST_ATTEMPTS:
        Webhook.objects.filter(pk=webhook.pk, next_at=webhook.next_at).update(stopped_at=timezone.now())
    else:
        _let_go(webhook, wait(delivery.attempts))
    return False
