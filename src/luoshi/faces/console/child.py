"""A command as a child that ends with its parent, even when that is killed: child.py PARENT COMMAND ARGUMENT…"""

import ctypes
import os
import signal
import sys

from luoshi.faces.console import main

PR_SET_PDEATHSIG = 1


def tie(parent: int) -> None:
    """Ask the kernel for SIGTERM when the parent dies, and for SIGKILL in whatever this process forks when it dies.

    Linux only; elsewhere a killed parent leaves its children to be ended by hand.
    """
    if sys.platform != "linux":
        return
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)
    os.register_at_fork(after_in_child=lambda: prctl(PR_SET_PDEATHSIG, signal.SIGKILL))


if __name__ == "__main__":
    tie(int(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
