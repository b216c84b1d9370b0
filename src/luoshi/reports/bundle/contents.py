"""What a bundle holds, read and proved before anything is made of it."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from luoshi.journal.models import Entry
from luoshi.journal.record import digest, seal
from luoshi.reports.bundle.pack import FORMAT, SEALED, VERSION
from luoshi.reports.bundle.parts import PARTS

MOST_BYTES = 1 << 30
"""Of all that is in it, unpacked."""
NOTHING = "0" * 64


class NoBundle(ValueError):
    """The file holds no campaign, or its journal does not hold; the message says which, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Contents:
    """One bundle: rows by table, the organization that they name, the bytes of files by digest, the journal's lines."""

    title: str
    chain: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]
    organization: dict[str, Any]
    files: dict[str, bytes]
    lines: list[dict[str, Any]]


def contents(data: bytes) -> Contents:
    """What the file holds. Raises NoBundle."""
    try:
        with ZipFile(BytesIO(data)) as file:
            if sum(entry.file_size for entry in file.infolist()) > MOST_BYTES:
                raise NoBundle("文件太大 the file is too large")
            found = _read(file)
    except (BadZipFile, KeyError, ValueError, TypeError) as error:
        if isinstance(error, NoBundle):
            raise
        raise NoBundle("这不是导出的活动 this is no exported campaign") from error
    _prove(found)
    return found


def _read(file: ZipFile) -> Contents:
    manifest = json.loads(file.read("manifest.json"))
    if manifest["format"] != FORMAT or manifest["version"] != VERSION:
        raise NoBundle("由更新的版本导出，请先升级 it was exported by a newer version")
    organization = json.loads(file.read("organization.json"))
    return Contents(
        title=manifest["title"],
        chain=manifest["chain"],
        rows={part.name: json.loads(file.read(f"rows/{part.name}.json")) for part in PARTS},
        organization=organization,
        files={sha: file.read(f"files/{sha}") for sha in organization["files"]},
        lines=json.loads(file.read("journal.json")),
    )


def _prove(found: Contents) -> None:
    """Every line has its seal and its predecessor, its own words, and the last is the head."""
    before = NOTHING
    for place, line in enumerate(found.lines, 1):
        entry = Entry(**{name: line[name] for name in SEALED})
        words = all(f'"{name}":"{digest(*said)}"' in entry.data for name, said in line["texts"].items())
        if (entry.seq, entry.previous) != (place, before) or seal(entry) != entry.hash or not words:
            raise NoBundle(f"日志第{place}条对不上，文件被改过 line {place} of the journal was altered")
        before = entry.hash
    if found.chain["head_hash"] != before:
        raise NoBundle("日志缺了末尾 the journal's tail is cut")
