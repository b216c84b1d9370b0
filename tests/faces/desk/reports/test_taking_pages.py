"""What is taken away and brought back over HTTP: calendars, an edited list, one slip, and the past of a campaign."""

import re

import pytest
from django.test import Client
from icalendar import Calendar

from build import Wanted, a_campaign, a_person, an_assignment, signed_in
from luoshi.campaigns.models import Campaign
from luoshi.orgs.access import INSTALLER
from luoshi.platform.files.store import path, store
from luoshi.platform.jobs.models import OPEN, Job
from luoshi.platform.jobs.run import run
from luoshi.reports.bundle.pack import pack
from luoshi.reports.bundle.unpack import unpack
from luoshi.reports.models import Origin

pytestmark = pytest.mark.django_db


def test_a_calendar_is_opened_read_without_signing_in_and_ended(client: Client) -> None:
    campaign = a_campaign(Wanted("排查小区"), issued=True)
    page = signed_in(client, a_person("liaison", "县住建局")).post("/account/calendars/", {"unit": ""})
    (url,) = re.findall(r'value="(http://testserver/calendar/[^"]+)"', page.content.decode())
    answer = Client().get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    row = an_assignment(campaign)
    assert str(event["url"]) == f"http://testserver/campaigns/{campaign.pk}/tasks/{row.task_id}/?a={row.pk}"
    listed = client.get("/account/calendars/").content.decode()
    assert url not in listed
    assert "停用" in listed
    (end,) = re.findall(r'action="(/account/calendars/\d+/end/)"', listed)
    client.post(end)
    assert Client().get(url).status_code == 404


def test_somebody_elses_unit_is_refused_with_the_reason(client: Client) -> None:
    campaign = a_campaign(Wanted("甲", ("县水利局",)), issued=True)
    unit = an_assignment(campaign).unit_id
    answer = signed_in(client, a_person("liaison", "县住建局")).post("/account/calendars/", {"unit": unit})
    assert answer.status_code == 403
    assert "由本单位联络员、负责人" in answer.content.decode()


def test_a_pasted_list_is_shown_change_by_change(client: Client) -> None:
    campaign = a_campaign(Wanted("甲", leaders=("周启明",)), issued=True)
    signed_in(client, a_person())
    address = f"/tables/tasks:{campaign.pk}/"
    assert "版本（勿改）" not in client.get(address).content.decode()
    answer = client.post(address, {"text": "工作任务\t牵头领导\t完成时限\n甲\t何知夏\t2026-06-30\n"})
    while job := Job.objects.filter(state__in=OPEN).first():
        run(job.pk)
    page = client.get(answer["Location"]).content.decode()
    assert "<del>周启明</del> <ins>何知夏</ins>" in page
    assert "导入这1行" in page
    assert client.get("/tables/tasks:999/").status_code == 403
    assert client.get("/tables/tasks/").status_code == 404


def test_one_slip_is_asked_for_on_its_task(client: Client) -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙"), issued=True)
    row = an_assignment(campaign, 2)
    page = signed_in(client, a_person()).get(f"/campaigns/{campaign.pk}/tasks/{row.task_id}/").content.decode()
    assert f'name="picked" value="{row.pk}"' in page
    asked = {"output": "slips", "form": "docx", "picked": str(row.pk)}
    client.post(f"/campaigns/{campaign.pk}/ledger/", asked)
    job = Job.objects.get(kind="ledger")
    run(job.pk)
    job.refresh_from_db()
    assert job.state == "done"


def taken_in() -> Campaign:
    campaign = a_campaign(Wanted("排查小区"), issued=True)
    plan = campaign.proposal
    plan.file = store(plan.text.encode(), "方案.txt")
    plan.save()
    return unpack(pack(campaign, by=INSTALLER), by=INSTALLER)


def test_the_past_of_a_campaign_is_read_by_who_reads_across_units(client: Client) -> None:
    campaign = taken_in()
    page = signed_in(client, a_person()).get(f"/campaigns/{campaign.pk}/past/").content.decode()
    assert "安装 下发任务1项，分办1件" in page
    assert f"/campaigns/{campaign.pk}/past/" in client.get(f"/campaigns/{campaign.pk}/outputs/").content.decode()
    signed_in(client, a_person("liaison", "县住建局"))
    assert client.get(f"/campaigns/{campaign.pk}/past/").status_code == 403


def test_an_altered_past_is_said_to_be_altered(client: Client) -> None:
    campaign = taken_in()
    path(Origin.objects.get().file).write_bytes(b"PK\x03\x04")
    page = signed_in(client, a_person()).get(f"/campaigns/{campaign.pk}/past/").content.decode()
    assert "保存日志的文件对不上。" in page
