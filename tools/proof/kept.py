"""Acknowledged is kept: the web server is killed while people write, and no write that was answered may be missing."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from browsing import NO_ANSWER, Browser
from report import Counts, report

from faces.console.running import call, free_port, processes_on, start, until

SIGN_INS = 3
WRITERS = 16
ROUNDS = 200
PEOPLE = "/organization/people/"
ROOT_UNIT = 1
NAMES = "SELECT name FROM orgs_person WHERE name LIKE 'w%'"
DATABASE = {name: url for name, url in os.environ.items() if name == "DATABASE_URL"}


class Writer(threading.Thread):
    """Adds people one after another and remembers which additions were answered."""

    def __init__(self, number: int, browser: Browser, stopping: threading.Event) -> None:
        super().__init__(daemon=True)
        self._number, self._browser, self._stopping = number, browser, stopping
        self.kept: set[str] = set()
        self.tried = 0

    def run(self) -> None:
        """Write until told to stop."""
        while not self._stopping.is_set():
            self.tried += 1
            name = f"w{self._number:02}-{self.tried:06}"
            try:
                if self._browser.post(PEOPLE, name=name, unit=ROOT_UNIT, role="reader") == 302:
                    self.kept.add(name)
                if self.tried % 25 == 0:
                    self._browser.get(PEOPLE)  # takes the notices of what was added out of the session
            except NO_ANSWER:
                time.sleep(0.05)


def check(data: Path, scale: float, seed: int) -> tuple[bool, Counts]:
    """Whether every acknowledged write was kept, and the counts."""
    chance, rounds, port = random.Random(seed), max(3, round(ROUNDS * scale)), free_port()
    assert call(data, "migrate", **DATABASE) == (0, "")
    server = _serve(data, port)
    stopping = threading.Event()
    writers = [Writer(number, _signed_in(data, port), stopping) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for _ in range(rounds):
        time.sleep(chance.uniform(0.5, 2.5))
        _kill(data, server)
        server = _serve(data, port)
    stopping.set()
    for writer in writers:
        writer.join()
    server.terminate()
    server.wait()
    return _verdict(data, writers, rounds)


def _serve(data: Path, port: int) -> subprocess.Popen[str]:
    with (data.parent / "web.log").open("a") as log:
        server = start(data, "web", "--port", str(port), output=log.fileno(), **DATABASE)
    until(lambda: Browser(port).answers("/signin/"))
    return server


def _signed_in(data: Path, port: int) -> Browser:
    """A browser with a session; a sign-in that is not answered as it should be is told and tried anew."""
    for _ in range(SIGN_INS):
        code, link = call(data, "link", **DATABASE)
        assert code == 0, link
        browser, path = Browser(port), urlsplit(link.strip()).path
        browser.get(path)
        if (status := browser.post(path)) == 302:
            return browser
        print(f"sign-in answered {status}", file=sys.stderr)
    raise AssertionError(f"no sign-in in {SIGN_INS} tries")


def _kill(data: Path, server: subprocess.Popen[str]) -> None:
    for victim in processes_on(data):
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    server.wait()
    until(lambda: not processes_on(data))


def _verdict(data: Path, writers: list[Writer], kills: int) -> tuple[bool, Counts]:
    url = DATABASE.get("DATABASE_URL")
    with closing(psycopg.connect(url) if url else sqlite3.connect(data / "luoshi.sqlite3")) as connection:
        found = {row[0] for row in connection.execute(NAMES)}
        integrity = "" if url else connection.execute("PRAGMA integrity_check").fetchone()[0]
    kept = set().union(*(writer.kept for writer in writers))
    code, breaks = call(data, "journal", "verify", **DATABASE)
    counts: Counts = {
        "writers": WRITERS,
        "kills": kills,
        "tried": sum(writer.tried for writer in writers),
        "acknowledged": len(kept),
        "kept_without_answer": len(found - kept),
        "lost": len(kept - found),
        "integrity": integrity or "not asked",
        "journal_breaks": breaks.count("\n"),
    }
    return (kept <= found and len(kept) > kills and integrity in ("", "ok") and code == 0), counts


if __name__ == "__main__":
    sys.exit(report(check))
