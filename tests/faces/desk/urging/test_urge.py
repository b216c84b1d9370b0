"""Urging on the desk: the preview changes nothing, sending does what it showed, the task says who has read it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from build import Wanted, a_campaign, a_person, an_assignment, signed_in
from luoshi.campaigns.models import Campaign
from luoshi.orgs.models import Person
from luoshi.oversight.models import Urge

pytestmark = pytest.mark.django_db
UNIT = "县住建局"


@pytest.fixture
def liaison() -> Person:
    return a_person("liaison", UNIT, "林知夏")


@pytest.fixture
def campaign(liaison: Person) -> Campaign:
    due = date(2026, 6, 10)
    return a_campaign(Wanted("排查短板", due=due), Wanted("建立清单", due=due), Wanted("公开进度"), issued=True)


@pytest.fixture
def supervisor(client: Client) -> Client:
    return signed_in(client, a_person("supervisor", "督导组", "陶行简"))


def address(campaign: Campaign) -> str:
    return reverse("urge", args=[campaign.pk])


def send(client: Client, campaign: Campaign, **data: Any) -> str:
    ids = ",".join(str(an_assignment(campaign, number).pk) for number in (1, 2))
    sent = {"picked": ids, "level": "", "act": "send", **data}
    return client.post(address(campaign), sent, follow=True).content.decode()


def test_the_preview_names_who_gets_what_and_sends_nothing(supervisor: Client, campaign: Campaign) -> None:
    text = supervisor.get(f"{address(campaign)}?reason=1").content.decode()
    assert "林知夏" in text
    assert "催办，告诉1人" in text
    assert "请以下单位抓紧办理" in text
    assert "公开进度" not in text
    assert not Urge.objects.exists()


def test_sending_urges_once_and_says_how_many(supervisor: Client, campaign: Campaign) -> None:
    assert "已催办2项，涉及1人次" in send(supervisor, campaign, text="请本周报清单")
    assert set(Urge.objects.values_list("text", "level", "channel")) == {("请本周报清单", "liaison", "desk")}
    assert "没有可以催的" in send(supervisor, campaign)
    assert Urge.objects.count() == 2


def test_who_was_urged_just_now_is_spared_with_the_reason(supervisor: Client, campaign: Campaign) -> None:
    send(supervisor, campaign)
    text = supervisor.get(f"{address(campaign)}?reason=1").content.decode()
    assert "这次不催" in text
    assert "刚催过" in text
    assert 'value="send"' not in text


def test_what_is_said_in_a_group_is_only_noted(supervisor: Client, campaign: Campaign) -> None:
    send(supervisor, campaign, by_hand="on")
    assert set(Urge.objects.values_list("channel", flat=True)) == {"group"}


def test_the_preview_follows_the_form(supervisor: Client, campaign: Campaign) -> None:
    ids = str(an_assignment(campaign, 1).pk)
    text = supervisor.post(address(campaign), {"picked": ids, "level": "unit_head"}).content.decode()
    assert "先催联络员" in text


def test_an_unknown_rung_is_no_answer(supervisor: Client, campaign: Campaign) -> None:
    ids = str(an_assignment(campaign, 1).pk)
    answer = supervisor.post(address(campaign), {"picked": ids, "level": "king", "act": "send"})
    assert answer.status_code == 422
    assert not Urge.objects.exists()


def test_nothing_chosen_leads_back_to_the_list(supervisor: Client, campaign: Campaign) -> None:
    answer = supervisor.post(address(campaign), {}, follow=True)
    assert "先在清单里选中任务" in answer.content.decode()


def test_a_liaison_urges_nobody(client: Client, campaign: Campaign, liaison: Person) -> None:
    assert signed_in(client, liaison).get(f"{address(campaign)}?reason=1").status_code == 403


def test_opening_the_task_is_the_receipt_of_who_was_urged(
    supervisor: Client, campaign: Campaign, liaison: Person
) -> None:
    send(supervisor, campaign, text="请本周报清单")
    task = reverse("task", args=[campaign.pk, an_assignment(campaign, 1).task_id])
    text = supervisor.get(task).content.decode()
    assert "催办记录" in text
    assert "还没有打开" in text
    assert Urge.objects.filter(read_at=None).count() == 2
    assert "已读" in signed_in(Client(), liaison).get(task).content.decode()
    assert Urge.objects.filter(read_at=None).count() == 1
