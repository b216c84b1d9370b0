"""The English catalogue, compiled once, so that pages can be read in both languages."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.translation import trans_real

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def english() -> None:
    """Compiles the messages before any page is rendered; forgets what was loaded before."""
    subprocess.run([sys.executable, str(ROOT / "tools" / "messages.py"), "compile"], check=True, capture_output=True)
    trans_real._translations.clear()
