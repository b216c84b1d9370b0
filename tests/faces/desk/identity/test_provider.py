"""Signing in at an identity provider: whom it lets in, and every way in which its word is not taken."""

import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from build import a_person, a_standing, signed_in
from faces.desk.identity.entering import is_in
from faces.desk.identity.idp import CLIENT, ISSUER, OTHER_KEY, SECRET, Provider
from luoshi.faces.desk.identity import openid
from luoshi.faces.desk.identity.openid import Untrusted
from luoshi.kit.verdict import Refused
from luoshi.orgs import provider as ties
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.models import Person, ProviderAccount
from luoshi.orgs.people import set_active

pytestmark = [pytest.mark.django_db, pytest.mark.urls("faces.desk.identity.provider_addresses")]
BACK = "/signin/provider/back/"


@pytest.fixture
def idp(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """The provider, and an installation that is set to use it."""
    settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET = ISSUER, CLIENT, SECRET
    settings.LOGIN = "dengbao"
    made = Provider()
    monkeypatch.setattr(openid, "ask", made.ask)
    return made


@pytest.fixture
def person() -> Person:
    """Somebody whose account at the provider the administrator entered."""
    made = a_person("liaison", "县水利局", "林若川")
    ties.tie(made.pk, ISSUER, "s-1", by=INSTALLER)
    return made


def there(client: Client, idp: Provider, then: str = "/") -> dict[str, str]:
    """The way to the provider; what it sends back."""
    return idp.consent(client.get("/signin/provider/", {"next": then}).headers["Location"])


def came_back(client: Client, idp: Provider, **changed: str) -> HttpResponse:
    """The way there and back."""
    return client.get(BACK, there(client, idp) | changed)


def test_a_known_account_signs_in_without_a_password_and_goes_on(client: Client, idp: Provider, person: Person) -> None:
    answer = client.get(BACK, there(client, idp, "/search/?q=1"))
    assert answer.headers["Location"] == "/search/?q=1"
    assert is_in(client)


def test_the_sign_in_page_offers_the_provider(client: Client, idp: Provider) -> None:
    assert "统一身份认证" in client.get("/signin/").content.decode()


def test_every_journey_has_its_own_state_nonce_and_challenge(client: Client, idp: Provider) -> None:
    asked = [parse_qs(urlsplit(client.get("/signin/provider/").headers["Location"]).query) for _n in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
    assert asked[0]["code_challenge_method"] == ["S256"] and asked[0]["response_type"] == ["code"]
    assert "email" not in asked[0]["scope"][0]


def test_the_provider_does_not_stand_in_for_an_app_that_a_role_needs(client: Client, idp: Provider) -> None:
    ties.tie(a_person("office").pk, ISSUER, "s-1", by=INSTALLER)
    assert came_back(client, idp).headers["Location"] == "/signin/app/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "changed", [{"state": "other"}, {"state": ""}, {"code": ""}, {"code": "c-2"}, {"iss": "https://evil.example"}]
)
def test_an_answer_that_is_not_to_this_journey_is_refused(
    client: Client, idp: Provider, person: Person, changed: dict[str, str]
) -> None:
    assert came_back(client, idp, **changed).status_code == 400
    assert not is_in(client)


def test_an_answer_is_taken_once_and_only_from_the_browser_that_set_out(
    client: Client, idp: Provider, person: Person
) -> None:
    answer = there(client, idp)
    assert Client().get(BACK, answer).status_code == 400
    assert client.get(BACK, answer).status_code == 302
    client.post("/signout/")
    assert client.get(BACK, answer).status_code == 400
    assert not is_in(client)


NOW = int(time.time())


@pytest.mark.parametrize(
    "extra",
    [
        {"nonce": "other"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"exp": NOW - 3600},
        {"exp": None},
        {"iat": NOW + 3600},
        {"iat": None},
        {"nbf": NOW + 3600},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_that_does_not_say_what_it_must_is_refused(
    client: Client, idp: Provider, person: Person, extra: dict[str, object]
) -> None:
    idp.extra = extra
    assert came_back(client, idp).status_code == 400
    assert not is_in(client)


@pytest.mark.parametrize(
    ("key", "algorithm"), [(OTHER_KEY, "RS256"), (SECRET * 8, "HS256"), (None, "none")], ids=["other", "HS256", "none"]
)
def test_a_token_that_the_provider_did_not_sign_is_refused(
    client: Client, idp: Provider, person: Person, key: object, algorithm: str
) -> None:
    idp.key, idp.algorithm = key, algorithm
    assert came_back(client, idp).status_code == 400
    assert not is_in(client)


def test_a_provider_of_another_name_is_not_asked(client: Client, idp: Provider) -> None:
    idp.issuer = "https://evil.example"
    assert client.get("/signin/provider/").status_code == 502


def test_what_is_no_token_is_refused(
    client: Client, idp: Provider, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for token in ("", "a.b.c", "x" * 100, jwt.encode({}, "k" * 32, "HS256")):
        monkeypatch.setattr(idp, "_token", lambda _fields, token=token: {"id_token": token})
        assert came_back(client, idp).status_code == 400


@pytest.mark.parametrize("verified", [True, False, None, "true"])
def test_an_e_mail_address_never_ties_an_account_to_anybody(client: Client, idp: Provider, verified: object) -> None:
    Person.objects.filter(pk=a_person("liaison").pk).update(key="lin@yunling.example", phone="lin@yunling.example")
    idp.extra = {"email": "lin@yunling.example", "email_verified": verified}
    assert came_back(client, idp).status_code == 403
    assert not ProviderAccount.objects.exists()


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_a_phone_that_is_not_verified_ties_nothing(client: Client, idp: Provider, verified: object) -> None:
    Person.objects.filter(pk=a_person("liaison").pk).update(phone="13900000001")
    idp.extra = {"phone_number": "13900000001", "phone_number_verified": verified}
    assert came_back(client, idp).status_code == 403
    assert not ProviderAccount.objects.exists()


@pytest.mark.parametrize(
    "extra",
    [{"phone_number": "+86 139-0000-0001", "phone_number_verified": True}, {"preferred_username": "0417"}],
    ids=["phone", "name"],
)
def test_a_first_visit_that_matches_one_person_waits_for_an_administrator(
    client: Client, idp: Provider, extra: dict[str, object]
) -> None:
    person = a_person("liaison")
    Person.objects.filter(pk=person.pk).update(phone="13900000001", key="0417")
    idp.extra = extra
    for _n in range(2):
        assert came_back(client, idp).status_code == 403
    assert not is_in(client)
    keeper = signed_in(Client(), a_person("admin_security"))
    assert "待确认" in keeper.get("/security/").content.decode()
    keeper.post(f"/security/{person.pk}/tie/", {"subject": "s-1"})
    assert came_back(client, idp).headers["Location"] == "/"
    assert is_in(client)


def test_a_phone_of_two_people_is_nobodys(client: Client, idp: Provider) -> None:
    Person.objects.filter(pk__in=[a_person().pk, a_person().pk]).update(phone="13900000001")
    idp.extra = {"phone_number": "13900000001", "phone_number_verified": True}
    assert came_back(client, idp).status_code == 403
    assert not ProviderAccount.objects.exists()


def test_another_account_does_not_take_the_place_of_one_that_is_tied(
    client: Client, idp: Provider, person: Person
) -> None:
    Person.objects.filter(pk=person.pk).update(key="0417")
    idp.subject, idp.extra = "s-2", {"preferred_username": "0417"}
    assert came_back(client, idp).status_code == 403
    assert ProviderAccount.objects.get().subject == "s-1"


def test_strangers_and_disabled_people_are_not_let_in(client: Client, idp: Provider, person: Person) -> None:
    set_active(person.pk, False, by=INSTALLER)
    assert came_back(client, idp).status_code == 403
    idp.subject = "s-9"
    assert came_back(client, idp).status_code == 403
    assert not is_in(client)


def test_one_account_is_one_persons_and_tied_by_those_who_keep_accounts_safe(idp: Provider, person: Person) -> None:
    other = a_person("liaison")
    with pytest.raises(ties.Taken):
        ties.tie(other.pk, ISSUER, "s-1", by=INSTALLER)
    with pytest.raises(Refused):
        ties.tie(other.pk, ISSUER, "s-3", by=a_standing("office"))
    keeper = signed_in(Client(), a_person("admin_security"))
    keeper.post(f"/security/{person.pk}/untie/")
    assert not ProviderAccount.objects.exists()


@pytest.mark.parametrize(
    "url", ["http://id.yunling.example/x", "ftp://localhost/x", "file:///etc/passwd", "data:,{}", ""]
)
def test_a_provider_is_asked_over_https_alone(url: str) -> None:
    with pytest.raises(Untrusted):
        openid.ask(url)
