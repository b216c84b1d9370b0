"""One's own account, the sessions that are open, and the safety of others' accounts."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from build import a_person, signed_in
from faces.desk.identity.entering import NAME, PASS, code_for, code_of, is_in, somebody, tried
from luoshi.orgs import mfa
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.models import Person, Session
from luoshi.orgs.people import set_active
from luoshi.orgs.sessions import SessionStore
from luoshi.orgs.tries import MOST, locked

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"


@pytest.fixture
def asvs(settings: Settings) -> None:
    settings.LOGIN = "asvs"
    settings.IDLE_MINUTES = 15


def test_a_session_ends_after_a_quarter_of_an_hour_without_a_request(client: Client, asvs: None) -> None:
    signed_in(client, a_person())
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=14))
    assert is_in(client)
    row = Session.objects.get()
    assert timedelta(minutes=14) < row.expire_date - timezone.now() <= timedelta(minutes=15)
    Session.objects.update(expire_date=timezone.now())
    assert not is_in(client)


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(client: Client, asvs: None) -> None:
    somebody()
    tried(client)
    session = client.session
    session["began"] = (timezone.now() - timedelta(hours=11, minutes=59)).isoformat()
    session.save()
    assert Session.objects.get().expire_date - timezone.now() < timedelta(minutes=2)
    session["began"] = (timezone.now() - timedelta(hours=12)).isoformat()
    session.save()
    assert not is_in(client)


def test_a_session_in_use_is_noted_once_a_minute_at_most(client: Client, django_assert_num_queries: object) -> None:
    signed_in(client, a_person())
    before = Session.objects.get().seen_at
    client.get("/account/")
    assert Session.objects.get().seen_at == before
    Session.objects.update(seen_at=before - timedelta(minutes=2))
    client.get("/account/")
    assert Session.objects.get().seen_at > before


def test_a_page_is_read_though_the_note_of_its_reading_cannot_be_written(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked_out(_store: SessionStore) -> None:
        raise OperationalError("database is locked")

    signed_in(client, a_person())
    monkeypatch.setattr(SessionStore, "touch", locked_out)
    assert is_in(client)


def test_signing_in_begins_the_twelve_hours_anew_under_another_key(client: Client, asvs: None) -> None:
    somebody()
    client.get("/signin/")
    tried(client)
    first = client.cookies["sessionid"].value
    tried(client)
    assert client.cookies["sessionid"].value != first
    assert Session.objects.filter(session_key=first).count() == 0


def test_one_sees_where_one_is_signed_in_and_ends_it_there(client: Client, asvs: None) -> None:
    person = somebody()
    other = Client(headers={"user-agent": CHROME})
    for each in (client, other):
        tried(each)
    page = client.get("/account/").content.decode()
    assert "Chrome · Windows" in page and "本机" in page and "127.0.0.1" in page
    assert other.cookies["sessionid"].value not in page
    marks = re.findall(r'name="mark" value="(\w+)"', page)
    assert len(marks) == 1
    client.post("/account/sessions/end/", {"mark": marks[0]})
    assert is_in(client) and not is_in(other)
    assert Session.objects.filter(person=person).count() == 1


def test_nobody_ends_the_session_of_another(client: Client, asvs: None) -> None:
    somebody()
    other = Client()
    tried(other)
    other_page = other.get("/account/").content.decode()
    own = re.search(r'<tr id="s(\w+)"', other_page)
    assert own is not None
    signed_in(client, a_person())
    client.post("/account/sessions/end/", {"mark": own[1]})
    assert is_in(other)


def test_all_sessions_end_at_once_and_the_browser_forgets(client: Client, asvs: None) -> None:
    somebody()
    other = Client()
    for each in (client, other):
        tried(each)
    answer = client.post("/account/sessions/end-all/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client) and not is_in(other)


def test_signing_out_clears_the_browser_and_ends_the_session(client: Client) -> None:
    signed_in(client, a_person())
    assert client.get("/account/").headers["Cache-Control"] == "no-store"
    assert client.post("/signout/").headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.exists()


def test_a_disabled_person_is_out_at_the_next_request(client: Client) -> None:
    person = a_person()
    signed_in(client, person)
    set_active(person.pk, False, by=INSTALLER)
    assert not is_in(client)
    set_active(person.pk, True, by=INSTALLER)
    assert not is_in(client)


def test_a_changed_password_ends_the_sessions_elsewhere(client: Client, asvs: None) -> None:
    somebody()
    other = Client()
    for each in (client, other):
        tried(each)
    new = "Other-River8 crosses"
    fields = {"name": NAME, "current": "wrong", "password": new, "again": new}
    assert client.post("/account/password/", fields).status_code == 422
    assert is_in(other)
    assert client.post("/account/password/", fields | {"current": PASS}).status_code == 302
    assert is_in(client) and not is_in(other)


def test_an_app_is_set_up_by_whoever_wants_one_and_asked_for_from_then_on(client: Client, asvs: None) -> None:
    person = somebody()
    tried(client)
    page = client.get("/account/app/")
    assert "恢复码" in client.post("/account/app/", {"code": code_of(page)}).content.decode()
    assert client.get("/account/app/").status_code == 302
    assert mfa.has_factor(person.pk)
    assert tried(Client()).headers["Location"] == "/signin/code/"


def test_recovery_codes_are_renewed_for_a_code_alone(client: Client, asvs: None) -> None:
    person = somebody()
    tried(client)
    secret = mfa.new_secret()
    old = mfa.set_up(person, secret, code_for(secret, -1))
    assert client.post("/account/codes/", {"code": "000000"}).status_code == 422
    assert old[0] not in client.post("/account/codes/", {"code": code_for(secret)}).content.decode()
    assert mfa.codes_left(person.pk) == mfa.CODES


def with_app() -> Person:
    person, secret = somebody("office"), mfa.new_secret()
    mfa.set_up(person, secret, code_for(secret))
    return person


def test_a_security_administrator_unlocks_ends_sessions_and_takes_apps_away(client: Client, asvs: None) -> None:
    person = with_app()
    for _n in range(MOST):
        tried(Client(), password="wrong")
    signed_in(Client(), person)
    signed_in(client, a_person("admin_security"))
    page = client.get("/security/").content.decode()
    assert "解除暂停" in page and "停用验证器" in page
    for act in ("free", "end", "forget"):
        assert client.post(f"/security/{person.pk}/{act}/").status_code == 302
    assert not locked(f"person:{person.pk}")
    assert not Session.objects.filter(person=person).exists()
    assert not mfa.has_factor(person.pk)


@pytest.mark.parametrize("role", ["office", "liaison", "supervisor", "auditor", "group_head"])
def test_the_safety_of_accounts_is_closed_to_others(client: Client, asvs: None, role: str) -> None:
    person = with_app()
    signed_in(client, a_person(role))
    answers = [client.get("/security/"), *(client.post(f"/security/{person.pk}/{act}/") for act in ("end", "forget"))]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert mfa.has_factor(person.pk)


def test_with_separate_administrators_the_one_who_invites_does_not_take_apps_away(
    client: Client, asvs: None, settings: Settings
) -> None:
    settings.SEPARATE_ADMINS = True
    person = with_app()
    signed_in(client, a_person("admin_system"))
    assert "验证器由安全管理员停用" in client.get("/security/").content.decode()
    assert client.post(f"/security/{person.pk}/forget/").status_code == 403
    assert mfa.has_factor(person.pk)


def test_a_hundred_accounts_cost_no_more_queries_than_one(
    client: Client, asvs: None, django_assert_max_num_queries: object
) -> None:
    signed_in(client, a_person("admin_security"))
    for _n in range(12):
        a_person("liaison")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert client.get("/security/").status_code == 200


def test_the_menu_leads_to_ones_account_and_to_the_safety_of_others_where_one_keeps_it(client: Client) -> None:
    page = signed_in(client, a_person("liaison")).get("/account/").content.decode()
    assert 'href="/account/"' in page and 'href="/security/"' not in page
    assert 'href="/security/"' in signed_in(client, a_person("admin_security")).get("/account/").content.decode()
