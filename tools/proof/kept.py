"""Acknowledged is kept: web server and workers are killed in the midst of writing, and nothing answered is lost.

Meanwhile workers remind people day after day and deliver: nobody may be reminded of a day twice, no job may be stuck.
"""

import os
import random
import sqlite3
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from browsing import NO_ANSWER, Browser
from report import Counts, report
from seats import Seat, catch_writing

from faces.console.running import call, free_port, until

SIGN_INS = 3
WRITERS = 16
ROUNDS = 200
LEAST_BETWEEN = 20
"""Writes that are answered between two kills."""
DAYS_A_ROUND = 10
UNITS = ("县住建局", "县水利局", "县城管局")
SETTLED = 400.0
"""Seconds in which all that was left behind must be done: the leases of jobs and messages, and some time to work."""
PEOPLE = "/organization/people/"
ROOT_UNIT = 1
NAMES = "SELECT name FROM orgs_person WHERE name LIKE 'w%'"
DATABASE = os.environ.get("DATABASE_URL", "")


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


class Reminded:
    """The jobs that remind and deliver, and what became of them, in the database that the environment names."""

    def __init__(self, days: int, sent: Path) -> None:
        load: Any = import_module
        self._sent, self._days = sent, days
        self._jobs = load("luoshi.platform.jobs.models").Job.objects
        self._messages = load("luoshi.platform.outbox.models").Message.objects
        self._reminded = load("luoshi.oversight.models").RemindedDay.objects
        self._first = load("reminding").FIRST
        build, contact = load("build"), load("luoshi.oversight.reminding.contact")
        build.a_campaign(*(build.Wanted(f"{unit}一项", units=(unit,)) for unit in UNITS), issued=True)
        by = load("luoshi.orgs.access").INSTALLER
        for place, unit in enumerate(UNITS):
            person = build.a_person("liaison", unit)
            contact.set_contact(contact.NewContact(person.pk, "file", f"1390000000{place}"), by=by)
        enqueue = load("luoshi.platform.jobs.enqueue").enqueue
        for first in range(0, days, DAYS_A_ROUND):
            for rival in "ab":
                span = {"first": first, "days": min(DAYS_A_ROUND, days - first)}
                enqueue("remind", f"{first}{rival}", span)
            enqueue("deliver", f"{first}", {})

    def is_settled(self) -> bool:
        """True when no job and no message is open."""
        still = self._jobs.filter(state__in=("queued", "running")).exists()
        return not still and not self._messages.filter(sent_at=None, failed_at=None).exists()

    def counts(self) -> Counts:
        """What was reminded and sent, and how much of it wrongly."""
        calendar = import_module("luoshi.orgs.holidays").calendar()
        timedelta = import_module("datetime").timedelta
        due = {day for n in range(self._days) if calendar.is_workday(day := (self._first + timedelta(days=n)).date())}
        days = Counter(self._reminded.values_list("day", flat=True))
        keys = list(self._messages.filter(kind="reminder").values_list("key", flat=True))
        taken = Counter(self._sent.read_text().split()) if self._sent.exists() else Counter[str]()
        return {
            "days_reminded": len(days),
            "days_lost": len(due - set(days)),
            "days_twice": sum(n - 1 for n in days.values()),
            "reminders": len(keys),
            "reminders_lost": len(due) * len(UNITS) - len(set(keys)),
            "reminders_twice": len(keys) - len(set(keys)),
            "messages_not_sent": len(set(keys) - set(taken)),
            "sent_again_after_a_kill": taken.total() - len(taken),
            "jobs_not_done": self._jobs.exclude(state="done").count(),
        }


