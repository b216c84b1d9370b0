"""Many at once on the same items: 32 threads issue, sign, report, submit and decide, and each thing happens once."""

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from report import Counts, report

THREADS = 32
ROUNDS = 60
TASKS = 2
UNITS = ("县住建局", "县水利局", "县城管局")
CONSOLE = [sys.executable, "-m", "luoshi.faces.console"]
Deed = Callable[[Any, int], object]
"""What a thread tries on the row that it read before all were let go, and by which place it stands."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """The modules that may be imported only once Django is set up, and the database's connection."""

    build: Any
    issue: Any
    feedback: Any
    verify: Any
    models: Any
    moves: Any
    journal: Any
    database: Any
    refusals: tuple[type[Exception], ...]


def check(data: Path, scale: float, seed: int) -> tuple[bool, Counts]:
    """Whether nothing happened twice, slips have no gap, and the journal tells each move once; and the counts."""
    os.environ |= {"LUOSHI_DATA": str(data)}
    subprocess.run([*CONSOLE, "migrate"], check=True)
    rooms, seen = _rooms(), Counter[str]()
    for _ in range(max(1, round(ROUNDS * scale))):
        _campaign(rooms, seen)
    seen["journal_breaks"] = len(list(rooms.journal.verify()))
    wrong = {name: seen[name] for name in ("slips_wrong", "twice", "missing", "errors", "journal_breaks")}
    done = {f"{name}_done": seen[name] for name in ("issue", "sign", "report", "submit", "decide")}
    counts: Counts = {"threads": THREADS, **done, "refused": seen["refused"], **wrong}
    return not any(wrong.values()), counts


def _rooms() -> Rooms:
    import_module("luoshi.faces.console.ready").ready()
    load = import_module
    refusals = (load("luoshi.kit.verdict").Refused, load("luoshi.kit.machine").AlreadyMoved)
    return Rooms(
        build=load("build"),
        issue=load("luoshi.campaigns.issue"),
        feedback=load("luoshi.campaigns.feedback"),
        verify=load("luoshi.campaigns.verify"),
        models=load("luoshi.campaigns.models"),
        moves=load("luoshi.journal.models").Move,
        journal=load("luoshi.journal.verify"),
        database=load("django.db").connections,
        refusals=refusals,
    )


def _campaign(rooms: Rooms, seen: Counter[str]) -> None:
    """One campaign, lived through with every act tried by all threads at once."""
    build = rooms.build
    wanted = [build.Wanted(f"第{n}项", units=UNITS[n % 3 :][:1]) for n in range(TASKS)]
    campaign = build.a_campaign(*wanted)
    tasks = list(campaign.tasks.order_by("number").values_list("pk", flat=True))
    office, supervisor = build.a_standing("office"), build.a_standing("supervisor", "督导组")
    own = {unit: build.a_standing("liaison", unit) for unit in UNITS}

    def issue(read: Any, place: int) -> object:
        return rooms.issue.issue(read, [tasks[place % TASKS], tasks[(place + 1) % TASKS]], by=office).ready

    seen["issue"] += _all_at_once(rooms, seen, lambda: rooms.models.Campaign.objects.get(pk=campaign.pk), issue)
    rows = list(rooms.models.Assignment.objects.filter(campaign=campaign).order_by("slip"))
    seen["slips_wrong"] += [row.slip for row in rows] != list(range(1, TASKS + 1))
    for row in rows:
        _row(rooms, seen, partial(_read, rooms, row.pk), own[row.unit.name], supervisor)
        rounds = rooms.models.Round.objects.filter(assignment=row).count()
        said = rooms.models.Feedback.objects.filter(assignment=row).count()
        names = Counter(rooms.moves.objects.filter(kind="assignment", subject_id=row.pk).values_list("name", flat=True))
        seen["twice"] += max(0, rounds - 1) + max(0, said - THREADS // 2) + sum(n - 1 for n in names.values())
        seen["missing"] += (rounds < 1) + (said < THREADS // 2) + (len(names) != len(("sign", "submit", "decide")))


def _read(rooms: Rooms, pk: int) -> Any:
    return rooms.models.Assignment.objects.select_related("campaign", "unit", "task").get(pk=pk)


def _row(rooms: Rooms, seen: Counter[str], read: Callable[[], Any], unit: Any, supervisor: Any) -> None:
    """Every act on one assignment, each tried by all threads; half of the threads repeat another's report."""
    feedback, verify = rooms.feedback, rooms.verify
    said, handed = feedback.Report(50, "本期做了一些"), feedback.Submission("清单一份")
    accepted, sent_back = verify.Verification(), verify.Verification("缺签字")

    def decide(row: Any, place: int) -> object:
        if place % 2:
            return verify.accept(row, accepted, by=supervisor)
        return verify.send_back(row, sent_back, by=supervisor)

    acts: dict[str, Deed] = {
        "sign": lambda row, place: feedback.sign(row, by=unit) or True,
        "report": lambda row, place: feedback.report(row, said, by=unit, token=UUID(int=place % (THREADS // 2) + 1)),
        "submit": lambda row, place: feedback.submit(row, handed, by=unit),
        "decide": decide,
    }
    for name, act in acts.items():
        seen[name] += _all_at_once(rooms, seen, read, act)


def _all_at_once(rooms: Rooms, seen: Counter[str], read: Callable[[], Any], act: Deed) -> int:
    """How many of the threads, let go together, did it; the others are refused, or count as errors."""
    gate, lock = threading.Barrier(THREADS), threading.Lock()
    done: Counter[str] = Counter()

    def run(place: int) -> None:
        row = read()
        gate.wait()
        try:
            how = "done" if act(row, place) else "refused"
        except rooms.refusals:
            how = "refused"
        except Exception as error:
            how = "errors"
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
        finally:
            rooms.database.close_all()
        with lock:
            done[how] += 1

    threads = [threading.Thread(target=run, args=(place,)) for place in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen["refused"] += done["refused"]
    seen["errors"] += done["errors"]
    return done["done"]


if __name__ == "__main__":
    sys.exit(report(check))
