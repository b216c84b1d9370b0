"""Limits this process and becomes another program: cage.py PARENT SECONDS MEMORY_MB OUTPUT_BYTES PROGRAM ARGUMENT…

It dies with the process of id PARENT, which started it. Run as a file of its own, for limits set between fork and exec
of a threaded server can block it for ever.
"""

import ctypes
import os
import resource
import signal
import sys
import time

OPEN_FILES = 256
PR_SET_PDEATHSIG = 1
WATCH_SECONDS = 1.0


def main(parent: str, seconds: str, memory_mb: str, output_bytes: str, *command: str) -> None:
    """Set the limits and run the command in place of this process."""
    die_with(int(parent))
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


def die_with(parent: int) -> None:
    """Have this process killed when its parent ends: by the kernel where it can, else by a watchdog in its group."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    elif os.fork() == 0:
        _watch(parent)
    if os.getppid() != parent:  # it ended before anybody watched
        os._exit(1)


def _watch(parent: int) -> None:
    """Kill this process's group, in which the program runs too, once the parent is gone."""
    while _is_alive(parent):
        time.sleep(WATCH_SECONDS)
    os.killpg(0, signal.SIGKILL)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
