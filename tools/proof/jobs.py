"""Jobs outlive their workers: four workers are killed at random, and every effect must be there exactly once."""

import os
import random
import subprocess
import sys
import time
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from report import Counts, report

WORKERS = 4
JOBS = 10_000
KILLS = 200
STEPS = 5
CONSOLE = [sys.executable, "-m", "luoshi.faces.console"]
OPEN = "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')"
DONE = "SELECT count(*) FROM jobs_job WHERE state = 'done'"
EFFECTS = "SELECT count(*) FROM effect"
DISTINCT = "SELECT count(*) FROM (SELECT DISTINCT job, number FROM effect) AS once"
MARGIN = 10.0


class Ledger:
    """The jobs and their effects in the database that the environment names."""

    def __init__(self, jobs: int) -> None:
        import_module("luoshi.faces.console.ready").ready()
        database = import_module("django.db")
        self._connection, self._f = database.connection, database.models.F
        self._jobs: Any = import_module("luoshi.platform.jobs.models").Job.objects
        self.lease: timedelta = import_module("luoshi.platform.jobs.lease").LEASE
        enqueue = import_module("luoshi.platform.jobs.enqueue").enqueue
        with self._connection.cursor() as cursor:
            cursor.execute("CREATE TABLE effect (job INTEGER, number INTEGER)")
        for job in range(jobs):
            enqueue("count", str(job), {"job": job, "to": STEPS})

    def taken_up_again(self) -> int:
        """How many jobs took longer than a lease, because their worker was killed."""
        return int(self._jobs.filter(finished_at__gt=self._f("started_at") + self.lease).count())

    def number(self, query: str) -> int:
        """What that query counts."""
        with self._connection.cursor() as cursor:
            cursor.execute(query)
            return int(cursor.fetchone()[0])


def check(data: Path, scale: float, seed: int) -> tuple[bool, Counts]:
    """Whether every job was done, every effect stands once, and none was stuck beyond its lease."""
    os.environ |= {"LUOSHI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "counting_settings"}
    subprocess.run([*CONSOLE, "migrate"], check=True)
    jobs, kills = max(50, round(JOBS * scale)), max(5, round(KILLS * scale))
    ledger = Ledger(jobs)
    workers = [_worker() for _ in range(WORKERS)]
    chance = random.Random(seed)
    for _ in range(kills):
        time.sleep(chance.uniform(0.5, 2.0))
        place = chance.randrange(WORKERS)
        workers[place].kill()
        workers[place].wait()
        workers[place] = _worker()
    longest_still = _wait(ledger)
    for worker in workers:
        worker.terminate()
        worker.wait()
    counts: Counts = {
        "workers": WORKERS,
        "kills": kills,
        "jobs": jobs,
        "jobs_not_done": jobs - ledger.number(DONE),
        "jobs_taken_up_again": ledger.taken_up_again(),
        "effects": ledger.number(EFFECTS),
        "effects_lost": jobs * STEPS - ledger.number(DISTINCT),
        "effects_twice": ledger.number(EFFECTS) - ledger.number(DISTINCT),
        "longest_standstill_seconds": round(longest_still, 1),
    }
    return not (counts["jobs_not_done"] or counts["effects_lost"] or counts["effects_twice"]), counts


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([*CONSOLE, "worker"])


def _wait(ledger: Ledger) -> float:
    """Wait until no job is open, or nothing moves for longer than a lease; the longest time without a move."""
    longest, effects, moved = 0.0, -1, time.monotonic()
    while ledger.number(OPEN):
        time.sleep(0.2)
        now, found = time.monotonic(), ledger.number(EFFECTS)
        longest = max(longest, now - moved)
        if found != effects:
            effects, moved = found, now
        elif now - moved > ledger.lease.total_seconds() + MARGIN:
            break
    return longest


if __name__ == "__main__":
    sys.exit(report(check))
