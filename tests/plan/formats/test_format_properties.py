"""Whatever lines a small writer puts into a file of any format, the reader finds again."""

import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from wordfile import a_cell, a_docx, a_row, a_table, p

from luoshi.plan.formats import Unreadable, extract_bytes
from luoshi.plan.formats.lines import visible

CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"])


def is_line(text: str) -> bool:
    return bool(text) and text == text.strip() == visible(text) and "  " not in text


WORDS = st.text(CHARACTERS, min_size=1, max_size=40).filter(is_line)
LINES = st.lists(WORDS, min_size=1, max_size=12)
ROWS = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=1))


def read(data: bytes, name: str) -> list[str]:
    return extract_bytes(data, name).text.removesuffix("\n").split("\n")


@given(LINES, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_text_file_is_read_back(lines: list[str], encoding: str, end: str) -> None:
    assert read(f"标题{end}{end.join(lines)}".encode(encoding), "a.txt") == ["标题", *lines]


@given(LINES)
def test_a_markdown_file_is_read_back(lines: list[str]) -> None:
    escaped = "\n\n".join(re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", line) for line in lines)
    assert read(f"标题\n\n{escaped}".encode(), "a.md") == ["标题", *lines]


@given(LINES)
def test_a_web_page_is_read_back(lines: list[str]) -> None:
    page = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    assert read(f"<!DOCTYPE html><meta charset=utf-8><body>{page}".encode(), "a.html") == lines


@given(LINES)
def test_a_word_file_is_read_back(lines: list[str]) -> None:
    assert read(a_docx("".join(map(p, lines))), "a.docx") == lines


@given(ROWS)
@settings(max_examples=50)
def test_a_table_is_read_back_by_its_cells(rows: list[list[str]]) -> None:
    lines = ["\t".join(row) for row in rows]
    page = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    assert read(f"<!DOCTYPE html><body><table>{page}</table>".encode(), "a.html") == lines
    assert read(a_docx(a_table(*(a_row(*map(p_cell, row)) for row in rows))), "a.docx") == lines


def p_cell(text: str) -> str:
    return a_cell(p(text))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("a.txt", "a.md", "a.html"):
        for head in (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>"):
            try:
                extract_bytes(head + data, name)
            except Unreadable as refusal:
                assert str(refusal).startswith("“a.")
