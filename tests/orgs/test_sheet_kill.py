"""A table whose worker is killed comes to the same end as one whose worker is not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from build import a_person
from luoshi.orgs.models import Person, Unit
from luoshi.orgs.sheet import UNITS
from luoshi.orgs.units_sheet import UnitsGround
from luoshi.platform.jobs.models import OPEN, Job
from luoshi.platform.jobs.run import run
from luoshi.platform.sheets import portions, read
from luoshi.platform.sheets.confirm import confirm
from luoshi.platform.sheets.forget import KEPT, forget
from luoshi.platform.sheets.hand_in import HandedIn, drop, hand_in
from luoshi.platform.sheets.models import Batch, Row
from luoshi.platform.sheets.take_back import take_back

pytestmark = pytest.mark.django_db
TEXT = "名称\t上级单位\n" + "".join(f"第{n}站\t{f'第{n - 1}站' if n % 3 else ''}\n" for n in range(12))


class Killed(BaseException):
    """The worker dies here."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "PORTION", 4)
    monkeypatch.setattr(portions, "BREATH_SECONDS", 0)
    monkeypatch.setattr(read, "PORTION", 4)


@pytest.fixture
def keeper() -> Person:
    return a_person("admin_system", "县委办")


def work(dies: Callable[[], bool] = lambda: False) -> None:
    """Run the open job until it is closed, each death leaving it behind for the next worker."""
    while job := Job.objects.filter(state__in=OPEN).first():
        try:
            run(job.pk)
        except Killed:
            Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def deadly(monkeypatch: pytest.MonkeyPatch, act: str, at: int) -> None:
    """Let the worker die once, when it does that for the `at`th time."""
    seen = {"n": 0}
    real = getattr(UnitsGround, act)

    def once(*given: Any) -> Any:
        seen["n"] += 1
        if seen["n"] == at:
            raise Killed
        return real(*given)

    monkeypatch.setattr(UnitsGround, act, once)


def outcome() -> tuple[list[object], int]:
    units = Unit.objects.filter(name__startswith="第").order_by("order", "name")
    return list(units.values_list("name", "parent__name", "order")), Row.objects.filter(is_done=True).count()


@pytest.mark.parametrize("act", ["take", "put"])
@pytest.mark.parametrize("at", [1, 3, 4, 5, 8, 9, 12])
def test_each_row_is_read_and_done_once_wherever_the_worker_dies(
    keeper: Person, monkeypatch: pytest.MonkeyPatch, act: str, at: int
) -> None:
    deadly(monkeypatch, act, at)
    batch = hand_in(HandedIn("units", "a.txt", TEXT.encode()), person_id=keeper.pk)
    work()
    confirm(batch.pk, person_id=keeper.pk)
    work()
    rows, done = outcome()
    assert rows == [(f"第{n}站", f"第{n - 1}站" if n % 3 else None, n + 1) for n in range(12)]
    assert (done, Row.objects.count()) == (12, 12)
    batch.refresh_from_db()
    assert batch.applied_at is not None


@pytest.mark.parametrize("at", [1, 5, 12])
def test_a_batch_is_taken_back_whole_wherever_the_worker_dies(
    keeper: Person, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    batch = hand_in(HandedIn("units", "a.txt", TEXT.encode()), person_id=keeper.pk)
    work()
    confirm(batch.pk, person_id=keeper.pk)
    work()
    deadly(monkeypatch, "take_back", at)
    take_back(batch.pk, person_id=keeper.pk)
    work()
    batch.refresh_from_db()
    assert outcome() == ([], 0)
    assert batch.undone_at is not None


def test_a_batch_dropped_while_it_is_read_leaves_nothing(keeper: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = hand_in(HandedIn("units", "a.txt", TEXT.encode()), person_id=keeper.pk)
    real = UNITS.open

    def opened(person_id: int, earlier: Any) -> Any:
        drop(batch.pk)
        return real(person_id, earlier)

    monkeypatch.setattr("luoshi.platform.sheets.read.sheet", lambda kind: replaced(opened))
    work()
    assert (Batch.objects.count(), Row.objects.count()) == (0, 0)
    assert Job.objects.get().error == ""


def replaced(opened: Any) -> Any:
    """The sheet of units that opens so."""
    return type(UNITS)(UNITS.kind, UNITS.title, UNITS.columns, opened, UNITS.may)


def test_batches_are_forgotten_with_their_files_after_a_month(keeper: Person) -> None:
    for name in ("甲", "乙"):
        hand_in(HandedIn("units", "a.txt", f"名称\n{name}局\n".encode()), person_id=keeper.pk)
    old = Batch.objects.earliest("pk")
    Batch.objects.filter(pk=old.pk).update(made_at=timezone.now() - KEPT - timedelta(minutes=1))
    file = old.file
    assert forget() == 1
    assert Batch.objects.count() == 1
    assert not type(file).objects.filter(pk=file.pk).exists()
