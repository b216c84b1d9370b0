"""Limits this process and becomes another program: cage.py SECONDS MEMORY_MB OUTPUT_BYTES PROGRAM ARGUMENT…

Run as a file of its own, for limits set between fork and exec of a threaded server can block it for ever.
"""

import os
import resource
import sys

OPEN_FILES = 256


def main(seconds: str, memory_mb: str, output_bytes: str, *command: str) -> None:
    """Set the limits and run the command in place of this process."""
    limits = {
        resource.RLIMIT_CPU: int(seconds),
        resource.RLIMIT_AS: int(memory_mb) << 20,
        resource.RLIMIT_FSIZE: int(output_bytes),
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for what, limit in limits.items():
        hard = limit + 1 if what == resource.RLIMIT_CPU else limit
        resource.setrlimit(what, (limit, hard))
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main(*sys.argv[1:])
