"""Passwords: what each policy takes, how long one lasts, and what proving one tells a stranger."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from build import a_person
from luoshi.journal.models import Entry
from luoshi.orgs.models import Person, Tries, UsedPassword
from luoshi.orgs.passwords import NOBODYS, Choice, Credentials, Hasher, Unfit, choose, is_due, prove
from luoshi.orgs.policy import faults
from luoshi.orgs.tries import MOST, Locked, Wrong

GOOD = "Quiet-River7 crosses"
HERE, ELSEWHERE = "192.0.2.7", "192.0.2.8"


COST = (Hasher.memory_cost, Hasher.time_cost, Hasher.parallelism)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that are chosen here take little to hash."""
    monkeypatch.setattr(Hasher, "memory_cost", 64)


@pytest.fixture(params=["dengbao", "asvs"])
def either(request: pytest.FixtureRequest, settings: Settings) -> str:
    settings.LOGIN = request.param
    return str(request.param)


def somebody(name: str = "13900000001", password: str = GOOD) -> Person:
    """Somebody who signs in by that name and password."""
    person = a_person("liaison", "县水利局", "林若川")
    choose(person, Choice(name, password))
    return person


@pytest.mark.parametrize(
    ("profile", "password", "is_taken"),
    [
        ("dengbao", "Quiet-River7", True),
        ("dengbao", "Quiet-Rive7", False),
        ("dengbao", "quiet-riverside", False),
        ("dengbao", "青山不改绿水长流Ab", False),
        ("dengbao", "青山不改绿水长流长流Ab", True),
        ("asvs", "quiet riverside way", True),
        ("asvs", "quiet riversid", False),
        ("asvs", "青山不改绿水长流后会有期天涯", False),
        ("asvs", "青山不改绿水长流后会有期天涯路", True),
    ],
)
def test_each_policy_takes_its_own_length_and_kinds(
    settings: Settings, profile: str, password: str, is_taken: bool
) -> None:
    settings.LOGIN = profile
    assert (faults(password, ()) == []) is is_taken


@pytest.mark.parametrize("password", ["x" * 60 + "Ab1", "1234567890123456", "Aa1" * 8, "abcdefghijklmnopqrst"])
def test_passwords_that_are_guessed_first_are_refused(either: str, password: str) -> None:
    assert faults(password, ())


def test_a_password_that_leaked_is_refused_however_it_is_written(settings: Settings) -> None:
    settings.LOGIN = "asvs"
    assert len(faults("1Q2w3e4r5T6y7u8i9o0p", ())) == len(faults("1q2w3e4r5t6y7u8i9o0p", ())) > 0


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["林若川", "县水利局", "13900000001", "作风建设大讨论"])
def test_names_that_anybody_knows_are_refused_within_a_password(either: str, word: str) -> None:
    person = a_person("liaison", "县水利局", "林若川")
    with pytest.raises(Unfit) as refused:
        choose(person, Choice("13900000001", f"{GOOD}{word}", words=("作风建设大讨论",)))
    assert refused.value.field == "password"
    assert not UsedPassword.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("password", [f"Aa1-{'长' * 40}{'短' * 40}{'远近' * 22}", "  Quiet-River7 crosses  "])
def test_a_long_a_chinese_and_a_spaced_password_let_in_whole_and_not_cut(either: str, password: str) -> None:
    person = somebody(password=password)
    assert prove(Credentials("13900000001", password, HERE)) == person
    with pytest.raises(Wrong):
        prove(Credentials("13900000001", password[:-1], HERE))


@pytest.mark.django_db
def test_a_password_is_kept_as_argon2id_and_never_as_it_is(either: str) -> None:
    kept = somebody().password
    assert kept.startswith("argon2$argon2id$")
    assert GOOD not in kept


@pytest.mark.django_db
def test_ninety_days_and_the_last_five_count_in_dengbao_alone(settings: Settings) -> None:
    settings.LOGIN = "dengbao"
    person = somebody()
    for n in range(4):
        choose(person, Choice(person.key, f"{GOOD} {n}"))
    with pytest.raises(Unfit):
        choose(person, Choice(person.key, GOOD))
    choose(person, Choice(person.key, f"{GOOD} 5"))
    choose(person, Choice(person.key, GOOD))
    assert not is_due(person)
    UsedPassword.objects.update(set_at=timezone.now() - timedelta(days=91))
    assert is_due(person)
    settings.LOGIN = "asvs"
    assert not is_due(person)


@pytest.mark.django_db
def test_whoever_has_no_password_must_choose_one(either: str) -> None:
    assert is_due(a_person())


@pytest.mark.django_db
def test_two_people_do_not_share_a_sign_in_name(either: str) -> None:
    somebody("0417")
    with pytest.raises(Unfit) as refused:
        somebody("0417", "Other-River8 crosses")
    assert refused.value.field == "name"


