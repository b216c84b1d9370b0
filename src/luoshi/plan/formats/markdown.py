"""Markdown as a reader sees it: marks of emphasis, headings and quotes gone, tables as TAB-joined rows.

Only what changes the words is undone. List markers stay, for they are the plan's own. No pattern looks past the next
sign of its own kind, so that no file makes them slow; what is nested is undone in a second pass.
"""

import re

from luoshi.plan.formats.extracted import Allowance, Extracted
from luoshi.plan.formats.lines import join, run_together, split
from luoshi.plan.formats.text import decode

_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_RULES = (set("*"), set("-"), set("_"), set("="))
_TABLE_RULE = set("|:- \t")
_LEAST_RULE = 3
_HEADING = re.compile(r"#{1,6}(?=\s)")
_BOX = re.compile(r"^([-*+]\s+)\[[ xX]\]\s+")
_STAR = re.compile(r"^[*+]\s+")
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[[^\[\]]*\]\([^()]*\)"), ""),
    (re.compile(r"\[([^\[\]]+)\]\([^()]*\)"), r"\1"),
    (re.compile(r"<(https?://[^<>]+)>"), r"\1"),
    (re.compile(r"</?(?:b|i|u|em|strong|span|font|center|p|div|sup|sub)\b[^<>]*>", re.I), ""),
    (re.compile(r"(?<!\*)(\*{1,3})(?=[^\s*])([^*]*)(?<=\S)\1(?!\*)"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_]*)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"~~(?=[^\s~])([^~]*)(?<=\S)~~"), r"\1"),
    (re.compile(r"(?<!`)(`{1,3})([^`]+)\1(?!`)"), r"\2"),
)
_BREAK = re.compile(r"<br\s{0,3}/?>", re.I)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HELD = 0x10F000
_UNHOLD = {_HELD + code: chr(code) for code in range(0x21, 0x7F)}


def read(data: bytes, name: str) -> Extracted:
    """The text of a Markdown file. Raises Unreadable."""
    text = decode(data, name)
    Allowance().spend(len(text))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    body, notes = _without_front_matter(text)
    lines = _without_comments(body).split("\n")
    rows = _table_rows(lines)
    plain = (_plain(line, at in rows) for at, line in enumerate(lines) if not _is_markup(line))
    return Extracted(join(split("\n".join(plain))), "md", notes)


def _without_front_matter(text: str) -> tuple[str, tuple[str, ...]]:
    if not text.startswith("---\n"):
        return text, ()
    head, fence, body = text[4:].partition("\n---\n")
    return (body, ("文件头部的属性未读入",)) if fence and ":" in head else (text, ())


def _without_comments(text: str) -> str:
    kept, rest = [], text
    while True:
        before, opened, after = rest.partition("<!--")
        comment, closed, rest = after.partition("-->")
        kept.append(before if closed else before + opened + comment)
        if not closed:
            return "".join(kept)


def _is_markup(line: str) -> bool:
    signs = "".join(line.split())
    is_rule = len(signs) >= _LEAST_RULE and set(signs) in _RULES
    return is_rule or bool(_FENCE.match(line)) or _is_table_rule(line)


def _is_table_rule(line: str) -> bool:
    return "|" in line and "-" in line and set(line) <= _TABLE_RULE


def _table_rows(lines: list[str]) -> set[int]:
    """The places of table rows: the head before a rule of dashes, and what follows the rule without a gap."""
    rows: set[int] = set()
    for at, line in enumerate(lines):
        if _is_table_rule(line):
            rows |= {at - 1, at}
        elif "|" in line and at - 1 in rows and at - 2 >= 0:
            rows.add(at)
    return rows


def _plain(line: str, is_row: bool) -> str:
    held = _ESCAPE.sub(lambda match: chr(_HELD + ord(match[1])), line)
    held = held.lstrip(" \t\u3000>").rstrip()
    heading = _HEADING.match(held)
    if heading:
        held = _without_closing_hashes(held[heading.end() :].strip())
    held = _STAR.sub("- ", _BOX.sub(r"\1", held))
    if is_row:
        cells = held.removeprefix("|").removesuffix("|").split("|")
        held = "\t".join(run_together(split(_BREAK.sub("\n", cell))) for cell in cells)
    held = _BREAK.sub("\n", held)
    for pattern, plain in (*_INLINE, *_INLINE):
        held = pattern.sub(plain, held)
    return held.translate(_UNHOLD)


def _without_closing_hashes(title: str) -> str:
    bare = title.rstrip("#")
    return bare.rstrip() if bare != title and bare[-1:].isspace() else title
