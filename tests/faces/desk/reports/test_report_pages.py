"""The wall chart stands whatever its address says; a ledger is for whoever asked for it."""

import re

import pytest
from django.test import Client

from build import Wanted, a_campaign, a_person, signed_in
from luoshi.campaigns.models import Assignment, Task
from luoshi.platform.jobs.models import Job
from luoshi.platform.jobs.run import run

pytestmark = pytest.mark.django_db


def chart(client: Client, query: str = "") -> str:
    campaign = a_campaign(issued=True)
    answer = signed_in(client, a_person()).get(f"/campaigns/{campaign.pk}/chart/{query}", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("query", ["?after=zzz", "?after=1.", "?from=9999-12-31", "?from=0001-01-01"])
def test_an_address_that_makes_no_sense_shows_the_whole_chart(client: Client, query: str) -> None:
    page = chart(client, query)
    assert "按日看近五周" in page
    assert page.count('<th role="rowheader" class="pin" scope="row">') == 1


def test_five_weeks_lead_on_to_the_ones_before_and_behind(client: Client) -> None:
    page = chart(client, "?from=2026-06-08")
    assert "?from=2026-05-05" in page
    assert "?from=2026-07-12" in page


def test_a_bar_says_only_the_days_that_are_known(client: Client) -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙"), issued=True)
    for rows, second in ((Task.objects, {"number": 2}), (Assignment.objects, {"task__number": 2})):
        rows.all().update(start=None)
        rows.filter(**second).update(start="2026-06-01", due=None)
    page = signed_in(client, a_person()).get(f"/campaigns/{campaign.pk}/chart/").content.decode()
    assert re.findall(r'role="img" aria-label="([^"]*)"', page) == ["6月30日止，进度0%", "6月1日起，进度0%"]


def test_a_ledger_is_fetched_by_whoever_asked_and_nobody_else(client: Client) -> None:
    campaign = a_campaign(issued=True)
    answer = signed_in(client, a_person()).post(f"/campaigns/{campaign.pk}/ledger/")
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/jobs/{job.pk}/"
    run(job.pk)
    file = client.get(f"/jobs/{job.pk}/file/")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(file.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    stranger = signed_in(Client(), a_person())
    assert [stranger.get(f"/jobs/{job.pk}/{page}").status_code for page in ("", "file/")] == [404, 404]
    assert stranger.post(f"/jobs/{job.pk}/cancel/").status_code == 404


def test_a_unit_cannot_ask_for_the_ledger_of_a_campaign_that_it_has_no_part_in(client: Client) -> None:
    campaign = a_campaign(issued=True)
    outsider = signed_in(client, a_person("liaison", "县水利局"))
    assert outsider.post(f"/campaigns/{campaign.pk}/ledger/").status_code == 404
    assert outsider.get(f"/campaigns/{campaign.pk}/chart/").status_code == 404
    assert not Job.objects.exists()


def test_why_a_ledger_failed_is_said_in_the_readers_language(client: Client) -> None:
    campaign = a_campaign(issued=True)
    signed_in(client, a_person()).post(f"/campaigns/{campaign.pk}/ledger/")
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(payload={**job.payload, "campaign": 0})
    run(job.pk)
    assert "活动或申请人已不在，不能导出。" in client.get(f"/jobs/{job.pk}/").content.decode()
    client.cookies["django_language"] = "en"
    assert "cannot be exported" in client.get(f"/jobs/{job.pk}/").content.decode()


def test_a_waiting_ledger_is_stopped_at_once(client: Client) -> None:
    campaign = a_campaign(issued=True)
    signed_in(client, a_person()).post(f"/campaigns/{campaign.pk}/ledger/")
    job = Job.objects.get()
    assert "已取消" in client.post(f"/jobs/{job.pk}/cancel/", follow=True).content.decode()
