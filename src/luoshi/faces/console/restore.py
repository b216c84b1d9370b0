"""`luoshi restore FILE [--verify]`: a backup back into an empty installation; nothing is put in place unless whole."""

import json
import shutil
import tarfile
import tempfile
from argparse import ArgumentParser, Namespace
from hashlib import sha256
from pathlib import Path
from subprocess import CalledProcessError

from django.conf import settings
from django.db import connection

from luoshi.faces.console.backup import MANIFEST
from luoshi.faces.console.migrate import newer, pending
from luoshi.faces.console.say import Halt, say
from luoshi.journal.verify import verify
from luoshi.platform.dump import POSTGRES, SQLITE, NoTool, is_empty, is_sound, load
from luoshi.platform.files.queries import digests
from luoshi.platform.files.store import place


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.tar")
    parser.add_argument("--verify", action="store_true", help="再验日志链和每个文件 also verify journal and files")


def run(args: Namespace) -> int:
    """Check every byte against the manifest, then put database and files in place. Raises Halt."""
    if not args.file.exists():
        raise Halt(f"没有这个文件：{args.file}", "there is no such file")
    if not is_empty():
        raise Halt("这里已有数据：请用 LUOSHI_DATA=空目录", "there are data here: use LUOSHI_DATA=an empty folder")
    with tempfile.TemporaryDirectory(dir=settings.DATA) as held:
        folder = Path(held)
        try:
            names = _unpack(args.file, folder)
            database = next((folder / name for name in (SQLITE, POSTGRES) if name in names), None)
            if database is None:
                raise _broken()
        except Halt:
            _leave_nothing()
            raise
        for name in names:
            if folder / name != database:
                (settings.DATA / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.move(folder / name, settings.DATA / name)
        _load(database)
    say(f"已恢复 restored：{args.file}")
    if newer():
        raise Halt("备份由更新版本的程序写成：请升级程序", "a newer version wrote this backup: upgrade the program")
    if pending():
        say("数据较旧：请运行 luoshi migrate / The data are older: run luoshi migrate")
    return _verify() if args.verify else 0


def _leave_nothing() -> None:
    """Take away what the look at an empty data folder has made there: an empty database and a key to nothing."""
    if connection.vendor != "sqlite":
        return
    connection.close()
    for name in ("luoshi.sqlite3", "luoshi.sqlite3-wal", "luoshi.sqlite3-shm", "secret.key"):
        (settings.DATA / name).unlink(missing_ok=True)


def _unpack(file: Path, folder: Path) -> list[str]:
    """The members' names, unpacked and compared with the manifest. Raises Halt for a cut or altered backup."""
    try:
        with tarfile.open(file) as tar:
            member = tar.extractfile(MANIFEST)
            if member is None:
                raise _broken()
            known: dict[str, dict[str, object]] = json.load(member)["files"]
            for name, told in known.items():
                tar.extract(name, folder, filter="data")
                if _digest(folder / name) != told["sha256"]:
                    raise _broken(name)
    except (tarfile.TarError, KeyError, ValueError, EOFError) as error:
        raise _broken() from error
    return list(known)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _load(database: Path) -> None:
    try:
        load(database)
    except ValueError as other:
        raise Halt(
            f"备份来自另一种数据库（{database.name}）：请照原样设 DATABASE_URL",
            "the backup is of another kind of database: set DATABASE_URL as it was",
        ) from other
    except NoTool as missing:
        raise Halt(f"找不到 {missing}：请安装 PostgreSQL 客户端", f"{missing} is missing: install it") from missing
    except CalledProcessError as failed:
        words = failed.stderr.decode(errors="replace").strip().splitlines()
        raise Halt(f"恢复失败：{words[-1] if words else failed}", "the database refused the backup") from failed


def _verify() -> int:
    lost = [digest for digest in digests() if not place(digest).exists()]
    breaks = list(verify())
    say(f"数据库完整 database sound：{'是 yes' if is_sound() else '否 no'}")
    say(f"日志链断点 breaks in the journal：{len(breaks)}")
    say(f"缺少的文件 missing files：{len(lost)}")
    return int(bool(lost or breaks or not is_sound()))


def _broken(name: str = "") -> Halt:
    return Halt(
        f"备份不完整或被改过{f'（{name}）' if name else ''}：请换一份", "the backup is cut or altered: use another"
    )
