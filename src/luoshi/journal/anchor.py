"""Daily anchor files: the heads of all chains noted down outside the database, each file bound to the one before.

A file is `DATA/anchors/YYYY-MM-DD.txt`. Its first line names the file before it and that file's SHA-256; every further
line is `CHAIN SEQ HASH`. A copy kept on another machine shows what neither the database nor this folder can: that the
newest entries and the newest anchors were cut off together.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils import timezone

from luoshi.journal.models import Chain

FIRST = f"previous - {'0' * 64}"
HEADING = re.compile(r"previous (-|\d{4}-\d\d-\d\d\.txt) ([0-9a-f]{64})")
HEAD = re.compile(r"(\S+) ([0-9]+) ([0-9a-f]{64})")
PATTERN = "????-??-??.txt"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What one line of a file says: the chain had that hash at that place on that day."""

    day: str
    chain: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """A line of an anchor file, counted from 1, that is not what it was, and why."""

    file: str
    line: int
    reason: str


def folder() -> Path:
    """Where this installation keeps its anchors."""
    return Path(settings.DATA) / "anchors"


def anchor(into: Path | None = None) -> Path:
    """Note down today's heads and return the file; heads that moved since an earlier call today are added to it.

    What a file says is never taken away, so that an anchor cannot be hidden by writing another.
    """
    place = into or folder()
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{timezone.localdate().isoformat()}.txt"
    lines = path.read_text("ascii").splitlines() if path.exists() else [_heading(place, path.name)]
    heads = Chain.objects.filter(head_seq__gt=0).order_by("name").values_list("name", "head_seq", "head_hash")
    known = set(lines)
    lines += [line for line in (f"{name} {seq} {head}" for name, seq, head in heads) if line not in known]
    _write(path, "".join(f"{line}\n" for line in lines))
    return path


def anchor_daily() -> None:
    """Note down the heads unless that was done today."""
    if not (folder() / f"{timezone.localdate().isoformat()}.txt").exists():
        anchor()


def read(place: Path) -> tuple[list[Anchor], list[Flaw]]:
    """All that the files of a folder say, oldest first, and the files that are missing, altered or unreadable."""
    anchors: list[Anchor] = []
    flaws: list[Flaw] = []
    before, digest = "-", "0" * 64
    for path in sorted(place.glob(PATTERN)):
        data = path.read_bytes()
        heading, *lines = data.decode("utf-8", "replace").splitlines() or [""]
        flaws += _follows(path.name, heading, before, digest)
        for number, line in enumerate(lines, 2):
            if found := HEAD.fullmatch(line):
                anchors.append(Anchor(path.stem, found[1], int(found[2]), found[3]))
            else:
                flaws.append(Flaw(path.name, number, "no anchor"))
        before, digest = path.name, hashlib.sha256(data).hexdigest()
    return anchors, flaws


def _follows(name: str, heading: str, before: str, digest: str) -> Iterator[Flaw]:
    """What is wrong between a file and the one found before it."""
    said = HEADING.fullmatch(heading)
    if said is None:
        yield Flaw(name, 1, "does not name the file before")
    elif said[1] != before:
        yield Flaw(name, 1, f"names {said[1]} as the file before, which is missing")
    elif said[2] != digest:
        yield Flaw(before, 1, f"not the file that {name} was bound to")


def _heading(place: Path, name: str) -> str:
    earlier = sorted(path for path in place.glob(PATTERN) if path.name < name)
    if not earlier:
        return FIRST
    return f"previous {earlier[-1].name} {hashlib.sha256(earlier[-1].read_bytes()).hexdigest()}"


def _write(path: Path, text: str) -> None:
    """Put the text in the file's place, whole and on the disk, or not at all."""
    with NamedTemporaryFile("w", dir=path.parent, encoding="ascii", delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
