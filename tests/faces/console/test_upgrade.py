"""A database of the previous release, with its lived-through sample, goes on under this one.

`previous.sql` is the dump of what that release's `luoshi run --sample` wrote.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from faces.console.running import call

DUMP = Path(__file__).with_name("previous.sql")
LIGHTS = "[(1, 2), (2, 1), (4, 1), (5, 2), (6, 10), (7, 1), (8, 5), (10, 2)]"
SCRIPT = """
import django
django.setup()
from django.test import Client
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.orgs.access import standing
from luoshi.orgs.models import Person
from luoshi.oversight.queries import tally

campaign = Campaign.objects.get()
office = Person.objects.filter(posts__role="office", is_active=True).first()
print(sorted(tally(campaign, standing(office)).by_reason.items()))
client = Client(SERVER_NAME="localhost")
client.force_login(office)
at = f"/campaigns/{campaign.pk}/"
pages = ["", "tasks/", "targets/", "on/", "units/", "course/", "history/", "chart/", "issue/", "settings/", "problems/"]
urls = [at + page for page in pages] + ["/me/", "/search/?q=县"]
urls += [f"{at}tasks/{row.task_id}/?a={row.pk}" for row in Assignment.objects.all()]
print([(url, status) for url in urls if (status := client.get(url).status_code) != 200])
"""


def test_the_previous_release_s_sample_is_as_it_was_after_the_upgrade(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "luoshi.sqlite3")) as database:
        database.executescript(DUMP.read_text("utf-8"))
    assert call(tmp_path, "migrate")[0] == 0
    assert len(list((tmp_path / "backups").glob("before-*.sqlite3"))) == 1
    assert call(tmp_path, "journal", "verify")[0] == 0
    assert told(tmp_path) == [LIGHTS, "[]"]


def told(data: Path) -> list[str]:
    """The lights, and the pages that do not answer."""
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    given |= {"LUOSHI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "luoshi.config.settings"}
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, env=given)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()
