"""A handler whose effects can be counted: it writes each number once, a transaction a number."""

import time

from django.db import connection, transaction

from luoshi.platform.jobs.step import Outcome, Step

PAUSE = 0.02


def count(step: Step) -> Outcome:
    """Write the numbers below `to` for this job, and give way when the slice is spent."""
    for number in range(step.checkpoint.get("next", 0), step.payload["to"]):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO effect VALUES (%s, %s)", [step.payload["job"], number])
            step.checkpoint["next"] = number + 1
            step.progress(number + 1, step.payload["to"])
        time.sleep(PAUSE)
        if step.is_spent:
            return step.again()
    return {}
