"""An administrator subscribes, sees what was sent and what failed, and goes on after it, on the pages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from build import Wanted, a_campaign, a_person
from luoshi.journal.models import Entry
from luoshi.journal.queries import history
from luoshi.journal.record import SYSTEM
from luoshi.journal.webhooks.models import Delivery, Webhook
from luoshi.orgs import webhooks as acts
from luoshi.orgs.access import INSTALLER

pytestmark = pytest.mark.django_db
SECRET = re.compile(r'id="secret"[^>]* value="([\w-]{43})"')
SAID = {
    "name": "数据平台",
    "url": "https://hooks.example.org/in",
    "kinds": ["assignment."],
    "more": "problem.strike_off",
}


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(a_person("admin_system"))
    return client


def a_webhook() -> Webhook:
    return acts.subscribe(acts.NewWebhook("数据平台", "https://hooks.example.org/in", "s" * 40), by=INSTALLER)


def a_failed_one() -> Webhook:
    made = a_webhook()
    entry = Entry.objects.order_by("-pk")[0]
    error = "HTTPError: HTTP Error 503: Service Unavailable"
    Delivery.objects.create(webhook=made, entry=entry, attempts=7, tried_at=timezone.now(), error=error)
    Webhook.objects.update(stopped_at=timezone.now())
    return made


def test_a_subscription_shows_its_secret_once(desk: Client) -> None:
    campaign = a_campaign(Wanted("排查隐患"))
    answer = desk.post("/webhooks/", SAID | {"chain": campaign.chain})
    made = Webhook.objects.get()
    assert (made.chain, made.acts) == (campaign.chain, ["assignment.", "problem.strike_off"])
    assert SECRET.search(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    assert not SECRET.search(desk.get("/webhooks/").content.decode())
    page = desk.get(f"/webhooks/{made.pk}/").content.decode()
    assert campaign.title in page
    assert 'value="problem.strike_off"' in page


def test_a_subscription_that_is_sent_twice_is_one_and_says_where_it_is(desk: Client) -> None:
    desk.post("/webhooks/", SAID)
    answer = desk.post("/webhooks/", SAID)
    assert (answer.status_code, Webhook.objects.count()) == (422, 1)
    assert "“数据平台”已经在往这个地址推送" in answer.content.decode()
    assert not SECRET.search(answer.content.decode())


def test_what_does_not_fit_is_said_beside_its_field(desk: Client) -> None:
    answer = desk.post("/webhooks/", SAID | {"url": "https://10.0.0.1/in"})
    assert (answer.status_code, Webhook.objects.count()) == (422, 0)
    assert list(answer.context["form"].errors) == ["url"]
    made = a_webhook()
    answer = desk.post(f"/webhooks/{made.pk}/", SAID | {"more": "办理"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["more"])


def test_a_change_is_kept_as_it_was_said(desk: Client) -> None:
    made = a_webhook()
    assert desk.post(f"/webhooks/{made.pk}/", SAID | {"name": "新平台"}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.acts) == ("新平台", ["assignment.", "problem.strike_off"])


def test_a_webhook_that_stopped_says_why_and_what_to_do(desk: Client) -> None:
    made = a_failed_one()
    page = desk.get(f"/webhooks/{made.pk}/").content.decode()
    assert "试了7次都没有送到：对方回答 503" in page
    assert "跳过这一条" in page
    desk.post(f"/webhooks/{made.pk}/pass_over/")
    made.refresh_from_db()
    assert (made.stopped_at, Delivery.objects.get().passed_at is not None) == (None, True)


def test_a_webhook_that_does_not_go_offers_no_sending_again_and_says_why(desk: Client) -> None:
    made = a_failed_one()
    page = desk.get(f"/webhooks/{made.pk}/").content.decode()
    assert ("先点“继续”再送" in page, "再送一次" in page) == (True, False)
    answer = desk.post(f"/webhooks/{made.pk}/again/{Delivery.objects.get().pk}/")
    assert (answer.status_code, "先点“继续”再送" in answer.content.decode()) == (403, True)
    desk.post(f"/webhooks/{made.pk}/go_on/")
    assert "再送一次" in desk.get(f"/webhooks/{made.pk}/").content.decode()


def test_a_failure_that_is_tried_again_says_when(desk: Client) -> None:
    made = a_failed_one()
    Webhook.objects.update(stopped_at=None, next_at=timezone.now() + timedelta(minutes=4))
    page = desk.get(f"/webhooks/{made.pk}/").content.decode()
    assert "第7次没有送到：对方回答 503" in page
    desk.post(f"/webhooks/{made.pk}/go_on/")
    made.refresh_from_db()
    assert made.next_at <= timezone.now()


def test_a_new_secret_is_shown_once_and_the_old_one_holds_for_a_day(desk: Client) -> None:
    made = a_webhook()
    answer = desk.post(f"/webhooks/{made.pk}/rotate/")
    assert SECRET.search(answer.content.decode())
    made.refresh_from_db()
    assert made.before_until is not None
    assert timedelta(hours=23) < made.before_until - timezone.now() <= timedelta(days=1)


def test_pausing_sending_again_and_removing_are_written_down(desk: Client) -> None:
    made = a_failed_one()
    delivery = Delivery.objects.get()
    desk.post(f"/webhooks/{made.pk}/pause/")
    desk.post(f"/webhooks/{made.pk}/go_on/")
    Delivery.objects.update(sent_at=timezone.now())
    desk.post(f"/webhooks/{made.pk}/again/{delivery.pk}/")
    desk.post(f"/webhooks/{made.pk}/remove/")
    told = [line.act for line in history(SYSTEM, 4)]
    assert told == ["webhook.remove", "webhook.send_again", "webhook.go_on", "webhook.pause"]
    assert Webhook.objects.count() == 0
