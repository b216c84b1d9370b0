"""How a check is called and how it answers: CHECK.py DATA SCALE SEED prints one JSON object, ends with 0 if it held."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

Counts = dict[str, int | float | str]
Check = Callable[[Path, float, int], tuple[bool, Counts]]


def report(check: Check) -> int:
    """Run the check as the command line says; 1 if it did not hold."""
    data, scale, seed = sys.argv[1:]
    held, counts = check(Path(data), float(scale), int(seed))
    json.dump({"held": held, "counts": counts}, sys.stdout)
    return int(not held)
