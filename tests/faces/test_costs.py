"""How often a page asks the database: at most twelve times, also for the first who looks after somebody has acted."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faces.test_rights import ADDRESSES, PEOPLE, RIGHTS, address, people, world  # noqa: F401 (fixtures)
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.journal.record import record
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.models import Person

MOST = 12
VARIANTS = {
    "tasks": ("?light=bad,warn", "?sort=due&size=100", "?state=issued&group=none", "?joint=1"),
    "targets": ("?target={target_id}",),
    "chart": ("?by=how", "?by=who", "?size=500"),
    "plan_text": ("?revision={revision}",),
    "search": ("?q=甲",),
    "people": ("?q=县",),
}
"""What else a page may be asked; `world` fills the gaps."""


def pages(kind: str, held: dict[str, object]) -> Iterator[str]:
    """Every address that this kind of person may read, in all its variants; every assignment's page among them."""
    for name, lines in RIGHTS.items():
        for line in lines:
            if name in ADDRESSES and not line.post and line.expected(kind) == 200:
                url = address(name, line, held)
                yield f"{url}?{urlencode(line.data)}"
                yield from (url + query.format(**held) for query in VARIANTS.get(name, ()))
    for row in Assignment.objects.filter(unit=held["unit_id"]):
        yield reverse("task", args=[row.campaign_id, row.task_id]) + f"?a={row.pk}"
    if kind in ("office", "admin_system"):
        yield from (reverse(name, args=[held["fresh"]]) for name in ("home", "tasks", "issue", "settings"))


def cold(client: Client, url: str) -> int:
    """How often a page asks after somebody has acted on every campaign."""
    for campaign in Campaign.objects.all():
        record(campaign.chain, "campaign.lights", "campaign", [campaign.pk], by=INSTALLER.acting())
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    answer.getvalue()  # a file that is read to its end is closed, and the connection stays open
    assert answer.status_code in (200, 404), url  # not everybody may see every variant
    return len(asked)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PEOPLE)
def test_every_page_asks_at_most_twelve_times_though_nothing_is_remembered(
    kind: str,
    people: dict[str, Person],  # noqa: F811
    world: dict[str, object],  # noqa: F811
) -> None:
    assert connection.features.supports_json_field  # asked once a process, by whoever comes first
    client = Client()
    client.force_login(people[kind])
    found = {url: cold(client, url) for url in pages(kind, world)}
    assert found
    assert {url: n for url, n in found.items() if n > MOST} == {}
