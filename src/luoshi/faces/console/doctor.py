"""`luoshi doctor`: what is well on this machine and in these data; 1 if anything is not."""

import platform
import shutil
import sqlite3
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django_q.models import OrmQ

from luoshi.faces.console.ground import is_writable
from luoshi.faces.console.migrate import newer, pending
from luoshi.faces.console.say import say, sentence
from luoshi.journal.verify import verify
from luoshi.orgs.holidays import is_published

MEGABYTES = 1024
QUEUE_SECONDS = 300
LOCAL = {"localhost", "127.0.0.1", "[::1]"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, what it is, and what to do if it is not."""

    well: bool
    words: str
    remedy: str = ""


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(args: Namespace) -> int:
    """Print a line for each thing looked at."""
    ill = False
    for finding in (*machine(), *database(), *policy()):
        say(f"✓ {finding.words}" if finding.well else f"✗ {finding.words}：{finding.remedy}")
        ill |= not finding.well
    return int(ill)


def machine() -> Iterator[Finding]:
    """Python, the disk, the data folder and the secret in it."""
    yield Finding(True, f"Python {platform.python_version()}，SQLite {sqlite3.sqlite_version}")
    free = shutil.disk_usage(settings.DATA).free // 2**20
    yield Finding(free >= MEGABYTES, f"磁盘剩余 disk free {free} MB", f"至少 at least {MEGABYTES} MB")
    written = is_writable(settings.DATA)
    yield Finding(written, f"数据目录可写 data folder {settings.DATA}", "检查权限和磁盘 see its rights and disk")
    mode = (settings.DATA / "secret.key").stat().st_mode & 0o777
    yield Finding(mode & 0o077 == 0, f"密钥文件权限 rights of secret.key {mode:o}", "chmod 600")


def database() -> Iterator[Finding]:
    """Migrations, the file's soundness, the queue, the journal."""
    try:
        ahead, behind = newer(), pending()
    except DatabaseError as error:
        yield Finding(False, "数据库 database", sentence(error) or str(error))
        return
    yield Finding(
        not ahead, f"{connection.vendor}：数据与程序同版本 data and program of one version", "升级程序 upgrade"
    )
    yield Finding(not behind, f"待更新的结构 pending migrations {behind}", "luoshi migrate")
    if ahead or behind:
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            said = cursor.execute("PRAGMA quick_check").fetchone()[0]
        yield Finding(said == "ok", f"数据库完整性 database integrity {said}", "恢复备份 restore a backup")
    oldest = OrmQ.objects.order_by("lock").values_list("lock", flat=True).first()
    waited = int((timezone.now() - oldest).total_seconds()) if oldest else 0
    yield Finding(waited < QUEUE_SECONDS, f"后台排队 longest wait in the queue {waited} s", "luoshi worker")
    breaks = sum(1 for _ in verify())
    yield Finding(not breaks, f"日志链断点 breaks in the journal {breaks}", "luoshi journal verify")


def policy() -> Iterator[Finding]:
    """What the settings allow, and the published working calendar."""
    yield Finding(not settings.DEBUG, "LUOSHI_DEBUG", "关掉 switch it off")
    public = set(settings.ALLOWED_HOSTS) - LOCAL
    yield Finding(
        settings.HTTPS or not public, f"对外地址 public hosts {sorted(public) or '无 none'}", "LUOSHI_HTTPS=1"
    )
    yield Finding(
        settings.LOGIN != "links" or not public,
        f"登录方式 sign-in by {settings.LOGIN}",
        "LUOSHI_LOGIN=dengbao / asvs：对外须有密码 passwords where others can reach it",
    )
    year = timezone.localdate().year
    yield Finding(
        is_published(timezone.localdate()),
        f"{year} 年节假日安排 published holidays of {year}",
        "按周末推算 weekdays are assumed",
    )
