"""Many at once: numbers stay without a gap, and a problem is closed once."""

import json
import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
MANY = 32


def test_of_many_at_once_one_closes_the_problem_and_numbers_have_no_gap(tmp_path: Path) -> None:
    places = os.pathsep.join((str(TESTS), str(TESTS.parent / "src")))
    own = {
        **os.environ,
        "LUOSHI_DATA": str(tmp_path),
        "PYTHONPATH": places,
        "DJANGO_SETTINGS_MODULE": "luoshi.config.settings",
    }
    command = [sys.executable, "-m", "problems.racing"]
    ran = subprocess.run(command, env=own, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    met = json.loads(ran.stdout)
    assert (met["verified"].count("ok"), met["struck"].count("ok")) == (1, 1)
    assert met["moves"] == ["verify", "strike_off"]
    assert set(met["registered"]) == {"ok"}
    assert met["numbers"] == list(range(1, MANY + 1))
