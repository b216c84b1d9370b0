"""Handlers that remind day after day and deliver, and a channel that writes down what it took."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from django.utils import timezone

from luoshi.oversight.reminding import remind
from luoshi.platform.jobs.step import Outcome, Step
from luoshi.platform.outbox.deliver import Outgoing, deliver

FIRST = datetime(2026, 1, 5, 2, tzinfo=UTC)
"""Ten in the morning, in China, of the day number 0."""
PAUSE = 0.02


def remind_days(step: Step) -> Outcome:
    """Have people reminded on each day of the span, as a worker whose clock shows that day would."""
    span = range(step.payload["first"], step.payload["first"] + step.payload["days"])
    for number in span[step.checkpoint.get("done", 0) :]:
        with mock.patch.object(remind, "timezone", _clock(FIRST + timedelta(number))):
            remind.remind()
        step.checkpoint["done"] = number - span.start + 1
        step.progress(step.checkpoint["done"], len(span))
        time.sleep(PAUSE)
        if step.is_spent:
            return step.again()
    return {}


def deliver_all(step: Step) -> Outcome:
    """Deliver what is due."""
    return {"sent": deliver()}


def send(message: Outgoing) -> None:
    """Take the message: its key is on the disk when this returns."""
    with Path(os.environ["SENT"]).open("ab", buffering=0) as file:
        file.write(f"{message.key}\n".encode())
        os.fsync(file.fileno())


def _clock(moment: datetime) -> SimpleNamespace:
    return SimpleNamespace(now=lambda: moment, localdate=timezone.localdate)