def check(data: Path, scale: float, seed: int) -> tuple[bool, Counts]:
    """Whether every acknowledged write was kept and every reminder posted once, and the counts."""
    chance, rounds, port = random.Random(seed), max(3, round(ROUNDS * scale)), free_port()
    ours = {"DJANGO_SETTINGS_MODULE": "kept_settings", "SENT": str(data.parent / "sent")}
    os.environ |= {"LUOSHI_DATA": str(data), **ours}
    ours |= {"DATABASE_URL": DATABASE} if DATABASE else {}
    assert call(data, "migrate", **ours) == (0, "")
    web = Seat("web", data, ours, "web", "--port", str(port))
    until(lambda: Browser(port).answers("/signin/"))
    stopping = threading.Event()
    import_module("luoshi.faces.console.ready").ready()
    writers = [Writer(number, _signed_in(port), stopping) for number in range(WRITERS)]
    reminded = Reminded(rounds * DAYS_A_ROUND, Path(ours["SENT"]))
    seats = [web, *(Seat(f"worker-{n}", data, ours, "worker") for n in (1, 2))]
    for writer in writers:
        writer.start()
    least, caught = _kill_often(data, seats, writers, rounds, chance, port)
    stopping.set()
    for writer in writers:
        writer.join()
    web.stop()
    began = time.monotonic()
    while not reminded.is_settled() and time.monotonic() - began < SETTLED:
        time.sleep(1)
    for seat in seats[1:]:
        seat.stop()
    kills: Counts = {"rounds": rounds, "fewest_answers_between_kills": least, "killed_while_writing": caught}
    kills |= {f"kills_of_{seat.name}": seat.kills for seat in seats}
    return _verdict(data, ours, writers, reminded, kills)


def _kill_often(
    data: Path, seats: list[Seat], writers: list[Writer], rounds: int, chance: random.Random, port: int
) -> tuple[int, int]:
    """(the fewest answered writes between two kills, kills that struck a seat in the midst of a transaction)."""
    least, caught = sys.maxsize, 0
    for number in range(1, rounds + 1):
        before = sum(len(writer.kept) for writer in writers)
        until(lambda before=before: sum(len(writer.kept) for writer in writers) >= before + LEAST_BETWEEN)
        time.sleep(chance.uniform(0, 1))
        victim = seats[0] if chance.random() < 0.5 else chance.choice(seats[1:])
        was_writing = catch_writing(victim, data, DATABASE)
        victim.kill()
        answered = sum(len(writer.kept) for writer in writers) - before
        caught, least = caught + was_writing, min(least, answered)
        sys.stderr.write(f"{number}/{rounds} {victim.name} writing={was_writing} answered={answered}\n")
        victim.sit()
        if victim is seats[0]:
            until(lambda: Browser(port).answers("/signin/"))
    return least, caught


def _signed_in(port: int) -> Browser:
    """A browser with a session; a sign-in that is not answered as it should be is told and tried anew."""
    for _ in range(SIGN_INS):
        browser, path = Browser(port), urlsplit(import_module("luoshi.faces.console.link").new_link()).path
        browser.get(path)
        if (status := browser.post(path)) == 302:
            return browser
        print(f"sign-in answered {status}", file=sys.stderr)
    raise AssertionError(f"no sign-in in {SIGN_INS} tries")


def _verdict(
    data: Path, ours: dict[str, str], writers: list[Writer], reminded: Reminded, kills: Counts
) -> tuple[bool, Counts]:
    with closing(psycopg.connect(DATABASE) if DATABASE else sqlite3.connect(data / "luoshi.sqlite3")) as connection:
        found = {row[0] for row in connection.execute(NAMES)}
        integrity = "" if DATABASE else next(iter(connection.execute("PRAGMA integrity_check")))[0]
    kept = set().union(*(writer.kept for writer in writers))
    code, breaks = call(data, "journal", "verify", **ours)
    told = reminded.counts()
    counts: Counts = {
        **kills,
        "writers": WRITERS,
        "tried": sum(writer.tried for writer in writers),
        "acknowledged": len(kept),
        "kept_without_answer": len(found - kept),
        "lost": len(kept - found),
        "integrity": integrity or "not asked",
        "journal_breaks": breaks.count("\n") if code else 0,
        **told,
    }
    wrong = ("days_lost", "days_twice", "reminders_lost", "reminders_twice", "messages_not_sent", "jobs_not_done")
    enough = int(kills["fewest_answers_between_kills"]) >= LEAST_BETWEEN
    by_workers = sum(int(kills[name]) for name in kills if name.startswith("kills_of_worker"))
    once = not any(told[name] for name in wrong) and int(told["sent_again_after_a_kill"]) <= by_workers
    return (kept <= found and enough and once and integrity in ("", "ok") and code == 0), counts


if __name__ == "__main__":
    sys.exit(report(check))
