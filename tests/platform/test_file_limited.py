import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from luoshi.platform.files import limited
from luoshi.platform.files.limited import LimitedFailure, run_limited


def python(code: str, *, seconds: int = 10, memory_mb: int = 256, stdin: bytes | None = None) -> bytes:
    return run_limited([sys.executable, "-c", code], seconds=seconds, memory_mb=memory_mb, stdin=stdin)


def failure(code: str, seconds: int = 10) -> LimitedFailure:
    with pytest.raises(LimitedFailure) as caught:
        python(code, seconds=seconds)
    return caught.value


def test_the_output_is_returned() -> None:
    assert python("print('落实')").decode() == "落实\n"


def test_input_is_handed_over_and_nothing_is_an_empty_one() -> None:
    echo = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"
    assert python(echo, stdin=b"x" * 300_000) == b"x" * 300_000
    assert python(echo) == b""


def test_the_program_sees_no_secret_and_stands_in_an_empty_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    seen = python("import os; print(sorted(os.environ), os.listdir())").decode()
    assert "SECRET" not in seen
    assert seen.strip().endswith("[]")


def test_what_it_leaves_in_its_folder_is_gone() -> None:
    folder = Path(python("import os; open('a', 'w').close(); print(os.getcwd(), end='')").decode())
    assert folder.name
    assert not folder.exists()


@pytest.mark.parametrize("code", ["while True: pass", "import time; time.sleep(60)"])
def test_time_is_bounded_whether_it_works_or_waits(code: str) -> None:
    start = time.monotonic()
    assert failure(code, seconds=1).cause == "time"
    assert time.monotonic() - start < 10


def test_memory_is_bounded() -> None:
    assert failure("x = bytearray(1 << 30)").cause == "memory"


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_output_is_bounded(stream: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "MOST_OUTPUT", 1 << 20)
    found = failure(f"import sys\nwhile True: sys.{stream}.write('x' * 65536)")
    assert found.cause in ("output", "failed")
    assert found.said == "" or stream == "stderr"


def test_children_die_with_the_program(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    start = time.monotonic()
    python(f"import subprocess; subprocess.Popen(['sleep', '60'], stdout=open({str(pipe)!r}, 'w'))")
    os.set_blocking(reader, True)
    assert os.read(reader, 1) == b"", "the pipe ends when its last writer has died"
    os.close(reader)
    assert time.monotonic() - start < 30


KEPT_BUSY = """
import sys
from luoshi.platform.files import limited
limited.CAGE = sys.argv[1]
code = "import sys, time; pipe = open(sys.argv[1], 'w'); pipe.write('x'); pipe.flush(); time.sleep(60)"
limited.run_limited([sys.executable, "-c", code, sys.argv[2]], seconds=60, memory_mb=256)
"""
ELSEWHERE = "import runpy, sys; sys.platform = 'elsewhere'; runpy.run_path({cage!r}, run_name='__main__')"
"""The cage as it runs where the kernel kills no orphans."""


@pytest.mark.parametrize("has_kernel", [True, False])
def test_the_program_dies_with_whoever_started_it(tmp_path: Path, has_kernel: bool) -> None:
    cage, pipe = tmp_path / "cage.py", tmp_path / "pipe"
    cage.write_text(ELSEWHERE.format(cage=str(limited.CAGE)) if not has_kernel else limited.CAGE.read_text("utf-8"))
    os.mkfifo(pipe)
    parent = subprocess.Popen([sys.executable, "-c", KEPT_BUSY, str(cage), str(pipe)])
    reader = os.open(pipe, os.O_RDONLY)
    assert os.read(reader, 1) == b"x", "the program runs"
    parent.kill()
    parent.wait()
    start = time.monotonic()
    assert os.read(reader, 1) == b"", "the pipe ends when its last writer has died"
    os.close(reader)
    assert time.monotonic() - start < 30


def test_an_orderly_refusal_is_passed_on_and_a_crash_is_not() -> None:
    refusal = failure("import sys; sys.exit('请另存为.docx')")
    assert (refusal.cause, refusal.said) == ("failed", "请另存为.docx")
    crash = failure("raise ValueError('inside')")
    assert (crash.cause, crash.said) == ("failed", "")


def test_a_program_that_is_not_there_fails_in_the_same_way() -> None:
    with pytest.raises(LimitedFailure) as caught:
        run_limited(["/nowhere/program"], seconds=5, memory_mb=256)
    assert caught.value.cause == "failed"
