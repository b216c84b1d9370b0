"""A channel into a file that stops where a test asks it to, before or after it has taken the message."""

import os
import sys
from pathlib import Path

from luoshi.platform.outbox.deliver import Outgoing


def send(message: Outgoing) -> None:
    """Append the message's key to the file."""
    _stop_at("before")
    with Path(os.environ["SENT"]).open("a") as file:
        file.write(f"{message.key}\n")
    _stop_at("after")


def _stop_at(moment: str) -> None:
    """Say so and wait to be killed, if the test asked for that moment."""
    if os.environ.get("STOP") == moment:
        sys.stdout.write("stopped\n")
        sys.stdout.flush()
        sys.stdin.read()
