"""What every server command stands on: a data folder that can be written and a database address that makes sense."""

import os
import tempfile
import warnings
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from luoshi.faces.console.say import Halt

ENGINES = {Env.DB_SCHEMES[scheme] for scheme in ("sqlite", "postgres")}


def check_ground(*, is_read: bool = False) -> None:
    """Look at the folder and the address that the environment names. Raises Halt.

    Data that are there and only read may lie where nothing can be written.
    """
    check_database()
    data = data_folder()
    if not (is_read and (data / "secret.key").is_file()):
        check_folder(data)


def data_folder() -> Path:
    """Where the data lie."""
    return Path(os.environ.get("LUOSHI_DATA", "var")).resolve()


def database_address() -> str:
    """The address of the database; empty for the one in the data folder."""
    return os.environ.get("DATABASE_URL", "")


def check_folder(data: Path) -> None:
    """Make the data folder if need be. Raises Halt when there can be none or it cannot be written."""
    try:
        data.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        chinese = f"{data} 不是目录：换一个目录，用 make run DATA=目录 或 LUOSHI_DATA=目录"
        raise Halt(chinese, "that is no folder: name another, DATA= or LUOSHI_DATA=", 2) from None
    except OSError:
        chinese = f"{data} 这个目录建不了：换一个目录，用 make run DATA=目录 或 LUOSHI_DATA=目录"
        raise Halt(chinese, "no such folder can be made: name another, DATA= or LUOSHI_DATA=", 2) from None
    if not is_writable(data):
        chinese = f"{data} 这个目录不能写：请检查权限和磁盘，或用 make run DATA=目录、LUOSHI_DATA=目录 换一个"
        raise Halt(chinese, "that folder cannot be written: see its rights and disk, or name another", 2)


def is_writable(folder: Path) -> bool:
    """Whether a file can be made in that folder."""
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def check_database() -> None:
    """Raises Halt where the environment names no database of a kind that the program works on.

    The address is read as the settings read it: what they understand is never refused here.
    """
    if not database_address():
        return
    try:
        with warnings.catch_warnings(action="ignore"):
            is_known = Env().db("DATABASE_URL").get("ENGINE") in ENGINES
    except (ValueError, ImproperlyConfigured):
        is_known = False
    if not is_known:
        raise Halt(
            "DATABASE_URL 看不懂：应写成 postgres://用户:密码@主机:端口/库名，或不设它，用自带的 SQLite",
            "DATABASE_URL makes no sense: postgres://user:password@host:port/name, or leave it out for SQLite",
            2,
        )
