"""Runs a program on hostile bytes with limits on time, memory and output, and without this process's secrets."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO, Literal

CAGE = Path(__file__).with_name("cage.py")
MOST_OUTPUT = 64 << 20
MOST_SAID = 2000

Cause = Literal["time", "memory", "output", "failed"]

logger = logging.getLogger(__name__)


class LimitedFailure(Exception):
    """The program met a limit or failed. `said` is its own message if it gave up in order, else empty."""

    def __init__(self, cause: Cause, said: str = "") -> None:
        super().__init__(cause, said)
        self.cause, self.said = cause, said


def run_limited(args: Sequence[str], *, seconds: int, memory_mb: int, stdin: bytes | None = None) -> bytes:
    """What the program writes to its standard output, at most 64 MB.

    It runs in an empty folder, with no environment but path and language; name files by absolute paths. `seconds`
    bounds both CPU and elapsed time, `memory_mb` the address space. It dies with this process. Raises LimitedFailure.
    """
    with TemporaryDirectory() as folder, TemporaryFile() as output, TemporaryFile() as errors:
        limits = map(str, (os.getpid(), seconds, memory_mb, MOST_OUTPUT))
        command = [sys.executable, "-I", "-S", str(CAGE), *limits, *args]
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
            stdout=output,
            stderr=errors,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "TMPDIR": folder, "HOME": folder},
            start_new_session=True,
        )
        try:
            process.communicate(stdin, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise LimitedFailure("time") from None
        finally:
            _kill_all(process)
        return _answer(process.returncode, output, errors)


def _kill_all(process: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started in its session."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _answer(code: int, output: BinaryIO, errors: BinaryIO) -> bytes:
    written = output.seek(0, os.SEEK_END)
    said = _tail(errors)
    if code == 0 and written < MOST_OUTPUT:
        output.seek(0)
        return output.read()
    in_order = code > 0 and "Traceback (most recent call last)" not in said
    level = logging.INFO if in_order else logging.WARNING
    logger.log(level, "A limited program ended with %s: %s", code, said[-MOST_SAID:])
    if code == -signal.SIGXCPU:
        raise LimitedFailure("time")
    if written >= MOST_OUTPUT or code == -signal.SIGXFSZ:
        raise LimitedFailure("output")
    if "MemoryError" in said or code == -signal.SIGKILL:
        raise LimitedFailure("memory")
    raise LimitedFailure("failed", said[-MOST_SAID:] if in_order else "")


def _tail(errors: BinaryIO) -> str:
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - 4 * MOST_SAID))
    return errors.read().decode("utf-8", "replace").strip()
