"""Watches over web server and worker: starts them, restarts what dies, ends both when asked."""

import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from luoshi.faces.console.say import say

HOST = "127.0.0.1"
WEB, WORKER, WELCOME = "web", "worker", "welcome"
GRACE = 5.0
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
    """The processes under watch, by name."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, args: list[str]) -> None:
        """Start a command as a child of that name."""
        self._running[name] = subprocess.Popen(command(name, args))  # noqa: S603

    def wait(self) -> tuple[str, int]:
        """The name and exit code of the next child that ends."""
        while True:
            for name, process in self._running.items():
                if process.poll() is not None:
                    del self._running[name]
                    return name, process.returncode
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)

    def end(self) -> None:
        """Ask all to end, and kill whoever has not after a grace."""
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            process.kill()
            process.wait()


def command(name: str, args: list[str] | None = None) -> list[str]:
    """The command line of a child that ends with this process."""
    return [sys.executable, "-m", "luoshi.faces.console.child", str(os.getpid()), name, *(args or [])]


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


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise Stopped
