"""Keeping bytes under DATA/files by their SHA-256: written aside, flushed to disk, renamed into place."""

import os
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Protocol

from django.conf import settings

from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.names import safe_name
from luoshi.platform.files.sniff import SNIFFED, media_type

CHUNK = 1 << 20


class Readable(Protocol):
    """Anything that gives bytes in portions, such as an open file or an upload."""

    def read(self, size: int, /) -> bytes: ...


def store(data: bytes | Readable, name: str) -> StoredFile:
    """The row of these bytes, kept on disk before it is returned; the same bytes give the same row.

    Bytes whose row is rolled back, or discarded later, are removed by `purge`.
    """
    source = BytesIO(data) if isinstance(data, bytes) else data
    digest, size = sha256(), 0
    incoming = root() / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=incoming, delete=False) as file:
        aside = Path(file.name)
        try:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            kind = _sniff(aside, size)
            _place(aside, place(digest.hexdigest()))
        finally:
            aside.unlink(missing_ok=True)
    known = {"size": size, "media_type": kind, "name": safe_name(name)}
    return StoredFile.objects.get_or_create(sha256=digest.hexdigest(), defaults=known)[0]


def open_file(stored: StoredFile) -> BinaryIO:
    """The bytes, open for reading. Raises FileNotFoundError if the disk has lost them."""
    return path(stored).open("rb")


def path(stored: StoredFile) -> Path:
    """Where the bytes lie."""
    return place(stored.sha256)


def discard(stored: StoredFile) -> None:
    """Forget the row; the bytes go with the next purge. Raises ProtectedError while a row refers to it."""
    stored.delete()


def root() -> Path:
    """The folder of all kept bytes."""
    return Path(settings.DATA) / "files"


def place(digest: str) -> Path:
    """Where the bytes of that digest lie."""
    return root() / digest[:2] / digest[2:]


def _sniff(file: Path, size: int) -> str:
    with file.open("rb") as reader:
        head = reader.read(SNIFFED)
        reader.seek(max(0, size - SNIFFED))
        return media_type(head, reader.read(SNIFFED))


def _place(aside: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    aside.replace(target)
    for folder in (target.parent, target.parent.parent):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
