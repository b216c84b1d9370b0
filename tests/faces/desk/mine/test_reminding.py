"""Each says where they are reached; the administrator sees what did not arrive, and tries it again."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from build import a_campaign, a_person, signed_in
from luoshi.journal.models import Entry
from luoshi.oversight.models import Contact
from luoshi.platform.outbox.models import Message
from luoshi.platform.outbox.post import NewMessage, post

pytestmark = pytest.mark.django_db
ME, MESSAGES = "/me/reminders/", "/messages/"


@pytest.fixture(autouse=True)
def channels(settings: Any) -> None:
    settings.OUTBOX_CHANNELS = {"mail": "unused", "wecom": "unused"}


def a_failure() -> Message:
    post([NewMessage("k", "urge", "mail", "lin@example.org", "催办提醒", "一句")])
    Message.objects.update(failed_at=timezone.now(), attempts=6, error="SMTPServerDisconnected")
    return Message.objects.get()


def test_one_says_where_one_is_reached_and_stops_and_starts_reminders(client: Client) -> None:
    person = a_person("liaison")
    signed_in(client, person)
    assert "8点到20点" in client.get(ME).content.decode()
    answer = client.post(ME, {"channel": "mail", "to": "lin@example.org"}, follow=True)
    assert "已存下" in answer.content.decode()
    assert Contact.objects.get(person=person).stopped_at is not None
    client.post(ME, {"channel": "mail", "to": "lin@example.org", "wants_reminders": "on"})
    assert Contact.objects.get(person=person).stopped_at is None
    client.post(ME, {"channel": "", "to": ""})
    assert not Contact.objects.exists()


def test_an_address_that_cannot_be_right_is_said_at_its_field(client: Client) -> None:
    signed_in(client, a_person("liaison"))
    answer = client.post(ME, {"channel": "wecom", "to": "1380"})
    assert answer.status_code == 422
    assert "填11位手机号" in answer.content.decode()
    assert 'value="1380"' in answer.content.decode()


def test_without_a_channel_the_page_says_who_opens_one(client: Client, settings: Any) -> None:
    settings.OUTBOX_CHANNELS = {}
    signed_in(client, a_person("liaison"))
    assert "还没有开通提醒渠道" in client.get(ME).content.decode()


def test_what_did_not_arrive_is_listed_without_its_words_and_can_be_tried_again(client: Client) -> None:
    message = a_failure()
    signed_in(client, a_person("admin_system"))
    text = client.get(MESSAGES).content.decode()
    assert "SMTPServerDisconnected" in text
    assert "lin@example.org" not in text
    answer = client.post(f"{MESSAGES}{message.pk}/retry/", follow=True)
    assert "已放回待发" in answer.content.decode()
    message.refresh_from_db()
    assert (message.failed_at, message.attempts) == (None, 0)
    assert Entry.objects.filter(act="message.retry", subjects=str(message.pk)).exists()
    assert "已经不在" in client.post(f"{MESSAGES}{message.pk}/retry/", follow=True).content.decode()


def test_many_failures_are_read_page_by_page(client: Client) -> None:
    post(NewMessage(f"k{n}", "urge", "mail", "lin@example.org", "催办提醒", "一句") for n in range(60))
    Message.objects.update(failed_at=timezone.now())
    signed_in(client, a_person("admin_system"))
    first = client.get(MESSAGES).content.decode()
    assert first.count(">再试一次<") == 50
    before = Message.objects.order_by("-pk")[49].pk
    assert f"?before={before}" in first
    assert client.get(f"{MESSAGES}?before={before}").content.decode().count(">再试一次<") == 10


def test_a_channel_is_tried_by_one_message(client: Client) -> None:
    signed_in(client, a_person("admin_system"))
    answer = client.post(f"{MESSAGES}test/", {"channel": "wecom", "to": ""}, follow=True)
    assert "测试消息已交给后台" in answer.content.decode()
    assert Message.objects.get().kind == "test"


@pytest.mark.parametrize(("channel", "to"), [("mail", ""), ("mail", "lin"), ("wecom", "1380"), ("pigeon", "")])
def test_a_trial_that_cannot_arrive_is_refused_at_its_field(client: Client, channel: str, to: str) -> None:
    signed_in(client, a_person("admin_system"))
    assert client.post(f"{MESSAGES}test/", {"channel": channel, "to": to}).status_code == 422
    assert not Message.objects.exists()


def test_the_office_is_told_of_failures_and_who_mends_them(client: Client) -> None:
    a_campaign()
    a_failure()
    signed_in(client, a_person("office"))
    assert "请系统管理员看原因" in client.get("/me/").content.decode()
