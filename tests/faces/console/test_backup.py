"""A backup holds all that is kept, and comes back whole or not at all."""

import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from faces.console.running import call

PLAN = "关于开展河道清洁行动的方案\n一、工作任务\n（一）清理河面。6月底前清理一次。\n（责任单位：水利站）\n"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(data folder with an adopted plan, its backup)"""
    folder = tmp_path_factory.mktemp("kept")
    data, file = folder / "data", folder / "backup.tar"
    data.mkdir()
    (folder / "方案.txt").write_text(PLAN, "utf-8")
    assert call(data, "migrate")[0] == 0
    assert call(data, "campaigns", "adopt", str(folder / "方案.txt"), "--accept")[0] == 0
    assert call(data, "backup", str(file))[0] == 0
    return data, file


def rows(data: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "luoshi.sqlite3")) as database:
        return database.execute("SELECT seq, hash FROM journal_entry ORDER BY chain_id, seq").fetchall()


def files(data: Path) -> set[str]:
    return {path.name for path in (data / "files").glob("??/*")}


def test_what_was_backed_up_comes_back_to_the_byte(kept: tuple[Path, Path], tmp_path: Path) -> None:
    data, file = kept
    assert call(tmp_path, "restore", str(file), "--verify")[0] == 0
    assert rows(tmp_path) == rows(data) != []
    assert files(tmp_path) == files(data) != set()
    assert (tmp_path / "secret.key").read_bytes() == (data / "secret.key").read_bytes()
    assert call(tmp_path, "journal", "verify")[0] == 0


def test_a_backup_does_not_come_over_data(kept: tuple[Path, Path]) -> None:
    data, file = kept
    before = rows(data)
    code, said = call(data, "restore", str(file))
    assert (code, said.count("\n")) == (1, 1)
    assert rows(data) == before


@pytest.mark.parametrize("harm", ["cut", "byte"])
def test_a_cut_or_altered_backup_is_refused_and_leaves_nothing(
    kept: tuple[Path, Path], tmp_path: Path, harm: str
) -> None:
    whole = bytearray(kept[1].read_bytes())
    if harm == "cut":
        whole = whole[: len(whole) // 2]
    else:
        whole[2000] ^= 1  # within the database, which stands first
    broken, data = tmp_path / "broken.tar", tmp_path / "data"
    data.mkdir()
    broken.write_bytes(whole)
    code, said = call(data, "restore", str(broken))
    assert (code, said.count("\n")) == (1, 1)
    assert "备份不完整或被改过" in said
    assert list(data.iterdir()) == []


def test_the_backup_is_for_its_owner_alone_and_names_nobody_outside_the_database(kept: tuple[Path, Path]) -> None:
    file = kept[1]
    assert file.stat().st_mode & 0o077 == 0
    with tarfile.open(file) as tar:
        assert {name.partition("/")[0] for name in tar.getnames()} == {
            "database.sqlite3", "files", "secret.key", "manifest.json",
        }  # fmt: skip


def test_a_backup_never_writes_over_another(kept: tuple[Path, Path]) -> None:
    data, file = kept
    before = file.read_bytes()
    assert call(data, "backup", str(file))[0] == 1
    assert file.read_bytes() == before
