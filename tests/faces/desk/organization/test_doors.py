"""Who gets in by a link, and who is out from their next request on."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from build import a_campaign, a_person, signed_in
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.models import SignInLink
from luoshi.orgs.people import LINK_LIFE, open_link, set_active
from luoshi.orgs.posts import remove_post

pytestmark = pytest.mark.django_db


def test_a_link_older_than_it_may_be_signs_nobody_in(client: Client) -> None:
    token = open_link(a_person().pk, by=INSTALLER)
    SignInLink.objects.update(good_until=timezone.now() - timedelta(seconds=1))
    answer = client.post(f"/signin/{token}/")
    assert answer.status_code == 410
    assert "请找管理员重新开一个" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_a_link_lives_half_an_hour(client: Client) -> None:
    open_link(a_person().pk, by=INSTALLER)
    assert abs(SignInLink.objects.get().good_until - timezone.now() - LINK_LIFE) < timedelta(minutes=1)
    assert timedelta(minutes=30) == LINK_LIFE


def test_a_used_link_signs_nobody_else_in(client: Client) -> None:
    token = open_link(a_person().pk, by=INSTALLER)
    assert client.post(f"/signin/{token}/").status_code == 302
    other = Client()
    assert other.post(f"/signin/{token}/").status_code == 410
    assert other.get("/").status_code == 302


def test_a_newer_link_ends_the_older(client: Client) -> None:
    person = a_person()
    old, new = (open_link(person.pk, by=INSTALLER) for _time in range(2))
    assert client.post(f"/signin/{old}/").status_code == 410
    assert client.post(f"/signin/{new}/").status_code == 302


def test_somebody_kept_out_is_out_at_their_next_request(client: Client) -> None:
    campaign, person = a_campaign(), a_person("office")
    signed_in(client, person)
    path = f"/campaigns/{campaign.pk}/"
    assert client.get(path).status_code == 200
    set_active(person.pk, False, by=INSTALLER)
    answer = client.get(path)
    assert answer.status_code != 200
    assert campaign.title not in answer.content.decode()
    assert client.post("/organization/units/", {"names": "甲局"}).status_code != 200


def test_the_link_of_somebody_kept_out_is_worth_nothing(client: Client) -> None:
    person = a_person()
    token = open_link(person.pk, by=INSTALLER)
    set_active(person.pk, False, by=INSTALLER)
    assert client.post(f"/signin/{token}/").status_code == 410


def test_a_post_taken_away_is_gone_at_the_next_request(client: Client) -> None:
    person = a_person("office")
    signed_in(client, person)
    assert client.get("/organization/").status_code == 200
    remove_post(person.posts.get().pk, by=INSTALLER)
    assert client.get("/organization/").status_code == 403
