"""From a file to a checked plan in one step: its text, the plan read from it, and what a clerk would ask about it.

`python -m luoshi.plan.reading FILE` prints the whole reading as JSON, for callers that read in a limited process.
"""

import hashlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from luoshi.plan.check import check
from luoshi.plan.codec import to_json
from luoshi.plan.formats import Unreadable, extract_bytes, load
from luoshi.plan.model import Plan
from luoshi.plan.read import read_text


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read: `plan` holds the findings, its spans are places in `text`; `sha256` is the file's, in hex."""

    text: str
    plan: Plan
    format: str
    notes: tuple[str, ...]
    sha256: str
    milliseconds: int


def read_file(path: Path, year: int | None = None, units: Sequence[str] | None = None) -> Reading:
    """The file read and checked; `year` where the plan states none, `units` those of the organization.

    Raises Unreadable.
    """
    return read_bytes(load(path), path.name, year, units)


def read_bytes(data: bytes, name: str, year: int | None = None, units: Sequence[str] | None = None) -> Reading:
    """As `read_file`, of a file's content; `name` is what its refusal calls it. Raises Unreadable."""
    begun = time.perf_counter()
    extracted = extract_bytes(data, name)
    plan = read_text(extracted.text, year=year)
    plan = replace(plan, findings=check(plan, extracted.text, units))
    return Reading(
        text=extracted.text,
        plan=plan,
        format=extracted.format,
        notes=extracted.notes,
        sha256=hashlib.sha256(data).hexdigest(),
        milliseconds=round((time.perf_counter() - begun) * 1000),
    )


def as_json(reading: Reading) -> dict[str, Any]:
    """The reading as one JSON object, its plan in the plan format."""
    return {
        "text": reading.text,
        "plan": to_json(reading.plan),
        "format": reading.format,
        "notes": list(reading.notes),
        "sha256": reading.sha256,
        "milliseconds": reading.milliseconds,
    }


def main(path: Path) -> int:
    """Print the reading of a file; the exit code is 2 for an unreadable one, with one sentence on standard error."""
    try:
        reading = read_file(path)
    except Unreadable as unreadable:
        sys.stderr.write(f"{unreadable}\n")
        return 2
    json.dump(as_json(reading), sys.stdout, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
