"""Watches over web server and worker: forks them, starts again what dies, ends both when asked."""

import os
import signal
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import FrameType
from typing import NoReturn

from luoshi.faces.console import main
from luoshi.faces.console.child import tie
from luoshi.faces.console.say import say

HOST, DATABASE = "127.0.0.1", "luoshi.sqlite3"
WEB, WORKER, WELCOME = "web", "worker", "welcome"
GRACE = 3.0
MOST_DEATHS = 5
WITHIN = 60.0
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked the program to stop."""


class Deaths:
    """When each child died of late; says how long to wait before the next start."""

    def __init__(self) -> None:
        self._times: dict[str, list[float]] = defaultdict(list)

    def delay(self, name: str, now: float) -> float | None:
        """Seconds to wait: 0.25, doubling with each death within a minute; None after the fifth."""
        recent = [moment for moment in self._times[name] if now - moment < WITHIN] + [now]
        self._times[name] = recent
        return None if len(recent) >= MOST_DEATHS else 2.0 ** (len(recent) - 3)


class Children:
    """The processes under watch, by name. Each ends with this one."""

    def __init__(self) -> None:
        self._running: dict[str, ForkProcess] = {}

    def start(self, name: str, args: list[str]) -> None:
        """Fork a child that runs the command of that name."""
        process = get_context("fork").Process(target=_run, args=(os.getpid(), name, args))
        with _held_signals():
            process.start()
            self._running[name] = process

    def wait(self) -> tuple[str, int]:
        """The name and exit code of the next child that ends."""
        while True:
            for name, process in self._running.items():
                if not process.is_alive():
                    del self._running[name]
                    return name, process.exitcode or 0
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)

    def end(self) -> None:
        """Ask all to end, and kill whoever has not after a grace."""
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in self._running.values():
            process.join(max(0.0, deadline - time.monotonic()))
            process.kill()
            process.join()


def supervise(port: int, data: Path, welcome: list[str]) -> int:
    """Start web server, welcome and worker, and stay until told to stop; returns the exit code.

    DATA/address holds the address while the program runs.
    """
    for number in ENDS:
        signal.signal(number, _stop)
    children = Children()
    try:
        (data / "address").write_text(f"http://{HOST}:{port}")
        children.start(WEB, ["--port", str(port)])
        children.start(WELCOME, welcome)
        return _watch(children, {WEB: ["--port", str(port)], WORKER: []})
    except Stopped:
        return 0
    finally:
        for number in ENDS:
            signal.signal(number, signal.SIG_IGN)
        children.end()
        (data / "address").unlink(missing_ok=True)
        settle(data / DATABASE)


def settle(database: Path) -> None:
    """Fold what SQLite has written beside the database into it, so that the one file holds all data."""
    if database.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def run_once(name: str) -> int:
    """Run a command in a child, so that nothing it opens stays open here; its exit code."""
    children = Children()
    children.start(name, [])
    return children.wait()[1]


def _watch(children: Children, services: dict[str, list[str]]) -> int:
    deaths = Deaths()
    while True:
        name, code = children.wait()
        if name == WELCOME:
            if code:
                return code
            children.start(WORKER, services[WORKER])
            continue
        delay = deaths.delay(name, time.monotonic())
        if delay is None:
            say(f"{name} 反复退出，已停止：原因见上 / {name} keeps ending, so everything stops: see above")
            return 1
        say(f"{name} 意外退出（{code}），马上重启 / {name} ended ({code}) and starts again")
        time.sleep(delay)
        children.start(name, services[name])


def _run(parent: int, name: str, args: list[str]) -> NoReturn:
    """The child. A terminal's interrupt is held back from it: the parent passes it on, and twice would be too often."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    tie(parent, name)
    sys.exit(main([name, *args]))


@contextmanager
def _held_signals() -> Iterator[None]:
    """Hold signals back until child and parent each have their own way with them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise Stopped
