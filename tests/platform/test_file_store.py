import os
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from luoshi.platform.files import store as store_module
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.purge import GRACE_SECONDS, purge
from luoshi.platform.files.store import discard, open_file, path, store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def on_disk(data: Path) -> list[Path]:
    return [file for file in (data / "files").rglob("*") if file.is_file()]


def grow_old(file: Path) -> None:
    moment = time.time() - GRACE_SECONDS - 60
    os.utime(file, (moment, moment))


def content(stored: StoredFile) -> bytes:
    with open_file(stored) as file:
        return file.read()


def test_bytes_are_kept_once_under_their_digest(data: Path) -> None:
    first = store(b"%PDF-1.7 plan", "方案.pdf")
    second = store(b"%PDF-1.7 plan", "另一个名字.doc")
    assert first == second
    assert (first.size, first.media_type, first.name) == (13, "application/pdf", "方案.pdf")
    assert on_disk(data) == [data / "files" / first.sha256[:2] / first.sha256[2:]]
    assert content(second) == b"%PDF-1.7 plan"


def test_an_open_file_is_stored_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "CHUNK", 7)
    whole = os.urandom(100)
    assert content(store(BytesIO(whole), "a.bin")) == whole
    assert store(whole, "b.bin").size == 100


def test_no_bytes_at_all_are_a_file_too() -> None:
    assert content(store(b"", "空.txt")) == b""


def test_nothing_stays_aside_when_reading_fails(data: Path) -> None:
    class Broken:
        def read(self, size: int, /) -> bytes:
            raise OSError

    with pytest.raises(OSError):
        store(Broken(), "a")
    assert not on_disk(data)


def test_lost_bytes_are_made_good_by_storing_them_again() -> None:
    stored = store(b"plan", "a")
    path(stored).unlink()
    with pytest.raises(FileNotFoundError):
        open_file(stored)
    assert content(store(b"plan", "a")) == b"plan"


def test_bytes_are_readable_by_their_owner_alone() -> None:
    assert path(store(b"plan", "a")).stat().st_mode & 0o777 == 0o600


def test_discarded_bytes_go_with_the_purge_after_their_hour(data: Path) -> None:
    kept, gone = store(b"kept", "a"), store(b"gone", "b")
    discard(gone)
    assert purge() == 0
    for file in on_disk(data):
        grow_old(file)
    assert purge() == 1
    assert on_disk(data) == [path(kept)]


def test_bytes_of_an_act_rolled_back_and_halves_left_by_a_kill_are_purged(data: Path) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        store(b"plan", "a")
        raise RuntimeError
    (data / "files" / "incoming" / "half").write_bytes(b"pla")
    for file in on_disk(data):
        grow_old(file)
    assert purge() == 2
    assert not on_disk(data)


def test_storing_old_bytes_anew_protects_them_from_the_purge(data: Path) -> None:
    discard(store(b"plan", "a"))
    grow_old(on_disk(data)[0])
    with transaction.atomic():
        store(b"plan", "a").delete()
    assert purge() == 0


def test_there_is_nothing_to_purge_before_the_first_file() -> None:
    assert purge() == 0
