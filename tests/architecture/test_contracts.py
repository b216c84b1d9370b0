"""The river's direction and the floors' law hold for every import."""

import subprocess
import sys
import tomllib
from pathlib import Path

from architecture.source import ROOT

RULES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]


def test_no_import_breaks_a_contract() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout


def test_an_import_inside_a_function_is_an_error_everywhere() -> None:
    rules = RULES["ruff"]["lint"]
    assert "PLC0415" in rules["select"]
    assert not [path for path, ignored in rules["per-file-ignores"].items() if "PLC0415" in ignored]
