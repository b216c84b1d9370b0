"""Passwords that take little to hash."""

import pytest

from luoshi.orgs.passwords import Hasher


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes hashing quick for every test of this folder."""
    monkeypatch.setattr(Hasher, "memory_cost", 64)
