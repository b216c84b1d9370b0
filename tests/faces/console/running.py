"""The program as a person runs it: processes of their own over a data folder of their own."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

PATIENCE = 60.0
COMMAND = [sys.executable, "-m", "luoshi.faces.console"]


class Program:
    """`luoshi run` at work, until `stop` or the end of the block."""

    def __init__(self, data: Path, *args: str) -> None:
        self.data, self.port = data, free_port()
        self.process = start(data, "run", "--port", str(self.port), *args)
        self.said = ""

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *failure: object) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def welcome(self) -> str:
        """What it said up to its last line of welcome."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                return self.said
        raise AssertionError(f"it ended without a welcome: {self.said}")

    def get(self, path: str) -> int:
        """The status with which that address answers; 0 if nobody does."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def start(data: Path, *args: str, output: int = subprocess.PIPE, **environment: str) -> subprocess.Popen[str]:
    """A command at work, its output to be read, or written to the file descriptor `output`."""
    given = {
        name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")
    }
    given |= {"LUOSHI_DATA": str(data), **environment}
    return subprocess.Popen([*COMMAND, *args], env=given, stdout=output, stderr=subprocess.STDOUT, text=True)


def call(data: Path, *args: str, **environment: str) -> tuple[int, str]:
    """A command's exit code and what it said."""
    process = start(data, *args, **environment)
    said, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, said


def processes_on(data: Path) -> dict[int, str]:
    """The names, by process id, under which the living processes that work on that data folder are listed."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"LUOSHI_DATA={data}\0".encode() in (folder / "environ").read_bytes():
                found[int(folder.name)] = (folder / "comm").read_text().strip()
        except OSError:
            continue
    return found


def until(holds: Callable[[], object]) -> None:
    """Wait for something to hold. Fails after a minute."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def free_port() -> int:
    """A port on which nobody listens, outside the range from which callers get theirs.

    Inside that range a caller that tries again and again, while the server is away, can be connected to itself.
    """
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
