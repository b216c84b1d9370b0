"""Prints what it costs to write 任务清单 and 责任清单 of 10,000 assignments, for the office and for one unit."""

import os
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

import django
from django.core.management import call_command

FOLDER = tempfile.TemporaryDirectory()
os.environ |= {"LUOSHI_DATA": FOLDER.name, "DJANGO_SETTINGS_MODULE": "luoshi.config.settings"}
sys.path.append(str(Path(__file__).parents[1]))
django.setup()

from benchmarks.seed import seed  # noqa: E402

from luoshi.orgs.access import Standing, standing  # noqa: E402
from luoshi.oversight.items import Filters  # noqa: E402
from luoshi.oversight.queries import tally  # noqa: E402
from luoshi.press.xlsx import write_workbook  # noqa: E402
from luoshi.reports.ledgers import duty_rows, ledger, task_rows  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)
    campaign, office, liaison = seed()

    def write(who: Standing) -> tuple[int, int]:
        target = BytesIO()
        return write_workbook(ledger(campaign, who), target).rows, target.tell()

    for person in (office, liaison):
        who = standing(person)
        total = tally(campaign, who).total
        for what, run in (
            ("task rows", lambda who=who: len(list(task_rows(campaign, who, Filters())))),
            ("duty rows", lambda who=who: len(list(duty_rows(campaign, who, Filters())))),
            ("file of rows, bytes", lambda who=who: write(who)),
        ):
            cpu, wall = time.process_time(), time.perf_counter()
            made = run()
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            print(f"{who.name}, {total} items: {what} {made}: {cpu:.2f} s CPU, {wall:.2f} s")


if __name__ == "__main__":
    main()
