"""Removing bytes that no row names."""

import time
from pathlib import Path

from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.store import root

GRACE_SECONDS = 3600


def purge() -> int:
    """Remove bytes without a row that have lain for an hour; returns how many. Runs each hour.

    The hour covers transactions that have kept the bytes but not yet committed the row.
    """
    return sum(_purge(folder) for folder in root().glob("*"))


def _purge(folder: Path) -> int:
    names = {folder.name + file.name: file for file in folder.iterdir()}
    known = StoredFile.objects.filter(sha256__range=(folder.name, folder.name + "g")).values_list("sha256", flat=True)
    return sum(_removed(names[name]) for name in names.keys() - set(known))


def _removed(file: Path) -> bool:
    """Remove the file if it is old; its age is read last, for bytes stored anew are renamed into place."""
    try:
        if file.stat().st_mtime > time.time() - GRACE_SECONDS:
            return False
        file.unlink()
    except FileNotFoundError:
        return False
    return True
