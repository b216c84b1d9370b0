"""Prints how long 50 people at once wait for pages of a campaign of 10,000 assignments, and how often they are failed.

LUOSHI_DATA=DIRECTORY DJANGO_SETTINGS_MODULE=luoshi.config.settings PYTHONPATH=. python benchmarks/bench_load.py [FOR]

Each thinks for one to three seconds between two pages, as a reader does, for a minute (or so many seconds). The server
has two processes, and has shown every page once before.
"""

import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import closing
from http.client import HTTPConnection, HTTPException

import django

django.setup()

from benchmarks.seed import seed  # noqa: E402
from django.conf import settings  # noqa: E402 (models need the set-up above)
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from luoshi.campaigns.models import Assignment, Campaign  # noqa: E402
from luoshi.orgs.models import Person, Unit  # noqa: E402

PEOPLE, PORT, SECONDS = 50, 28_473, 60
THINK = (1.0, 3.0)
PATIENCE = 30.0


class Reader(threading.Thread):
    """One person who reads one page after another until told to stop."""

    def __init__(self, number: int, cookie: str, pages: dict[str, str], stopping: threading.Event) -> None:
        super().__init__(daemon=True)
        self._chance, self._cookie = random.Random(number), cookie  # noqa: S311
        self._pages, self._stopping = pages, stopping
        self.waits: dict[str, list[float]] = defaultdict(list)
        self.failures = 0

    def run(self) -> None:
        """Think, and read."""
        while not self._stopping.wait(self._chance.uniform(*THINK)):
            name = self._chance.choice(list(self._pages))
            began = time.perf_counter()
            if ask(self._pages[name], self._cookie) == 200:
                self.waits[name].append(1000 * (time.perf_counter() - began))
            else:
                self.failures += 1


def ask(path: str, cookie: str = "") -> int:
    """The status of the answer; 0 for none."""
    with closing(HTTPConnection("127.0.0.1", PORT, timeout=PATIENCE)) as connection:
        try:
            connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            return 0
        return answer.status


def cookie_of(person: Person) -> str:
    """What the browser of somebody who is signed in sends."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def pages() -> dict[str, str]:
    """Name → address, the pages that people look at most."""
    campaign = Campaign.objects.get()
    unit = Unit.objects.order_by("order")[0]
    base, own = f"/campaigns/{campaign.pk}", Assignment.objects.filter(unit=unit).latest("slip")
    return {
        "home": f"{base}/",
        "tasks": f"{base}/tasks/",
        "red tasks": f"{base}/tasks/?light=bad",
        "task": f"{base}/tasks/{own.task_id}/",
        "units": f"{base}/units/",
        "targets": f"{base}/targets/",
        "wall chart": f"{base}/chart/",
        "history": f"{base}/history/",
    }


def told(name: str, waits: list[float]) -> str:
    """A line of the table."""
    cuts = statistics.quantiles(waits, n=100, method="inclusive") if len(waits) > 1 else waits * 99
    return f"{name:12} {len(waits):6} {cuts[49]:8.0f} {cuts[94]:8.0f} {cuts[98]:8.0f}\n"


def main() -> None:
    call_command("migrate", verbosity=0)
    if not Campaign.objects.exists():
        seed()
    cookies = [cookie_of(Person.objects.get(key=f"bench-{role}")) for role in ("office", "liaison")]
    stopping, found = threading.Event(), pages()
    readers = [Reader(n, cookies[n % 2], found, stopping) for n in range(PEOPLE)]
    command = [sys.executable, "-m", "luoshi.faces.console", "web", "--port", str(PORT), "--workers", "2"]
    server = subprocess.Popen(command, env=os.environ)
    try:
        while not ask("/signin/"):
            time.sleep(0.1)
        for path in found.values():
            for cookie in cookies * 4:  # each process of the server, most likely
                ask(path, cookie)
        for reader in readers:
            reader.start()
        stopping.wait(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
        stopping.set()
        for reader in readers:
            reader.join()
    finally:
        server.terminate()
        server.wait()
    sys.stdout.write(f"{'page':12} {'asked':>6} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8}\n")
    for name in found:
        sys.stdout.write(told(name, [wait for reader in readers for wait in reader.waits[name]]))
    sys.stdout.write(told("all", [wait for reader in readers for waits in reader.waits.values() for wait in waits]))
    sys.stdout.write(f"{sum(reader.failures for reader in readers)} not answered as they should be\n")


if __name__ == "__main__":
    main()
