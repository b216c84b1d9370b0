"""Writing messages: in the transaction of the act that they tell of, so that they stand or fall with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from luoshi.platform.outbox.models import Message

BATCH = 500
GOOD_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to be sent once, whoever posts it again under the same key. Its body holds nothing personal.

    `after` is the moment from which it may go out (at once when None); a day later it is no longer sent.
    """

    key: str
    kind: str
    channel: str
    to: str
    subject: str
    body: str
    after: datetime | None = None


def channels() -> frozenset[str]:
    """The channels that this installation can deliver by."""
    return frozenset(settings.OUTBOX_CHANNELS)


def post(messages: Iterable[NewMessage]) -> int:
    """Put these messages into the outbox, but those whose key is known; returns how many were new.

    Raises KeyError for a channel that is not set up.
    """
    now = timezone.now()
    rows = {message.key: _row(message, now) for message in messages}
    known = set(Message.objects.filter(key__in=list(rows)).values_list("key", flat=True)) if rows else set()
    fresh = [row for key, row in rows.items() if key not in known]
    Message.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
    return len(fresh)


def post_again(message_id: int) -> bool:
    """Let a message that was given up be tried as if it had just been written; returns whether it was given up."""
    now = timezone.now()
    given_up = Message.objects.filter(pk=message_id, failed_at__isnull=False)
    again = {"failed_at": None, "attempts": 0, "error": "", "next_at": now, "good_until": now + GOOD_FOR}
    return bool(given_up.update(**again))


def _row(message: NewMessage, now: datetime) -> Message:
    if message.channel not in settings.OUTBOX_CHANNELS:
        raise KeyError(message.channel)
    start = message.after or now
    return Message(
        key=message.key,
        kind=message.kind,
        channel=message.channel,
        to=message.to,
        subject=message.subject[:120],
        body=message.body,
        next_at=start,
        good_until=start + GOOD_FOR,
        made_at=now,
    )
