"""`luoshi backup [FILE]`: database, files, secret and anchors in one .tar, taken while everybody goes on working."""

import json
import os
import tarfile
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from subprocess import CalledProcessError

from django.conf import settings
from django.db import connection
from django.utils import timezone

from luoshi.faces.console.say import Halt, say
from luoshi.platform.dump import NoTool, dump
from luoshi.platform.files.queries import digests
from luoshi.platform.files.store import place

MANIFEST = "manifest.json"
BESIDE = ("secret.key",)
FOLDERS = ("anchors",)


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.tar")


def run(args: Namespace) -> int:
    """Write the backup aside, flush it to disk, rename it into place, and print where it is. Raises Halt."""
    at = timezone.localtime()
    target: Path = args.file or settings.DATA / "backups" / f"luoshi-{at:%Y%m%d-%H%M%S}.tar"
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise Halt(f"已有这个文件：{target}", "that file exists already: choose another name")
    with tempfile.TemporaryDirectory(dir=target.parent) as held:
        folder = Path(held)
        try:
            database = dump(folder)
        except NoTool as missing:
            raise Halt(f"找不到 {missing}：请安装 PostgreSQL 客户端", f"{missing} is missing: install it") from missing
        except CalledProcessError as failed:
            words = failed.stderr.decode(errors="replace").strip().splitlines()
            said = f"备份不成，数据库说：{words[-1] if words else failed.returncode}"
            raise Halt(said, "pg_dump refused: see DATABASE_URL and its server") from failed
        written = _write(folder / "aside.tar", database)
        (folder / "aside.tar").chmod(0o600)
        (folder / "aside.tar").rename(target)
    say(f"已备份 backed up：{target}（{written} 个文件 files，{target.stat().st_size >> 10} KB）")
    return 0


def _write(aside: Path, database: Path) -> int:
    """Write all members and their manifest; returns how many of them. Raises Halt if the disk has lost a kept file."""
    known: dict[str, dict[str, object]] = {}
    with aside.open("wb") as raw:
        with tarfile.open(fileobj=raw, mode="w") as tar:
            for name, path in _members(database):
                known[name] = _add(tar, name, path)
            about = {"made_at": timezone.now().isoformat(), "database": connection.vendor, "files": known}
            body = json.dumps(about, ensure_ascii=False, indent=1).encode()
            head = tarfile.TarInfo(MANIFEST)
            head.size = len(body)
            tar.addfile(head, BytesIO(body))
        raw.flush()
        os.fsync(raw.fileno())
    return len(known)


def _members(database: Path) -> Iterator[tuple[str, Path]]:
    """What belongs into a backup: after the database, every file that it speaks of."""
    yield database.name, database
    for digest in digests():
        yield f"files/{digest[:2]}/{digest[2:]}", place(digest)
    for name in BESIDE:
        if (settings.DATA / name).exists():
            yield name, settings.DATA / name
    for folder in FOLDERS:
        for path in sorted((settings.DATA / folder).glob("*")):
            yield f"{folder}/{path.name}", path


def _add(tar: tarfile.TarFile, name: str, path: Path) -> dict[str, object]:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            digest = sha256()
            while chunk := file.read(1 << 20):
                digest.update(chunk)
            file.seek(0)
            head = tarfile.TarInfo(name)
            head.size, head.mode = size, 0o600
            tar.addfile(head, file)
    except FileNotFoundError as lost:
        raise Halt(f"磁盘上缺文件 {name}：先运行 luoshi doctor", f"{name} is missing: run luoshi doctor") from lost
    return {"size": size, "sha256": digest.hexdigest()}
