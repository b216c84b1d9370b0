"""kill -9 around the moment of sending: what was not handed over is sent once, what was and is not noted once more."""

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
SET_UP = "import django; django.setup(); from luoshi.platform.outbox.deliver import deliver; "
PREPARE = """
from django.core.management import call_command
from luoshi.platform.outbox.post import NewMessage, post
call_command("migrate", verbosity=0)
post([NewMessage("k", "reminder", "file", "", "s", "b")])
"""


class Machine:
    """An outbox in a database file, a channel that writes to a file, and workers that are processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.database, self.sent = folder / "outbox.sqlite3", folder / "sent"
        self.python(PREPARE)

    def python(self, code: str, **more: str) -> str:
        return subprocess.run(**self._call(code, **more), check=True, capture_output=True, text=True).stdout.strip()

    def kill_at(self, moment: str) -> None:
        """Deliver in a worker of its own, and kill -9 it once it stands at that moment."""
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(**self._call("deliver()", STOP=moment), **pipes) as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "stopped\n"
            worker.send_signal(signal.SIGKILL)

    def let_the_lease_end(self) -> None:
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute("UPDATE outbox_message SET next_at = '2000-01-01 00:00:00'")

    def lines(self) -> list[str]:
        return self.sent.read_text().split() if self.sent.exists() else []

    def _call(self, code: str, **more: str) -> dict[str, Any]:
        names = {
            "WORKER_DATABASE": str(self.database),
            "SENT": str(self.sent),
            "DJANGO_SETTINGS_MODULE": "outbox_settings",
            "PYTHONPATH": os.pathsep.join(filter(None, [HERE, os.environ.get("PYTHONPATH")])),
        }
        return {"args": [sys.executable, "-c", SET_UP + code], "env": os.environ | names | more}


@pytest.mark.parametrize(("moment", "sent"), [("before", ["k"]), ("after", ["k", "k"])])
def test_only_a_crash_between_sending_and_noting_sends_a_message_twice(
    tmp_path: Path, moment: str, sent: list[str]
) -> None:
    machine = Machine(tmp_path)
    machine.kill_at(moment)
    machine.python("deliver()")
    assert machine.lines() == sent[1:], "the lease still holds others off"
    machine.let_the_lease_end()
    assert machine.python("print(deliver(), deliver())") == "1 0"
    assert machine.lines() == sent
