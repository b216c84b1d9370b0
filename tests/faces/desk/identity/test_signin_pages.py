"""Signing in as people meet it: by link, by password and code, and what keeps others out."""

import re
import time

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from build import a_person
from faces.desk.identity.entering import PASS, code_of, forget_steps, invited, is_in, somebody, tried
from luoshi.orgs import mfa
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.models import Person
from luoshi.orgs.people import set_active
from luoshi.orgs.tries import MOST

pytestmark = pytest.mark.django_db


@pytest.fixture
def dengbao(settings: Settings) -> None:
    settings.LOGIN = "dengbao"


def test_without_passwords_a_link_is_the_whole_way_in(client: Client) -> None:
    assert invited(client, a_person("admin_system")).headers["Location"] == "/"
    assert is_in(client)
    assert 'name="password"' not in Client().get("/signin/").content.decode()


def test_a_password_cannot_be_tried_where_people_sign_in_by_links(client: Client, settings: Settings) -> None:
    settings.LOGIN = "asvs"
    somebody()
    settings.LOGIN = "links"
    assert tried(client).status_code == 200
    assert not is_in(client)


def test_an_invitation_asks_for_a_password_before_anything_else(client: Client, dengbao: None) -> None:
    person = a_person("liaison")
    assert invited(client, person).headers["Location"] == "/signin/password/"
    assert not is_in(client)
    wrong = client.post("/signin/password/", {"name": "0417", "password": "short", "again": "short"})
    assert (wrong.status_code, is_in(client)) == (422, False)
    fields = {"name": "0417", "password": PASS, "again": PASS}
    assert client.post("/signin/password/", fields).headers["Location"] == "/"
    assert is_in(client)
    assert tried(Client()).headers["Location"] == "/"


def test_the_password_page_takes_what_is_pasted_and_says_both_typings_must_agree(client: Client, dengbao: None) -> None:
    invited(client, a_person("liaison"))
    page = client.get("/signin/password/").content.decode()
    assert "onpaste" not in page and 'autocomplete="new-password"' in page
    answer = client.post("/signin/password/", {"name": "0417", "password": PASS, "again": PASS.upper()})
    assert "两次填的不一样" in answer.content.decode()


def test_a_first_administrator_sets_up_an_app_and_sees_recovery_codes_before_they_are_in(
    client: Client, dengbao: None
) -> None:
    invited(client, a_person("admin_system"))
    fields = {"name": "0417", "password": PASS, "again": PASS}
    assert client.post("/signin/password/", fields).headers["Location"] == "/signin/app/"
    assert not is_in(client)
    page = client.get("/signin/app/")
    assert "<svg" in page.content.decode()
    codes = client.post("/signin/app/", {"code": code_of(page)}).content.decode()
    assert len(re.findall(r"<code>([a-z2-7-]{29})</code>", codes)) == mfa.CODES
    assert client.post("/signin/go/").headers["Location"] == "/"
    assert is_in(client)


def test_a_wrong_code_sets_no_app_up(client: Client, dengbao: None) -> None:
    person = somebody("office")
    tried(client)
    assert client.post("/signin/app/", {"code": "000000"}).status_code == 422
    assert client.post("/signin/go/").headers["Location"] == "/signin/app/"
    assert not mfa.has_factor(person.pk)


def test_nobody_is_offered_a_secret_that_was_shown_to_another_in_the_same_browser(
    client: Client, dengbao: None
) -> None:
    for name in ("0417", "0418"):
        somebody("office", name)
    shown = []
    for name in ("0417", "0418"):
        tried(client, name)
        found = re.search(r'class="letters">([A-Z2-7 ]+)<', client.get("/signin/app/").content.decode())
        shown.append(found and found[1])
    assert all(shown) and shown[0] != shown[1]


@pytest.fixture
def guarded(client: Client, dengbao: None) -> tuple[Person, tuple[str, str]]:
    """A clerk of the office with an app, and two recovery codes."""
    person = somebody("office")
    tried(client)
    page = client.get("/signin/app/")
    codes = re.findall(r"<code>([^<]+)</code>", client.post("/signin/app/", {"code": code_of(page)}).content.decode())
    return person, (codes[0], codes[1])


@pytest.mark.parametrize("address", ["/signin/go/", "/signin/password/", "/signin/app/"])
def test_no_step_is_passed_by_asking_for_the_next(guarded: object, address: str) -> None:
    client = Client()
    assert tried(client).headers["Location"] == "/signin/code/"
    assert client.post(address, {"name": "x", "password": PASS, "again": PASS}).headers["Location"] == "/signin/code/"
    assert client.get("/account/").status_code == 302


