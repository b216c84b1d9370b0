"""Prints what it costs to remind 500 people of 10,000 assignments and to urge 500 assignments at once."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import django
from django.core.management import call_command

FOLDER = tempfile.TemporaryDirectory()
os.environ |= {
    "LUOSHI_DATA": FOLDER.name,
    "DJANGO_SETTINGS_MODULE": "luoshi.config.settings",
    "LUOSHI_HOOKS": "generic https://hooks.example.org/",
}
sys.path.append(str(Path(__file__).parents[1]))
django.setup()

from benchmarks.seed import seed  # noqa: E402
from django.utils import timezone  # noqa: E402

from luoshi.campaigns.models import Assignment, Campaign  # noqa: E402
from luoshi.orgs.access import INSTALLER, standing  # noqa: E402
from luoshi.orgs.models import Unit  # noqa: E402
from luoshi.orgs.people import NewPerson, add_person  # noqa: E402
from luoshi.oversight.models import Contact  # noqa: E402
from luoshi.oversight.reminding.remind import remind  # noqa: E402
from luoshi.oversight.urging.preview import NewUrge  # noqa: E402
from luoshi.oversight.urging.urge import urge  # noqa: E402

PEOPLE = 500


def main() -> None:
    call_command("migrate", verbosity=0)
    campaign, office, _liaison = seed()
    today = campaign.today
    Campaign.objects.update(state="running", frozen_today=None, is_sample=False)
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=timezone.get_default_timezone())
    timezone.now = lambda: noon
    units = list(Unit.objects.filter(assignments__isnull=False).distinct())
    people = [
        add_person(NewPerson(f"联络员{n}", units[n % len(units)].pk, "liaison"), by=INSTALLER) for n in range(PEOPLE)
    ]
    Contact.objects.bulk_create(Contact(person=each, channel="generic", to="13800000000") for each in people)
    open_ones = Assignment.objects.filter(campaign=campaign, state__in=("issued", "in_progress"))
    ids = tuple(open_ones.values_list("pk", flat=True)[:500])
    campaign = Campaign.objects.get(pk=campaign.pk)
    measure("people reminded", remind)
    measure("assignments urged", lambda: len(urge(campaign, NewUrge(ids), by=standing(office)).assignment_ids))


def measure(what: str, run: Callable[[], int]) -> None:
    cpu, wall = time.process_time(), time.perf_counter()
    made = run()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{made} {what}: {cpu:.2f} s CPU, {wall:.2f} s")


if __name__ == "__main__":
    main()
