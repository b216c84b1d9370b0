"""Markdown as a reader sees it: marks of emphasis, headings and quotes gone, tables as TAB-joined rows.

Only what changes the words is undone. List markers stay, for they are the plan's own. Every pattern has a bounded
reach, so that no file makes them slow.
"""

import re

from luoshi.plan.formats.extracted import Extracted
from luoshi.plan.formats.lines import join, run_together, split
from luoshi.plan.formats.text import decode

_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_RULE = re.compile(r"\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|=+\s*)$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_LEAD = re.compile(r"\s*(?:>\s?)*\s*(?:#{1,6}(?=\s)|)\s*")
_BOX = re.compile(r"^([-*+]\s+)\[[ xX]\]\s+")
_STAR = re.compile(r"^[*+]\s+")
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[[^\]]{0,500}\]\([^)]{0,2000}\)"), ""),
    (re.compile(r"\[([^\]]{1,500})\]\([^)]{0,2000}\)"), r"\1"),
    (re.compile(r"<(https?://[^>]{1,2000})>"), r"\1"),
    (re.compile(r"</?(?:b|i|u|em|strong|span|font|center|p|div|sup|sub)\b[^>]{0,500}>", re.I), ""),
    (re.compile(r"(\*{1,3})(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)(.{1,500}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"~~(?=\S)(.{1,500}?)(?<=\S)~~"), r"\1"),
    (re.compile(r"(`{1,3})(.{1,500}?)\1"), r"\2"),
)
_BREAK = re.compile(r"<br\s{0,3}/?>", re.I)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HELD = 0x10F000
_UNHOLD = {_HELD + code: chr(code) for code in range(0x21, 0x7F)}


def read(data: bytes, name: str) -> Extracted:
    """The text of a Markdown file. Raises Unreadable."""
    text = decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
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
    return bool(_FENCE.match(line) or _RULE.match(line) or _is_table_rule(line))


def _is_table_rule(line: str) -> bool:
    return "|" in line and bool(_TABLE_RULE.match(line))


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
    lead = _LEAD.match(held)
    held = held[lead.end() :].rstrip() if lead else held
    if "#" in (lead[0] if lead else ""):
        held = _without_closing_hashes(held)
    held = _STAR.sub("- ", _BOX.sub(r"\1", held))
    if is_row:
        cells = held.removeprefix("|").removesuffix("|").split("|")
        held = "\t".join(run_together(split(_BREAK.sub("\n", cell))) for cell in cells)
    held = _BREAK.sub("\n", held)
    for pattern, plain in _INLINE:
        held = pattern.sub(plain, held)
    return held.translate(_UNHOLD)


def _without_closing_hashes(title: str) -> str:
    bare = title.rstrip("#")
    return bare.rstrip() if bare != title and bare[-1:].isspace() else title
