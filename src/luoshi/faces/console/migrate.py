"""`luoshi migrate`: bring the database to what this program expects, after a copy of what it holds."""

import sqlite3
from argparse import ArgumentParser, Namespace
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from luoshi.faces.console.say import Halt
from luoshi.faces.console.schema import fingerprint


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(args: Namespace) -> int:
    """Apply what is pending and mark the database as current. Raises Halt for data of a newer program."""
    if newer():
        raise Halt(
            "数据由更新版本的程序写成：请升级程序，或用 make run DATA=别的目录",
            "a newer version wrote these data: upgrade, or use make run DATA=folder",
        )
    if pending():
        keep_copy(timezone.localtime())
        call_command("migrate", verbosity=0, interactive=False)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA user_version = {fingerprint()}")
    return 0


def pending() -> int:
    """How many migrations this program has and the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def newer() -> bool:
    """True if the database has a migration of an app of ours that this program lacks."""
    loader = MigrationExecutor(connection).loader
    labels = {app.label for app in apps.get_app_configs() if app.name.startswith("luoshi.")}
    return any(key[0] in labels and key not in loader.disk_migrations for key in loader.applied_migrations)


def keep_copy(at: datetime) -> Path | None:
    """Copy a SQLite database that holds anything into DATA/backups; None where there is nothing to copy."""
    if connection.vendor != "sqlite" or not connection.introspection.table_names():
        return None
    folder = settings.DATA / "backups"
    folder.mkdir(exist_ok=True)
    path: Path = folder / f"before-{at:%Y%m%d-%H%M%S}.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    return path
