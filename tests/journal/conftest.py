"""Every truth of the journal is asked twice: looked through as a whole, and in pieces of two rows."""

import pytest

from luoshi.journal import pieces


@pytest.fixture(autouse=True, params=[pieces.PIECE, 2], ids=["whole", "pieces"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", request.param)
