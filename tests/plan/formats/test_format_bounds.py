"""Hostile files: each ends in one sentence, within half a gigabyte of memory, and leaves nothing behind."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pdffile import a_page, a_pdf
from wordfile import NAMESPACES, a_cell, a_docx, a_level, a_list, a_row, a_table, a_zip, item, p

from luoshi.plan.formats import extract_bytes

MEGABYTE = 1024 * 1024
MOST_KILOBYTES = 512 * 1024
# A process between, because a child's peak counts what its parent held when it was forked.
MEASURED = (
    "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
)


def body(inner: str) -> dict[str, bytes]:
    return {"word/document.xml": f"<w:document {NAMESPACES}><w:body>{inner}</w:body></w:document>".encode()}


def lying() -> bytes:
    """A package whose body claims to unpack to a thousand bytes and unpacks to eighty million."""
    parts = body(f"<!--{'x' * (80 * MEGABYTE)}-->")
    size = len(parts["word/document.xml"])
    return a_docx("", more=parts).replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def filled() -> bytes:
    """A table that repeats one long cell in twelve thousand rows."""
    first = a_cell("一" * 5000, properties='<w:vMerge w:val="restart"/>')
    more = a_cell("", properties="<w:vMerge/>")
    return a_docx(a_table(a_row(first), *[a_row(more, a_cell("x"))] * 12_000))


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "long.txt": (lambda: b"a" * (50 * MEGABYTE), "20 MB"),
    "wordy.txt": (lambda: "一\n".encode() * 4 * MEGABYTE, "500 万字"),
    "random.txt": (lambda: bytes(range(256)) * (20 * MEGABYTE // 256), "不是文本"),
    "stars.md": (lambda: b"*a " * MEGABYTE + b"x" * 3 * MEGABYTE, "500 万字"),
    "bomb.docx": (lambda: a_docx("", more={"word/media/a.bin": bytes(300 * MEGABYTE)}), "64 MB"),
    "lying.docx": (lying, "已损坏"),
    "tags.docx": (lambda: a_docx("", more=body("<w:p/>" * 10 * MEGABYTE)), "排版标记过多"),
    "deep.docx": (lambda: a_docx("", more=body("<w:p>" * 100_000)), "已损坏"),
    "filled.docx": (filled, "500 万字"),
    "members.docx": (lambda: a_zip({"[Content_Types].xml": b""} | {f"m{at}": b"" for at in range(5_001)}), "部件"),
    "marks.docx": (
        lambda: a_docx(item("x") * 40_000, lists=a_list(a_level(0, "lowerLetter", "%1" * 10_000))),
        "500 万字",
    ),
    "tags.html": (lambda: b"<html>" + b"<p>x" * 4 * MEGABYTE, "排版标记过多"),
    "open.html": (lambda: b"<html>" + b"<p " * 5 * MEGABYTE, "排版标记过多"),
    "deep.html": (lambda: b"<html>" + b"<div>" * 300_000 + b"x", "嵌套"),
    "attributes.html": (lambda: b"<html><p " + b" a=1" * 4 * MEGABYTE + b"></p>", "没有文字"),
    "rows.html": (
        lambda: b"<html><table>" + (b"<tr>" + b"<td rowspan=500 colspan=100>" + b"x" * 9000) * 500 + b"<tr>" * 30_000,
        "500 万字",
    ),
    "bomb.pdf": (lambda: a_pdf(a_page("一"), raw=b" " * 300 * MEGABYTE), "排版标记过多"),
    "pieces.pdf": (lambda: a_pdf(a_page("一"), raw=b"0 0 Td <4e00> Tj " * 500_000), "排版标记过多"),
    "pages.pdf": (lambda: a_pdf(*[a_page("一")] * 501), "500 页"),
}


def test_each_kind_is_tried() -> None:
    assert {name.rpartition(".")[2] for name in HOSTILE} == {"txt", "md", "docx", "html", "pdf"}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_one_sentence_and_little_memory(name: str, tmp_path: Path) -> None:
    build, cause = HOSTILE[name]
    (tmp_path / name).write_bytes(build())
    command = [sys.executable, "-c", MEASURED, sys.executable, "-m", "luoshi", "plan", "read", name, "--json"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=100)
    kilobytes, said = run.stdout, run.stderr
    assert run.returncode == 2
    assert cause in said
    assert said.startswith(f"“{name}”")
    assert said.endswith("。\n")
    assert said.count("\n") == 1
    assert int(kilobytes) <= MOST_KILOBYTES
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_long_but_honest_document_is_read() -> None:
    assert extract_bytes(a_docx(p("一、目标") * 5_000), "a.docx").text.count("\n") == 5_000
