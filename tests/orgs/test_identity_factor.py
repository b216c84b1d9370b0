"""The second factor: whose it is, that a code works once, and that nothing of it can be read where it is kept."""

import base64
import time

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from pytest_django.fixtures import Settings

from build import a_person, a_standing
from luoshi.kit.verdict import Refused
from luoshi.orgs import accounts, mfa
from luoshi.orgs.accounts import FACTOR, LINK, PASSWORD, PROVIDER, next_step
from luoshi.orgs.models import Factor, Person, RecoveryCode
from luoshi.orgs.passwords import Choice, choose
from luoshi.orgs.policy import NEED_FACTOR
from luoshi.orgs.roles import ROLES
from luoshi.orgs.tries import MOST, Locked, Wrong

pytestmark = pytest.mark.django_db
PASS = "Quiet-River7 crosses"


@pytest.fixture(autouse=True)
def with_passwords(settings: Settings) -> None:
    settings.LOGIN = "dengbao"


def code_of(secret: str, steps: int = 0) -> str:
    """What an app with that secret shows now, or so many half minutes later."""
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(time.time() + 30 * steps).decode()  # noqa: S303


def with_app(role: str = "office") -> tuple[Person, str, tuple[str, ...]]:
    """Somebody with an app, its secret, and their recovery codes; the app's last half minute was used up."""
    person, secret = a_person(role), mfa.new_secret()
    codes = mfa.set_up(person, secret, code_of(secret, -1))
    return person, secret, codes


def test_a_code_works_once() -> None:
    person, secret, _codes = with_app()
    code = code_of(secret)
    mfa.check(person, f"{code[:3]} {code[3:]}")
    with pytest.raises(Wrong):
        mfa.check(person, code)


def test_no_code_older_than_one_that_was_taken_works() -> None:
    person, secret, _codes = with_app()
    mfa.check(person, code_of(secret, 1))
    with pytest.raises(Wrong):
        mfa.check(person, code_of(secret))


def test_the_code_that_set_the_app_up_does_not_sign_in_too() -> None:
    person, secret = a_person(), mfa.new_secret()
    code = code_of(secret)
    mfa.set_up(person, secret, code)
    with pytest.raises(Wrong):
        mfa.check(person, code)


@pytest.mark.parametrize("steps", [-3, 3])
def test_codes_of_another_time_do_not_work(steps: int) -> None:
    person, secret, _codes = with_app()
    with pytest.raises(Wrong):
        mfa.check(person, code_of(secret, steps))


@pytest.mark.parametrize("code", ["", "abc", "１２３４５６", "12345", "1234567", "-", "\0"])
def test_what_is_no_code_is_wrong(code: str) -> None:
    with pytest.raises(Wrong):
        mfa.check(with_app()[0], code)


def test_an_apps_secret_is_sealed_to_its_owner() -> None:
    person, secret, _codes = with_app()
    thief, _secret, _ = with_app()
    sealed = Factor.objects.get(person=person).sealed
    assert secret not in sealed and secret.encode() not in base64.b64decode(sealed)
    Factor.objects.filter(person=thief).update(sealed=sealed)
    with pytest.raises(Exception, match="^$"):  # the seal does not open
        mfa.check(thief, code_of(secret))


def test_a_recovery_code_works_once_and_is_kept_as_a_digest() -> None:
    person, _secret, codes = with_app()
    plain = codes[0].replace("-", "")
    assert not RecoveryCode.objects.filter(digest__contains=plain).exists()
    mfa.check(person, codes[0].upper())
    with pytest.raises(Wrong):
        mfa.check(person, codes[0])
    assert mfa.codes_left(person.pk) == mfa.CODES - 1


def test_nobody_uses_the_recovery_code_of_another() -> None:
    _person, _secret, codes = with_app()
    other, _s, _c = with_app()
    with pytest.raises(Wrong):
        mfa.check(other, codes[0])


def test_new_recovery_codes_end_the_old_ones() -> None:
    person, _secret, codes = with_app()
    mfa.renew_codes(person)
    with pytest.raises(Wrong):
        mfa.check(person, codes[0])


def test_five_wrong_codes_lock_right_ones_too() -> None:
    person, secret, codes = with_app()
    for _n in range(MOST):
        with pytest.raises(Wrong):
            mfa.check(person, "no code")
    for code in (code_of(secret), codes[0]):
        with pytest.raises(Locked):
            mfa.check(person, code)


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_a_factor_is_asked_of_those_who_can_do_most_harm(settings: Settings, role: str) -> None:
    person = a_person(role)
    choose(person, Choice("0417", PASS))
    assert next_step(person, {PASSWORD}) == ("app" if role in NEED_FACTOR else "")
    settings.MFA_FOR_ALL = True
    assert next_step(person, {PASSWORD}) == "app"
    settings.LOGIN = "links"
    assert next_step(person, {LINK}) == ""


@pytest.mark.parametrize("proved", [{LINK}, {PASSWORD}, {PROVIDER}, {LINK, PASSWORD}])
def test_nothing_stands_in_for_an_app_that_was_set_up(proved: set[str]) -> None:
    person, _secret, _codes = with_app("liaison")
    assert next_step(person, proved) == "code"


def test_a_link_leads_to_a_new_password_after_the_code() -> None:
    person, _secret, _codes = with_app()
    choose(person, Choice("0417", PASS))
    assert next_step(person, {LINK, FACTOR}) == "password"
    assert next_step(person, {LINK, FACTOR, PASSWORD}) == ""


def test_an_app_is_taken_away_by_a_security_administrator_and_never_by_its_owner(settings: Settings) -> None:
    person, _secret, _codes = with_app("admin_security")
    keeper, system = a_standing("admin_security"), a_standing("admin_system")
    settings.SEPARATE_ADMINS = True
    for who in (system, accounts.standing(person), a_standing("office"), a_standing("auditor")):
        with pytest.raises(Refused):
            mfa.forget(person.pk, by=who)
    assert mfa.has_factor(person.pk)
    mfa.forget(person.pk, by=keeper)
    assert not mfa.has_factor(person.pk)
    assert mfa.codes_left(person.pk) == 0
