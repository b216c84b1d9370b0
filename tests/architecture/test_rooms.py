"""Every room keeps its things in files of the same names."""

from pathlib import Path

import pytest

from architecture.source import ROOT, SOURCE, modules, name, tracked

NAMELESS = {"utils", "helpers", "services", "base", "signals", "common", "misc"}
"""Names that say nothing about what is inside."""
ROOMS = sorted(path.parent for path in SOURCE.glob("*/apps.py"))
PIECES = sorted(path.parent for path in SOURCE.glob("platform/*/apps.py"))


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    places = {part for path in modules(SOURCE) for part in (path.stem, path.parent.name)}
    assert places & NAMELESS == set()


@pytest.mark.parametrize("room", [*ROOMS, *PIECES], ids=lambda room: room.name)
def test_tables_stand_in_models_and_come_with_migrations(room: Path) -> None:
    has_models = (room / "models.py").exists() or (room / "models").is_dir()
    assert (room / "migrations" / "__init__.py").exists() == has_models
    assert (room / "migrations" / "0001_initial.py").exists() == has_models


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_ledger_room_offers_its_reads_in_queries(room: Path) -> None:
    if (room / "models.py").exists() or (room / "models").is_dir():
        assert (room / "queries.py").exists()


def test_models_are_declared_nowhere_else() -> None:
    elsewhere = [
        name(path)
        for path in modules(SOURCE)
        if "(models.Model)" in path.read_text("utf-8") and "models" not in (path.stem, path.parent.name)
    ]
    assert elsewhere == []


def test_nothing_is_tracked_that_a_run_makes() -> None:
    made = (".mo", ".pyc", ".sqlite3")
    assert [name(path) for path in tracked() if path.suffix in made or "var" in path.relative_to(ROOT).parts[:1]] == []
