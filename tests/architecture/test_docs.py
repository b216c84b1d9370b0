"""What the documents point at is there, and nothing that is tracked speaks of one machine."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from architecture.source import ROOT, name, text, tracked

LINK = re.compile(r"(?<!!)!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.+?) *#*$", re.MULTILINE)
ONE_MACHINE = re.compile(r"(?<![\w.])/(?:[w]ork|[f]arm|[r]oot|[h]ome)/")
REGISTRY = re.compile(r"[p]ypi\.|[p]ythonhosted|[n]pmjs\.|[d]eb\.debian\.org|[t]una\.tsinghua|[m]irrors\.")


def pages() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def anchors(path: Path) -> set[str]:
    """The names by which a page's headings are linked to."""
    headings = HEADING.findall(FENCE.sub("", text(path)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def dead_links(page: Path) -> Iterator[str]:
    for target in LINK.findall(FENCE.sub("", text(page))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            yield f"{name(page)}: {target}"


def test_every_link_of_a_document_leads_somewhere() -> None:
    assert [link for page in pages() for link in dead_links(page)] == []


def test_every_make_target_that_a_document_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {word for page in pages() for word in re.findall(r"`make ([a-z-]+)", text(page))}
    assert named - targets == set()


def test_make_help_tells_every_target_that_a_person_may_call() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    callable_ones = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[0].split()
    assert re.findall(r"^  make ([a-z-]+) +\S", told, re.MULTILINE) == callable_ones


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    assert [name(path) for path in tracked() if ONE_MACHINE.search(text(path))] == []


def test_no_tracked_file_names_a_package_registry() -> None:
    assert [name(path) for path in tracked() if REGISTRY.search(text(path))] == []


def test_the_locks_carry_hashes_and_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        pinned = re.findall(r"^\S+==.*(?:\n    --hash=\S+.*)*", text(lock), re.MULTILINE)
        assert len(pinned) > 20
        assert all("--hash=sha256:" in requirement for requirement in pinned)
        assert "://" not in text(lock)
