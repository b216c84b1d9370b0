"""A short round of `tools/proof/threads.py`: 32 threads at the same items, in a database of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
DATABASE = os.environ.get("DATABASE_URL", "")
NAME = f"threads_{os.getpid()}"


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    """What names a database of the kind under test to a process: nothing for a file in its data folder."""
    if not DATABASE:
        yield {}
        return
    with closing(psycopg.connect(DATABASE, autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {NAME}".encode())
        yield {"DATABASE_URL": urlsplit(DATABASE)._replace(path=f"/{NAME}").geturl()}
        connection.execute(f"DROP DATABASE {NAME}".encode())


def test_what_many_do_at_once_happens_once(tmp_path: Path, database: dict[str, str]) -> None:
    paths = os.pathsep.join(str(ROOT / name) for name in ("src", "tools/proof", "tests"))
    known = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "LUOSHI_DATA")}
    command = [sys.executable, str(ROOT / "tools" / "proof" / "threads.py"), str(tmp_path), "0", "1"]
    ended = subprocess.run(command, env=known | {"PYTHONPATH": paths} | database, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
