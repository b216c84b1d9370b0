import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from luoshi.config.secret import secret_key


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "not" / "yet"
    key = secret_key(data)
    assert len(key) >= 50
    assert secret_key(data) == key
    assert (data / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in data.iterdir()] == ["secret.key"]


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as starters:
        assert len(set(starters.map(secret_key, [tmp_path] * 64))) == 1


def test_a_full_disk_leaves_no_half_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        secret_key(tmp_path)
    assert list(tmp_path.iterdir()) == []
