"""Reads every plan in a folder on all processors, a JSON line a file, in the order of the paths."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from luoshi.plan.codec import to_json
from luoshi.plan.formats import Unreadable
from luoshi.plan.reading import read_file

SUFFIXES = frozenset(
    {".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf", ".xlsx", ".xls", ".zip", ".eml", ".doc", ".wps"}
)


def files(folder: Path) -> list[Path]:
    """The files below the folder that may be plans, hidden ones and Word's locks left out."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted(path for path in found if not path.name.startswith((".", "~$")))


def lines(folder: Path, year: int | None = None) -> Iterator[str]:
    """For each file one JSON object: `file`, and `plan` with `milliseconds`, or `error`, a sentence."""
    paths = files(folder)
    workers = min(len(paths), os.cpu_count() or 1)
    if workers <= 1:
        yield from (_line(path, folder, year) for path in paths)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_line, paths, [folder] * len(paths), [year] * len(paths))


def _line(path: Path, folder: Path, year: int | None) -> str:
    told: dict[str, object] = {"file": path.relative_to(folder).as_posix()}
    try:
        reading = read_file(path, year=year)
    except Unreadable as unreadable:
        told["error"] = str(unreadable)
    else:
        told |= {"milliseconds": reading.milliseconds, "plan": to_json(reading.plan)}
    return json.dumps(told, ensure_ascii=False)
