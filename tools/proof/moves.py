"""Whatever people try, only the moves of the tables are made: a long search in which each is made and refused often."""

import os
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from report import Counts, report

OFTEN = 30
"""How often each move is made, and each refused, before the search ends."""
MOST_PARTS = 200
PART = settings(
    deadline=None,
    database=None,
    max_examples=20,
    stateful_step_count=40,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CONSOLE = [sys.executable, "-m", "luoshi.faces.console"]


def check(data: Path, scale: float, number: int) -> tuple[bool, Counts]:
    """Whether the laws of `campaigns.search` held until every move was made and refused often, and the counts."""
    os.environ |= {"LUOSHI_DATA": str(data)}
    subprocess.run([*CONSOLE, "migrate"], check=True)
    import_module("luoshi.faces.console.ready").ready()
    found: Any = import_module("campaigns.search")
    taken: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    machine, often = found.search(found.a_world(), taken, refused), max(1, round(OFTEN * scale))
    for part in range(MOST_PARTS):
        run_state_machine_as_test(seed(number + part)(machine), settings=PART)
        denied = Counter({name: _denied(refused, name) for name in found.every_move()})
        rarest = min(taken[name] for name in denied)
        if min(rarest, *denied.values()) >= often:
            break
    sys.stderr.write(f"taken\n{found.table(taken)}\nrefused\n{found.table(refused)}\n")
    counts: Counts = {
        "parts": part + 1,
        "taken": taken.total(),
        "refused": refused.total(),
        "sentences": len(refused),
        "rarest_taken": rarest,
        "rarest_refused": min(denied.values()),
    }
    return min(rarest, *denied.values()) >= often, counts | {name: taken[name] for name in sorted(denied)}


def _denied(refused: Counter[str], name: str) -> int:
    return sum(n for said, n in refused.items() if said.startswith(f"{name}: "))


if __name__ == "__main__":
    sys.exit(report(check))
