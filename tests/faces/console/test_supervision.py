"""Web server and worker live and end with the program that watches over them."""

import os
import re
import signal
import sys
from pathlib import Path

import pytest

from faces.console.running import Program, call, processes_on, until

SAMPLE = next((Path(__file__).resolve().parents[3] / "examples").glob("*.docx"))
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc and relies on the kernel's parent signal")


def test_whatever_is_killed_comes_back_and_nothing_is_left_after_an_interrupt(tmp_path: Path) -> None:
    with Program(tmp_path) as program:
        said = program.welcome()
        assert f"http://127.0.0.1:{program.port}/signin/" in said
        until(lambda: _running(tmp_path) == ["luoshi web", "luoshi worker"])
        for victim in processes_on(tmp_path).keys() - {program.process.pid}:
            if victim in processes_on(tmp_path):
                os.kill(victim, signal.SIGKILL)
                until(lambda pid=victim: pid not in processes_on(tmp_path))
                until(lambda: _running(tmp_path) == ["luoshi web", "luoshi worker"] and program.get("/signin/") == 200)
        assert program.stop() == 0
    assert processes_on(tmp_path) == {}
    assert not (tmp_path / "address").exists()
    assert (tmp_path / "luoshi.sqlite3").exists()
    assert not (tmp_path / "luoshi.sqlite3-wal").exists()


def test_nothing_outlives_a_killed_program(tmp_path: Path) -> None:
    with Program(tmp_path) as program:
        program.welcome()
        until(lambda: _running(tmp_path) == ["luoshi web", "luoshi worker"])
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


def test_the_sample_is_lived_through_once_and_never_comes_back_when_removed(tmp_path: Path) -> None:
    with Program(tmp_path, "--sample", str(SAMPLE)) as program:
        assert f"read {SAMPLE.name}" in program.welcome()
        program.stop()
    code, said = call(tmp_path, "sample", "remove")
    assert code == 0, said
    assert said.count("removed") == 1
    with Program(tmp_path, "--sample", str(SAMPLE)) as program:
        assert "read" not in program.welcome()
        program.stop()
    code, said = call(tmp_path, "journal", "verify")
    assert code == 0 and "条条接得上" in said


def test_a_plan_is_read_once_and_the_link_leads_to_its_page(tmp_path: Path) -> None:
    told = []
    for _ in range(2):
        with Program(tmp_path, "--plan", str(SAMPLE)) as program:
            told.append(program.welcome())
            program.stop()
    assert re.search(r"（\d+ ms）", told[0])
    assert "read before" in told[1]
    assert all("?next=%2Fproposals%2F1%2F" in said for said in told)


def _running(data: Path) -> list[str]:
    """The services at work, in order, each once."""
    return sorted(set(processes_on(data).values()) & {"luoshi web", "luoshi worker"})