@pytest.mark.django_db
def test_a_phone_signs_in_as_long_as_it_is_one_persons(either: str) -> None:
    person = somebody("0417")
    Person.objects.filter(pk=person.pk).update(phone="13900000009")
    assert prove(Credentials("13900000009", GOOD, HERE)) == person
    Person.objects.filter(pk=a_person().pk).update(phone="13900000009")
    with pytest.raises(Wrong):
        prove(Credentials("13900000009", GOOD, HERE))


@pytest.mark.django_db
def test_a_disabled_person_is_not_let_in(either: str) -> None:
    Person.objects.filter(pk=somebody().pk).update(is_active=False)
    with pytest.raises(Wrong):
        prove(Credentials("13900000001", GOOD, HERE))


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What passwords were hashed against, in order."""
    seen: list[str] = []
    verify = Hasher.verify

    def counted(self: Hasher, password: str, encoded: str) -> bool:
        seen.append(encoded)
        return verify(self, password, encoded)

    monkeypatch.setattr(Hasher, "verify", counted)
    yield seen


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["13900000001", "nobody", "", "no password yet"])
def test_a_wrong_password_is_hashed_once_whoever_it_is_tried_on(either: str, hashed: list[str], name: str) -> None:
    somebody()
    Person.objects.filter(pk=a_person().pk).update(key="no password yet")
    hashed.clear()
    with pytest.raises(Wrong):
        prove(Credentials(name, "wrong", HERE))
    assert len(hashed) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["13900000001", "nobody"])
def test_five_wrong_passwords_lock_a_name_whether_somebody_bears_it_or_not(
    either: str, hashed: list[str], name: str
) -> None:
    somebody()
    hashed.clear()
    for n in range(MOST):
        with pytest.raises(Wrong):
            prove(Credentials(name, "wrong", f"192.0.2.{n}"))
    with pytest.raises(Locked):
        prove(Credentials(name, GOOD, ELSEWHERE))
    assert len(hashed) == MOST
    Tries.objects.update(until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Wrong):
        prove(Credentials(name, "wrong", ELSEWHERE))


@pytest.mark.django_db
def test_five_wrong_names_lock_an_address_and_no_other(either: str) -> None:
    person = somebody()
    for n in range(MOST):
        with pytest.raises(Wrong):
            prove(Credentials(f"guess{n}", "wrong", HERE))
    with pytest.raises(Locked):
        prove(Credentials("13900000001", GOOD, HERE))
    assert prove(Credentials("13900000001", GOOD, ELSEWHERE)) == person


@pytest.mark.django_db
def test_signing_in_between_does_not_clear_an_address(either: str) -> None:
    somebody()
    for n in range(MOST):
        with pytest.raises(Wrong):
            prove(Credentials(f"guess{n}", "wrong", HERE))
        if n < MOST - 1:
            prove(Credentials("13900000001", GOOD, HERE))
    with pytest.raises(Locked):
        prove(Credentials("13900000001", GOOD, HERE))


@pytest.mark.django_db
def test_a_lock_is_recorded_once_and_names_no_stranger(either: str) -> None:
    person = somebody()
    for name in ("13900000001", "nobody"):
        for n in range(MOST + 3):
            with pytest.raises((Wrong, Locked)):
                prove(Credentials(name, "wrong", f"192.0.2.{n}"))
    assert list(Entry.objects.filter(act="person.locked").values_list("subjects", flat=True)) == [str(person.pk)]


@pytest.mark.django_db
def test_counts_of_tries_tell_neither_names_nor_addresses(either: str) -> None:
    with pytest.raises(Wrong):
        prove(Credentials("13900000001", "wrong", HERE))
    kept = "".join(Tries.objects.values_list("subject", flat=True))
    assert "13900000001" not in kept and HERE not in kept


WORKER = """
import os, sys
from luoshi.faces.console.ready import ready
ready()
from luoshi.orgs.tries import Locked, Wrong, one_try
sys.stdout.write("ready\\n"); sys.stdout.flush(); sys.stdin.readline()
for _n in range(4):
    try:
        with one_try("person:1", "address:1"):
            sys.stdout.write("tried\\n")
            raise Wrong
    except (Wrong, Locked):
        pass
"""


def test_tries_at_the_same_moment_in_several_processes_share_the_limit(tmp_path: Path) -> None:
    env = os.environ | {"LUOSHI_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "luoshi.config.settings"}
    subprocess.run([sys.executable, "-m", "luoshi.faces.console", "migrate"], env=env, check=True)
    command = [sys.executable, "-c", WORKER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    workers = [subprocess.Popen(command, env=env, **pipes) for _n in range(3)]  # type: ignore[call-overload]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    said = "".join(worker.communicate()[0] for worker in workers)
    assert said.count("tried") == MOST


def test_nobodys_password_costs_what_everybodys_does_and_is_none() -> None:
    kept = Hasher().decode(NOBODYS)
    assert (kept["memory_cost"], kept["time_cost"], kept["parallelism"]) == COST
    assert not any(Hasher().verify(word, NOBODYS) for word in ("", "wrong", GOOD))
