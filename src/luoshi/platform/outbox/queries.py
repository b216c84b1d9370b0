"""How the outbox stands: what waits and since when, and what could not be delivered."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet

from luoshi.platform.outbox.models import OPEN, Message


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that was given up, without its text."""

    id: int
    kind: str
    channel: str
    subject: str
    attempts: int
    error: str
    made_at: datetime
    failed_at: datetime


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many messages wait and failed; `oldest` is when the longest-waiting was written, None when none waits."""

    waiting: int
    failed: int
    oldest: datetime | None


def outbox() -> Outbox:
    """How the outbox stands now."""
    waiting = Message.objects.filter(OPEN)
    return Outbox(waiting.count(), given_up().count(), waiting.aggregate(oldest=Min("made_at"))["oldest"])


def given_up() -> QuerySet[Message]:
    """The messages that were given up."""
    return Message.objects.filter(failed_at__isnull=False)


def failed(limit: int = 50, before: int | None = None) -> list[Failure]:
    """The messages that were given up, the newest first, before an id (exclusive)."""
    rows = given_up()
    if before is not None:
        rows = rows.filter(pk__lt=before)
    names = ("pk", "kind", "channel", "subject", "attempts", "error", "made_at", "failed_at")
    return [Failure(*row) for row in rows.order_by("-pk").values_list(*names)[:limit]]
