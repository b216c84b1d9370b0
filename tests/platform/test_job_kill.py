import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

HERE = str(Path(__file__).parent)
SET_UP = "import django; django.setup();"
PREPARE = """
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
connection.cursor().execute("CREATE TABLE effect (number INTEGER)")
from luoshi.platform.jobs.enqueue import enqueue
enqueue("count", "k", {"to": 6})
"""
RUN = "from luoshi.platform.jobs.run import run; run(1)"
SWEEP = "from luoshi.platform.jobs.sweep import sweep; print(sweep())"


class Machine:
    """A database file and the worker processes on it."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "worker.sqlite3"
        self.python(PREPARE)

    def python(self, code: str) -> str:
        return subprocess.run(**self._call(code), check=True, capture_output=True, text=True).stdout.strip()

    def run_and_kill(self, stop: str) -> None:
        """Run the job in a worker of its own and kill -9 the worker once it stands at that point."""
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(**self._call(RUN, STOP=stop), **pipes) as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "stopped\n"
            worker.send_signal(signal.SIGKILL)

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as connection, connection:
            return connection.execute(statement).fetchall()

    def job(self) -> tuple[Any, ...]:
        return self.sql("SELECT state, done, attempts FROM jobs_job")[0]

    def _call(self, code: str, **more: str) -> dict[str, Any]:
        paths = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH")]))
        names = {
            "WORKER_DATABASE": str(self.database),
            "DJANGO_SETTINGS_MODULE": "worker_settings",
            "PYTHONPATH": paths,
        }
        return {"args": [sys.executable, "-c", SET_UP + code], "env": os.environ | names | more}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_work_killed_before_and_after_a_commit_is_taken_up_with_each_effect_once(machine: Machine) -> None:
    machine.run_and_kill("inside 3")
    assert machine.job() == ("running", 3, 0)
    machine.python(RUN)
    assert machine.job() == ("running", 3, 0), "the lease still holds others off"
    assert machine.python(SWEEP) == "0"

    machine.sql("UPDATE jobs_job SET lease_until = '2000-01-01 00:00:00'")
    assert machine.python(SWEEP) == "1"
    machine.run_and_kill("outside 4")
    assert machine.job() == ("running", 5, 0)

    machine.sql("UPDATE jobs_job SET lease_until = '2000-01-01 00:00:00'")
    machine.python(RUN)
    assert machine.job()[:2] == ("done", 6)
    assert machine.sql("SELECT number FROM effect") == [(number,) for number in range(6)]
    assert machine.sql("SELECT count(*) FROM django_q_ormq") == [(2,)], "one delivery at first and one by the sweep"
