"""Web server and worker live and end with the program that watches over them."""

import os
import signal
import sys
from pathlib import Path

import pytest

from faces.console.running import Program, main_process, processes_on, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc and relies on the kernel's parent signal")


def test_what_is_killed_starts_again_and_nothing_is_left_after_an_interrupt(tmp_path: Path) -> None:
    with Program(tmp_path) as program:
        said = program.welcome()
        assert f"http://127.0.0.1:{program.port}/signin/" in said
        assert program.get("/signin/") == 200
        for service in ("web", "worker"):
            until(lambda name=service: any(f" {name}" in line for line in processes_on(tmp_path).values()))
            killed = main_process(tmp_path, service)
            os.kill(killed, signal.SIGKILL)
            until(lambda pid=killed, name=service: pid not in processes_on(tmp_path) and _main(tmp_path, name) > 0)
        until(lambda: program.get("/signin/") == 200)
        assert program.stop() == 0
    assert processes_on(tmp_path) == {}
    assert not (tmp_path / "address").exists()


def test_nothing_outlives_a_killed_program(tmp_path: Path) -> None:
    with Program(tmp_path) as program:
        program.welcome()
        until(lambda: _main(tmp_path, "worker"))
        program.stop(signal.SIGKILL)
        until(lambda: processes_on(tmp_path) == {})


def test_a_second_start_keeps_the_data_and_ends_on_a_terminate(tmp_path: Path) -> None:
    with Program(tmp_path) as program:
        program.welcome()
        program.stop()
    key = (tmp_path / "secret.key").read_text()
    with Program(tmp_path) as program:
        program.welcome()
        assert program.stop(signal.SIGTERM) == 0
    assert (tmp_path / "secret.key").read_text() == key
    assert not (tmp_path / "backups").exists()


def _main(data: Path, service: str) -> int:
    try:
        return main_process(data, service)
    except ValueError:
        return 0
