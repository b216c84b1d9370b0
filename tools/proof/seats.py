"""The places at which the product's processes sit, and who is writing just now, so that a kill strikes there."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

import psycopg

from faces.console.running import COMMAND, processes_on, until

WRITE_LOCK = "120"
"""The byte of SQLite's shared memory that whoever writes to the log has locked."""
WRITING = "SELECT application_name FROM pg_stat_activity WHERE backend_xid IS NOT NULL"
LOOK_SECONDS = 5.0
BETWEEN_LOOKS = 0.0005


class Seat:
    """A command that is started again whenever it was killed, with all processes that it made."""

    def __init__(self, name: str, data: Path, environment: Mapping[str, str], *command: str) -> None:
        self.name, self._data = name, data
        self._command = [*COMMAND, *command]
        self._environment = {**os.environ, "LUOSHI_DATA": str(data), "PGAPPNAME": name, **environment}
        self.kills = 0
        self.sit()

    def sit(self) -> None:
        """Start the command."""
        with (self._data.parent / f"{self.name}.log").open("a") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """kill -9 of all its processes; returns when none is left."""
        self.kills += 1
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        until(lambda: not any(self.has(pid) for pid in processes_on(self._data)))

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._process.terminate()
        self._process.wait()

    def has(self, process: int) -> bool:
        """True if that process belongs here."""
        with suppress(ProcessLookupError):
            return os.getpgid(process) == self._process.pid
        return False


def catch_writing(seat: Seat, data: Path, database: str) -> bool:
    """Wait for the seat to be in a transaction that writes; False if it was not for five seconds."""
    until_then = time.monotonic() + LOOK_SECONDS
    if database:
        with closing(psycopg.connect(database, autocommit=True)) as connection:
            while time.monotonic() < until_then:
                if (seat.name,) in connection.execute(WRITING).fetchall():
                    return True
                time.sleep(BETWEEN_LOOKS)
        return False
    file = data / "luoshi.sqlite3-shm"
    while time.monotonic() < until_then:
        if any(seat.has(process) for process in _lockers(file)):
            return True
        time.sleep(BETWEEN_LOOKS)
    return False


def _lockers(file: Path) -> list[int]:
    """The processes that hold SQLite's write lock on that file."""
    inode = str(file.stat().st_ino)
    found = []
    for line in Path("/proc/locks").read_text().splitlines():
        words = line.split()
        if words[3] == "WRITE" and words[5].rpartition(":")[2] == inode and words[6] == WRITE_LOCK:
            found.append(int(words[4]))
    return found
