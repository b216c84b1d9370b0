"""What commands say: Chinese first, then English; one sentence where something can be mended."""

import errno
import sys


class Halt(Exception):
    """The command cannot go on; the message says in one sentence what to do."""

    def __init__(self, chinese: str, english: str, code: int = 1) -> None:
        super().__init__(f"{chinese} / {english}")
        self.code = code


def say(line: str) -> None:
    """Write one line to standard output at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


FULL = "磁盘已满：请清理后再试，或用 make run DATA=别的目录 / The disk is full: make room, or use make run DATA=folder"
READ_ONLY = "数据目录不能写：检查权限，或用 make run DATA=别的目录 / The data folder is read-only: make run DATA=folder"
AWAY = "连不上数据库：请检查 DATABASE_URL 和数据库服务 / The database is away: check DATABASE_URL and its server"
BUSY = "数据库正忙：稍后再试 / The database is busy: try again later"
OLD = "数据库还没有更新：先运行 luoshi migrate / The database is not up to date: run luoshi migrate first"
BY_NUMBER = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EROFS: READ_ONLY,
}
BY_WORDS = {
    "disk is full": FULL,
    "No space left": FULL,
    "disk I/O error": FULL,
    "readonly database": READ_ONLY,
    "unable to open database file": READ_ONLY,
    "database is locked": BUSY,
    "connection failed": AWAY,
    "could not connect": AWAY,
    "no such table": OLD,
    "does not exist": OLD,
}


def sentence(error: Exception) -> str | None:
    """The sentence for an error of the machine; None for an error of the program."""
    if isinstance(error, OSError):
        return BY_NUMBER.get(error.errno or 0)
    if type(error).__name__ in ("OperationalError", "ProgrammingError"):
        return next((said for words, said in BY_WORDS.items() if words in str(error)), None)
    return None
