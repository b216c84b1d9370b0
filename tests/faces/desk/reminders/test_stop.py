"""The link in a reminder stops reminders when its button is pressed, and tells what became of it."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from build import a_person
from luoshi.orgs.access import INSTALLER
from luoshi.oversight.models import Contact
from luoshi.oversight.reminding.contact import NewContact, set_contact, stop_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(settings: pytest.FixtureRequest) -> str:
    settings.OUTBOX_CHANNELS = {"mail": "unused"}  # type: ignore[attr-defined]
    person = a_person("liaison")
    set_contact(NewContact(person.pk, "mail", "lin@example.org"), by=INSTALLER)
    return reverse("stop_reminders", args=[stop_token(person.pk)])


def test_the_messages_name_this_address(address: str) -> None:
    assert address.startswith(settings.STOP_PATH)


def test_opening_the_link_stops_nothing_and_the_button_does(client: Client, address: str) -> None:
    assert "停收提醒" in client.get(address).content.decode()
    assert Contact.objects.get().stopped_at is None
    assert "不会再给您发提醒了" in client.post(address).content.decode()
    assert Contact.objects.get().stopped_at is not None
    assert client.post(address).status_code == 200


def test_a_link_that_was_cut_says_what_to_do(client: Client, address: str) -> None:
    answer = client.post(f"{address[:-2]}/")
    assert answer.status_code == 410
    assert "重新点开" in answer.content.decode()
    assert Contact.objects.get().stopped_at is None
