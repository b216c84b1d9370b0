"""Work done for sending an opinion: cheap to check, good once and for half an hour, and it tells of nobody."""

from itertools import count

import pytest

from luoshi.opinions.intake import limit, work
from luoshi.opinions.models import Bucket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 7200)
    monkeypatch.setattr(work, "BITS", 4)


def at(monkeypatch: pytest.MonkeyPatch, second: int) -> None:
    monkeypatch.setattr("time.time", lambda: float(second))


def solved(challenge: str, *, right: bool = True) -> str:
    proofs = (f"{challenge} {number}" for number in count())
    return next(proof for proof in proofs if work.is_solved(proof) is right)


def test_work_is_good_once() -> None:
    proof = solved(work.challenge())
    assert [work.spend(proof) for _time in range(2)] == [True, False]
    assert work.spend(solved(work.challenge()))


def test_another_number_for_a_used_challenge_is_no_new_work() -> None:
    challenge = work.challenge()
    proofs = (f"{challenge} {number}" for number in count())
    one, two = (next(proof for proof in proofs if work.is_solved(proof)) for _time in range(2))
    assert [work.spend(one), work.spend(two)] == [True, False]


def test_unsolved_and_unsigned_work_is_none() -> None:
    challenge = work.challenge()
    assert not work.spend(solved(challenge, right=False))
    assert not work.spend(solved(f"9{challenge}"))
    assert not work.spend(solved("x" * work.LONGEST))
    assert not work.spend("")
    assert work.spend(solved(challenge))


def test_work_is_good_for_half_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = solved(work.challenge()), solved(work.challenge())
    at(monkeypatch, 7200 + work.GOOD_FOR)
    assert work.spend(first)
    at(monkeypatch, 7201 + work.GOOD_FOR)
    assert not work.spend(second)


def test_used_work_is_remembered_until_it_is_late_and_then_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 7200 + 3000)
    proof = solved(work.challenge())
    assert work.spend(proof)
    at(monkeypatch, 10800 + 100)
    limit.forget()
    assert not work.spend(proof)
    at(monkeypatch, 14400)
    limit.forget()
    assert not Bucket.objects.exists()
