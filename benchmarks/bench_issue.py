"""Prints what issuing 50 tasks to each of 200 units in one act costs: 10,000 slips.

LUOSHI_DATA=DIRECTORY DJANGO_SETTINGS_MODULE=luoshi.config.settings PYTHONPATH=. python benchmarks/bench_issue.py
"""

import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (models need the set-up above)
from django.db import connection  # noqa: E402

from luoshi.campaigns.issue import issue  # noqa: E402
from luoshi.campaigns.models import Assignment, Campaign, Duty, Task  # noqa: E402
from luoshi.orgs.access import INSTALLER  # noqa: E402
from luoshi.orgs.models import Unit, UnitSet  # noqa: E402

TASKS, UNITS = 50, 200


def main() -> None:
    call_command("migrate", verbosity=0)
    campaign = seed()
    cpu, wall = time.process_time(), time.perf_counter()
    issue(campaign, by=INSTALLER)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    slips = Assignment.objects.filter(campaign=campaign).count()
    sys.stdout.write(f"{slips} slips issued on {connection.vendor}: {cpu:.2f} s CPU here, {wall:.2f} s\n")


def seed() -> Campaign:
    """A campaign in draft, each task of which goes to all units."""
    campaign = Campaign.objects.create(title="规模试验活动实施方案", issuer="试验县委办公室")
    units = Unit.objects.bulk_create(Unit(name=f"试验县第{n}局", order=n) for n in range(UNITS))
    for unit in units:
        unit.path = f"{unit.pk}/"
    Unit.objects.bulk_update(units, ["path"])
    everyone = UnitSet.objects.create(name="各单位")
    everyone.members.set(units)
    tasks = Task.objects.bulk_create(
        Task(campaign=campaign, number=n, title=f"第{n}项", each_leads=True, span_start=0, span_end=1)
        for n in range(1, TASKS + 1)
    )
    Duty.objects.bulk_create(Duty(task=task, role="unit", name="各单位", unit_set=everyone, order=0) for task in tasks)
    return campaign


if __name__ == "__main__":
    main()
