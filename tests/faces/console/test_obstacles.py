"""What stops a start is said in one sentence that tells what to do."""

import errno
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db.utils import OperationalError

from faces.console.running import call, free_port
from luoshi.faces.console import COMMANDS, main
from luoshi.faces.console.ground import check_database
from luoshi.faces.console.run import check_data, check_port
from luoshi.faces.console.say import Halt, sentence
from luoshi.faces.console.schema import is_current
from luoshi.faces.console.supervisor import Deaths

ROOT = Path(__file__).resolve().parents[3]


def one_line(said: str) -> bool:
    return said.count("\n") == 1 and "Traceback" not in said


def test_a_taken_port_is_told_with_a_free_one(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = call(tmp_path, "run", "--port", str(port))
    assert code == 1
    assert one_line(said)
    assert f"{port}" in said
    assert "make run PORT=" in said
    assert list(tmp_path.iterdir()) == []


def test_a_free_port_is_accepted() -> None:
    check_port(free_port())


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_does_not_exist_is_refused(port: int) -> None:
    with pytest.raises(Halt, match="PORT="):
        check_port(port)


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Halt, match="DATA="):
        check_data(tmp_path / "file")


def test_a_nearly_full_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=99 * 2**20))
    with pytest.raises(Halt, match="99 MB"):
        check_data(tmp_path)


def test_a_plan_that_is_not_there_is_told(tmp_path: Path) -> None:
    code, said = call(tmp_path, "run", "--port", str(free_port()), "--plan", "nowhere.docx")
    assert code == 2
    assert one_line(said)
    assert "nowhere.docx" in said


def test_a_plan_that_cannot_be_read_leaves_no_data_folder_behind(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(b"MZ\x00\x01" * 99)
    data = tmp_path / "data"
    code, said = call(data, "run", "--port", str(free_port()), "--plan", str(tmp_path / "plan.docx"))
    assert (code, one_line(said), data.exists()) == (2, True, False)


@pytest.mark.parametrize("place", ["/proc/nothing/data", f"/tmp/{'x' * 300}"])  # noqa: S108
def test_a_data_folder_that_cannot_be_made_is_told(place: str) -> None:
    code, said = call(Path(place), "run", "--port", str(free_port()))
    assert (code, one_line(said)) == (2, True)
    assert "DATA=" in said


ON_THE_DATA = [
    ("link",),
    ("campaigns", "export", "1", "x.zip"),
    ("sample", "remove"),
    ("journal", "verify"),
    ("doctor",),
    ("key", "list"),
    ("backup",),
    ("restore", "x.tar"),
    ("migrate",),
    ("worker",),
    ("web",),
    ("run",),
]


def test_every_command_that_stands_on_data_is_looked_at() -> None:
    assert {command for command, *_rest in ON_THE_DATA} == {*COMMANDS} - {"welcome"}


@pytest.mark.parametrize("command", ON_THE_DATA, ids=lambda words: words[0])
def test_data_that_cannot_be_kept_are_told_in_one_sentence_by_every_command(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    data = tmp_path / "data"
    grounds = [
        {"LUOSHI_DATA": str(tmp_path / "file")},
        {"LUOSHI_DATA": str(tmp_path / "file" / "below")},
        {"LUOSHI_DATA": "/proc/luoshi"},
        {"LUOSHI_DATA": "/proc"},
        {"LUOSHI_DATA": str(data), "DATABASE_URL": "nonsense"},
        {"LUOSHI_DATA": str(data), "DATABASE_URL": "cloud://somewhere/x"},
        {"LUOSHI_DATA": str(data), "DATABASE_URL": "postgres://u:p@h:port/x"},
    ]
    for ground in grounds:
        for name, value in ground.items():
            monkeypatch.setenv(name, value)
        assert main([*command]) == 2, ground
        said = capsys.readouterr().err
        assert one_line(said), ground
        assert ("DATABASE_URL" if "DATABASE_URL" in ground else "LUOSHI_DATA=") in said
    assert not data.exists()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sqlite:////srv/luoshi.sqlite3",
        "sqlite://:memory:",
        "postgres://u:p@h:5432/x",
        "postgresql://u:p@h/x?sslmode=require",
        "psql://u:p@h/x",
        "pgsql://u:p@h/x",
        "postgres://u:p@h1:5432,h2:5432/x",
        "postgres://u:p#q@h/x",
        "postgres://u:p[q@h/x",
    ],
)
def test_an_address_that_the_settings_understand_is_taken(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    check_database()


@pytest.mark.parametrize("address", ["nonsense", "mysql://u:p@h/x", "sqlite://h:99999/x", "$ELSEWHERE"])
def test_an_address_of_no_database_that_the_program_works_on_is_refused_without_a_warning(
    address: str, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(Halt, match="DATABASE_URL"):
        check_database()
    assert not recwarn.list


def test_a_command_of_its_own_says_it_too(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, said = call(tmp_path / "file", "link")
    assert (code, one_line(said)) == (2, True)


def test_a_port_that_is_no_number_is_told_in_a_sentence(tmp_path: Path) -> None:
    code, said = call(tmp_path, "run", "--port", "abc")
    assert (code, one_line(said)) == (2, True)
    assert "abc" in said and "PORT=8000" in said


def test_an_unknown_command_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fly"]) == 2
    assert "luoshi run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (PermissionError(errno.EACCES, "Permission denied"), "DATA="),
        (OperationalError("database or disk is full"), "磁盘已满"),
        (OperationalError("attempt to write a readonly database"), "DATA="),
        (OperationalError('connection failed: connection to server at "127.0.0.1" failed'), "DATABASE_URL"),
        (OperationalError("no such table: orgs_person"), "luoshi migrate"),
    ],
)
def test_an_error_of_the_machine_has_a_sentence(error: Exception, words: str) -> None:
    said = sentence(error)
    assert said is not None
    assert words in said


def test_an_error_of_the_program_has_none() -> None:
    assert sentence(ValueError("disk is full")) is None
    assert sentence(OperationalError("near SELECT: syntax error")) is None


def test_a_child_that_keeps_dying_is_given_up_and_one_that_died_long_ago_is_not() -> None:
    deaths = Deaths()
    assert [deaths.delay("web", float(second)) for second in range(5)] == [0.25, 0.5, 1.0, 2.0, None]
    assert deaths.delay("worker", 4.0) == 0.25
    assert deaths.delay("web", 65.0) == 0.25


def test_a_database_without_the_mark_is_not_current(tmp_path: Path) -> None:
    database = tmp_path / "名称 #1.sqlite3"
    assert not is_current(database)
    sqlite3.connect(database).execute("CREATE TABLE t (n)").connection.close()
    assert not is_current(database)


def test_migrating_marks_the_database_as_current(tmp_path: Path) -> None:
    assert call(tmp_path, "migrate") == (0, "")
    assert is_current(tmp_path / "luoshi.sqlite3")


def test_an_old_python_is_told_which_one_is_needed() -> None:
    old = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path('tools/machine.py', run_name='__main__')"
    told = subprocess.run([sys.executable, "-c", old], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 1
    assert one_line(told.stderr)
    assert "3.11" in told.stderr
