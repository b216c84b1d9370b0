"""CPU milliseconds and queries of each page over a campaign of 10,000 assignments, asked again and again.

    LUOSHI_DATA=DIRECTORY DJANGO_SETTINGS_MODULE=luoshi.config.settings PYTHONPATH=. python benchmarks/bench_pages.py

The directory is filled once. "cold" is the first asking after somebody has acted on the campaign, "warm" any other.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

import django

django.setup()

from benchmarks.seed import seed  # noqa: E402
from django.core.management import call_command  # noqa: E402 (models need the set-up above)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from luoshi.campaigns.models import Assignment, Campaign, Target, Task  # noqa: E402
from luoshi.journal.record import record  # noqa: E402
from luoshi.orgs.access import INSTALLER  # noqa: E402
from luoshi.orgs.models import Person  # noqa: E402

ROUNDS, COLD_ROUNDS = 60, 9


def pages(campaign: Campaign) -> Iterator[tuple[str, str, str]]:
    """(what, who asks, address), the pages that people look at most."""
    base = f"/campaigns/{campaign.pk}"
    single = Assignment.objects.filter(task__number=1000).first()
    middle = Task.objects.get(number=1000)
    target = Target.objects.first()
    yield "home", "office", f"{base}/"
    yield "home", "liaison", f"{base}/"
    yield "tasks, 25 rows", "office", f"{base}/tasks/"
    yield "tasks, 25 rows", "liaison", f"{base}/tasks/"
    yield "tasks, 100 rows", "office", f"{base}/tasks/?size=100"
    yield "tasks, 100 red rows", "office", f"{base}/tasks/?size=100&light=bad"
    yield "tasks, 25 by due", "office", f"{base}/tasks/?sort=due"
    yield "tasks, 25 from the middle", "office", f"{base}/tasks/?after=1000.{single.pk if single else 0}&at=9000"
    yield "task of one unit", "office", f"{base}/tasks/{middle.pk}/"
    yield "task of 200 units", "office", f"{base}/tasks/{Task.objects.get(number=1).pk}/"
    yield "targets, 60", "office", f"{base}/targets/"
    yield "counts of a target", "office", f"{base}/targets/?target={target.pk if target else 0}"
    yield "on a day 30 days ago", "office", f"{base}/on/?day={campaign.today - timedelta(days=30)}"
    yield "on yesterday", "office", f"{base}/on/?day={campaign.today - timedelta(days=1)}"
    yield "units, 200", "office", f"{base}/units/"
    yield "history, 50", "office", f"{base}/history/"
    yield "wall chart, 100 rows", "office", f"{base}/chart/"
    yield "wall chart, 500 rows", "office", f"{base}/chart/?size=500"
    yield "findings", "office", f"{base}/findings/"
    yield "my own page", "office", "/me/"
    yield "my own page", "liaison", "/me/"
    yield "urging, preview", "office", f"{base}/urge/?reason=1"
    yield "search", "office", "/search/?q=排查"


def measure(client: Client, url: str, rounds: int, campaign: Campaign | None = None) -> list[float]:
    """CPU milliseconds of each asking; with a campaign, each after an act on it."""
    times = []
    for _round in range(rounds):
        if campaign is not None:
            record(campaign.chain, "campaign.lights", "campaign", [campaign.pk], by=INSTALLER.acting())
        start = time.process_time()
        client.get(url)
        times.append(1000 * (time.process_time() - start))
    return sorted(times)


def main() -> None:
    call_command("migrate", verbosity=0)
    if not Campaign.objects.exists():
        seed()
    campaign = Campaign.objects.get()
    clients = {role: Client(SERVER_NAME="localhost") for role in ("office", "liaison")}
    for role, client in clients.items():
        client.force_login(Person.objects.get(key=f"bench-{role}"))
    sys.stdout.write(f"{Assignment.objects.count()} assignments of {Task.objects.count()} tasks\n")
    sys.stdout.write(f"{'page':28} {'who':8} {'median':>7} {'p95':>7} {'cold':>7}  queries warm, cold; bytes\n")
    for what, who, url in pages(campaign):
        client = clients[who]
        first = client.get(url)
        if first.status_code != 200:
            sys.stdout.write(f"{what:28} {who:8} answers {first.status_code}\n")
            continue
        with CaptureQueriesContext(connection) as warm:
            client.get(url)
        times = measure(client, url, ROUNDS)
        cold = statistics.median(measure(client, url, COLD_ROUNDS, campaign))
        record(campaign.chain, "campaign.lights", "campaign", [campaign.pk], by=INSTALLER.acting())
        with CaptureQueriesContext(connection) as again:
            client.get(url)
        p95 = times[int(len(times) * 0.95)]
        sys.stdout.write(
            f"{what:28} {who:8} {statistics.median(times):7.1f} {p95:7.1f} {cold:7.1f}"
            f"  {len(warm):3} {len(again):3} {len(first.content):9,}\n"
        )


if __name__ == "__main__":
    main()
