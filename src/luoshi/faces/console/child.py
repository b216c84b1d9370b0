"""A process that ends with the one that started it, even when that is killed.

As a command, child.py PARENT COMMAND ARGUMENT… runs a server command that ends with the process PARENT.
"""

import ctypes
import os
import signal
import sys

from luoshi.faces.console import main

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15


def tie(parent: int, name: str) -> None:
    """Ask the kernel for SIGTERM when the parent dies, and for SIGKILL in whatever this process forks when it dies.

    The process is listed as "luoshi NAME". Linux only; elsewhere a killed parent leaves its children to be ended by
    hand.
    """
    if sys.platform != "linux":
        return
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_NAME, f"luoshi {name}".encode())
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)
    os.register_at_fork(after_in_child=lambda: prctl(PR_SET_PDEATHSIG, signal.SIGKILL))


if __name__ == "__main__":
    tie(int(sys.argv[1]), sys.argv[2])
    sys.exit(main(sys.argv[2:]))
