"""The worker's side: take up what is due, send it by its channel, and note how that ended.

A message is noted as sent after the channel took it. A worker that is killed between the two leaves a message that is
sent once more when its lease has run out: at most twice for one crash, and never twice without one, unless the channel
took it and its answer was lost. Mail and the generic hook carry the key, by which the receiver can tell the second.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from luoshi.platform.outbox.models import OPEN, Message

LEASE = timedelta(minutes=2)
WAITS = (1, 5, 30, 120, 360)
"""Minutes after each attempt that failed; after the last attempt there is none."""
MOST_ATTEMPTS = len(WAITS) + 1
SLICE_SECONDS = 20
KEPT = timedelta(days=180)

logger = logging.getLogger(__name__)


class Undeliverable(Exception):
    """The channel refuses this message whenever it is tried: there is no use in trying again."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a channel is given to send."""

    key: str
    kind: str
    channel: str
    to: str
    subject: str
    body: str


def deliver() -> int:
    """Send what is due, for one slice of time; returns how many messages were sent. Runs each minute."""
    began, sent = monotonic(), 0
    while monotonic() - began < SLICE_SECONDS and (message := _take()):
        sent += _send(message)
    return sent


def forget_old() -> None:
    """Delete messages that ended half a year ago."""
    before = timezone.now() - KEPT
    Message.objects.filter(sent_at__lt=before).delete()
    Message.objects.filter(failed_at__lt=before).delete()


def reason(error: Exception) -> str:
    """What an error says, at most 200 characters, without what PostgreSQL keeps in no text."""
    return f"{type(error).__name__}: {error}".replace("\0", "")[:200]


def _take() -> Message | None:
    """The message that is due longest, put off by one lease; None when none is due. Those out of time fail."""
    now = timezone.now()
    Message.objects.filter(OPEN, good_until__lt=now).update(failed_at=now)
    while message := Message.objects.filter(OPEN, next_at__lte=now).order_by("next_at", "pk").first():
        attempts = message.attempts + 1
        same = Message.objects.filter(OPEN, pk=message.pk, attempts=message.attempts, next_at=message.next_at)
        if attempts > MOST_ATTEMPTS:
            same.update(failed_at=now)
        elif same.update(attempts=attempts, next_at=now + LEASE):
            message.attempts = attempts
            return message
    return None


def _send(message: Message) -> bool:
    mine = Message.objects.filter(OPEN, pk=message.pk, attempts=message.attempts)
    try:
        path = settings.OUTBOX_CHANNELS.get(message.channel)
        if path is None:
            raise Undeliverable("the channel is no longer set up")
        import_string(path)(_outgoing(message))
    except Exception as error:
        logger.warning("Message %s was not sent (attempt %s): %s", message.pk, message.attempts, type(error).__name__)
        now = timezone.now()
        is_final = isinstance(error, Undeliverable) or message.attempts >= MOST_ATTEMPTS
        ended = {"failed_at": now} if is_final else {"next_at": now + timedelta(minutes=WAITS[message.attempts - 1])}
        mine.update(error=reason(error), **ended)
        return False
    return bool(mine.update(sent_at=timezone.now(), error=""))


def _outgoing(message: Message) -> Outgoing:
    return Outgoing(message.key, message.kind, message.channel, message.to, message.subject, message.body)
