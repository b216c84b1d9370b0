"""Whether the database has every migration, told without Django from a mark in the database file itself."""

import sqlite3
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]


def fingerprint() -> int:
    """31 bits that change with any migration of this program or of its libraries."""
    digest = sha256(f"{version('django')} {version('django-q2')}".encode())
    for path in sorted(ROOT.glob("**/migrations/*.py")):
        digest.update(path.read_bytes())
    return int.from_bytes(digest.digest()[:4]) >> 1


def is_current(database: Path) -> bool:
    """True if `luoshi migrate` has marked this SQLite file since the last change of a migration."""
    if not database.exists():
        return False
    connection = sqlite3.connect(f"file:{quote(str(database))}?mode=ro", uri=True)
    try:
        return bool(connection.execute("PRAGMA user_version").fetchone()[0] == fingerprint())
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
