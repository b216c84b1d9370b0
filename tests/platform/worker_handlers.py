"""Handlers for the tests of jobs: one that counts and can be stopped at a point, one that plays a test's script."""

import os
import sys
from collections.abc import Callable

from django.db import connection, transaction

from luoshi.platform.jobs.step import Outcome, Step

scripts: list[Callable[[Step], Outcome]] = []


def play(step: Step) -> Outcome:
    return scripts[-1](step)


def count(step: Step) -> Outcome:
    """Write every number below `to` as an effect; STOP="inside 3" halts within the transaction of 3, for the kill."""
    to = step.payload["to"]
    for number in range(step.checkpoint.get("next", 0), to):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO effect VALUES (%s)", [number])
            step.checkpoint["next"] = number + 1
            step.progress(number + 1, to)
            _stop(f"inside {number}")
        _stop(f"outside {number}")
    return {"counted": to}


def _stop(here: str) -> None:
    if os.environ.get("STOP") == here:
        print("stopped", flush=True)  # noqa: T201
        sys.stdin.read()
