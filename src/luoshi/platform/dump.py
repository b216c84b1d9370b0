"""The whole database as one file, at one moment while others write; and a file back into an empty database."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

SQLITE, POSTGRES = "database.sqlite3", "database.pgdump"


class NoTool(RuntimeError):
    """A program of PostgreSQL's that is needed is not on this machine; the message is its name."""


def dump(folder: Path) -> Path:
    """Write the database into the folder. Raises NoTool without pg_dump."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        path = folder / SQLITE
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        return path
    path = folder / POSTGRES
    _postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}", _name())
    return path


def load(path: Path) -> None:
    """Fill this empty database from a dump. Raises NoTool without pg_restore, ValueError for another kind's dump."""
    if path.name != (SQLITE if connection.vendor == "sqlite" else POSTGRES):
        raise ValueError(path.name)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            copy.backup(connection.connection)
        connection.close()
        return
    _postgres("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={_name()}", str(path))


def is_empty() -> bool:
    """True if the database holds no table."""
    return not connection.introspection.table_names()


def is_sound() -> bool:
    """True if the database's own check finds nothing; PostgreSQL has none that a client may ask for."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        return bool(cursor.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _postgres(tool: str, *arguments: str) -> None:
    found = shutil.which(tool)
    if found is None:
        raise NoTool(tool)
    held = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    told = {name: str(held[key]) for name, key in names.items() if held.get(key)}
    subprocess.run([found, *arguments], check=True, env={**os.environ, **told}, capture_output=True)  # noqa: S603