def test_a_new_link_does_not_skip_the_code(guarded: tuple[Person, tuple[str, str]]) -> None:
    client = Client()
    assert invited(client, guarded[0]).headers["Location"] == "/signin/code/"
    assert client.get("/signin/password/").headers["Location"] == "/signin/code/"
    assert client.post("/signin/code/", {"code": guarded[1][0]}).headers["Location"] == "/signin/password/"


def test_a_code_that_signed_in_is_refused_to_whoever_looked_on(guarded: tuple[Person, tuple[str, str]]) -> None:
    first, second = Client(), Client()
    for client in (first, second):
        tried(client)
    assert first.post("/signin/code/", {"code": guarded[1][0]}).headers["Location"] == "/"
    assert second.post("/signin/code/", {"code": guarded[1][0]}).status_code == 422
    assert is_in(first) and not is_in(second)


def test_five_wrong_codes_end_the_trying(guarded: tuple[Person, tuple[str, str]]) -> None:
    client = Client()
    tried(client)
    statuses = [client.post("/signin/code/", {"code": "000000"}).status_code for _n in range(MOST)]
    assert statuses == [422] * MOST
    assert client.post("/signin/code/", {"code": guarded[1][0]}).status_code == 429


def test_a_code_is_asked_of_nobody_who_has_not_shown_a_password(client: Client, dengbao: None) -> None:
    for address in ("/signin/code/", "/signin/password/", "/signin/app/", "/signin/go/"):
        assert client.get(address).headers["Location"] == "/signin/"


def text(client: Client, name: str) -> tuple[int, str]:
    """What is answered to a wrong password for that name, without what differs between any two answers."""
    answer = tried(client, name, "wrong")
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return answer.status_code, page.replace(name, "…")


def test_a_stranger_reads_the_same_of_names_that_somebody_bears_and_of_others(
    dengbao: None, settings: Settings
) -> None:
    settings.HTTPS = True  # so that each name is tried from an address of its own
    somebody()
    real = [text(Client(headers={"x-forwarded-for": f"192.0.2.{n}"}), "0417") for n in range(MOST + 1)]
    none = [text(Client(headers={"x-forwarded-for": f"198.51.100.{n}"}), "0999") for n in range(MOST + 1)]
    assert real == none
    assert [status for status, _page in real] == [422] * MOST + [429]


def test_a_right_password_is_refused_while_locked(client: Client, dengbao: None) -> None:
    somebody()
    for _n in range(MOST):
        tried(client, password="wrong")
    assert tried(client).status_code == 429
    assert not is_in(client)


def test_an_address_is_taken_from_the_header_behind_a_proxy_alone(dengbao: None) -> None:
    somebody()
    for n in range(MOST):
        tried(Client(headers={"x-forwarded-for": f"192.0.2.{n}"}), f"guess{n}", "wrong")
    assert tried(Client(headers={"x-forwarded-for": "192.0.2.99"})).status_code == 429


def test_the_session_key_changes_with_every_proof(guarded: tuple[Person, tuple[str, str]]) -> None:
    client, keys = Client(), []
    for fields in ({"name": "0417", "password": PASS}, None):
        if fields:
            client.post("/signin/", fields)
        else:
            client.post("/signin/code/", {"code": guarded[1][0]})
        keys.append(client.cookies["sessionid"].value)
    assert len(set(keys)) == 2
    stale = Client()
    stale.cookies["sessionid"] = keys[0]
    assert stale.get("/signin/code/").headers["Location"] == "/signin/"


def test_what_was_proved_lasts_ten_minutes(client: Client, dengbao: None, monkeypatch: pytest.MonkeyPatch) -> None:
    invited(client, a_person("liaison"))
    clock = time.time() + 601
    monkeypatch.setattr("luoshi.faces.desk.identity.pending.time.time", lambda: clock)
    assert client.get("/signin/password/").headers["Location"] == "/signin/"


def test_a_person_disabled_on_the_way_in_goes_no_further(client: Client, dengbao: None) -> None:
    person = a_person("liaison")
    invited(client, person)
    set_active(person.pk, False, by=INSTALLER)
    assert client.get("/signin/password/").headers["Location"] == "/signin/"


def test_passwords_and_codes_are_asked_on_pages_that_are_not_kept(guarded: object) -> None:
    client = Client()
    tried(client)
    assert "no-store" in client.get("/signin/code/").headers["Cache-Control"]
    forget_steps()
