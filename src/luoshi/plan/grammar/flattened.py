"""Reads tables that lost their separators: heads and cells run on in one line. See docs/reading/tables.md."""

import re
from collections.abc import Iterable, Sequence

from luoshi.kit.numerals import read_integer
from luoshi.kit.spans import Span
from luoshi.plan.grammar.cells import part_cells
from luoshi.plan.grammar.labels import WORDS, Label
from luoshi.plan.grammar.tables import (
    FEWEST,
    LONGEST_ROW,
    NUMBER_HEADS,
    Head,
    Row,
    fit_cells,
    head_of,
    meaning_of,
    row_of,
)
from luoshi.plan.grammar.texts import UNIT_ENDS, listed, strip

AFTER_MARK = re.compile(r"(?<=[。、；;\s])[^。、，；;,\s\d]{2,16}")
TABLE_END = re.compile(r"\n|\s附\s?件\s?\d|\s[一二三四五六七八九十]、|\s(?:备\s?注|注|说\s?明)[：:]")
DEEDS = ("未", "不", "无", "没", "有", "对", "建", "开", "组织", "推", "加", "完", "落", "督")
COMPOUNDS = listed("处室 科室 股室 部门 办公室 办事处 单位 中心 管委会 公安局 税务局 党工委")
HEADS = frozenset([*WORDS, *NUMBER_HEADS]) | frozenset(
    listed(
        "工作任务 任务名称 重点任务 工作内容 任务内容 具体措施 整改措施 主要问题 问题隐患 问题和隐患 项目名称"
        " 工作事项 事项 问题 项目 目标任务 工作举措 主要举措 具体任务 整改内容 反馈问题 检查内容 内容"
    )
)


def find_flowing_rows(text: str, body: Span) -> list[Row]:
    """The rows of a table that runs on in one line, its numbers first: 序号 任务 责任单位 1 … 2 …"""
    rows: list[Row] = []
    at = text.find("序号", body.start, body.end)
    while at >= 0:
        columns, first = _running_heads(text, at, body.end)
        head = head_of(columns)
        if head and len(columns) > FEWEST and row_start(1).match(text, first):
            rows += _flowing_rows(text, head, first, body.end)
        at = text.find("序号", max(first, rows[-1].span.end if rows else 0), body.end)
    return rows


def _running_heads(text: str, at: int, end: int) -> tuple[list[str], int]:
    columns: list[str] = []
    while at < end:
        at = strip(text, at, end).start
        found = next((n for n in range(10, 1, -1) if text[at : at + n] in HEADS), 0)
        if not found:
            break
        columns.append(text[at : at + found])
        at += found
    return columns, at


def _flowing_rows(text: str, head: Head, first: int, end: int) -> list[Row]:
    spans: list[tuple[Span, int]] = []
    start, ordinal = first, 1
    while True:
        body = start + len(str(ordinal))
        following = row_start(ordinal + 1).search(text, body + 2, min(end, body + LONGEST_ROW))
        stop = following.start() if following else _paragraph_end(text, body, end)
        spans.append((Span(start, strip(text, start, stop).end), body))
        if following is None:
            break
        start, ordinal = following.start(), ordinal + 1
    known = learn_units(text, [Span(body, span.end) for span, body in spans])
    return [_flowing_row(text, head, span, body, known) for span, body in spans]


def _paragraph_end(text: str, start: int, end: int) -> int:
    """Where the last row ends: with its line, at an annex or at the next section."""
    limit = min(end, start + LONGEST_ROW)
    stop = TABLE_END.search(text, start, limit)
    return stop.start() if stop else limit


def _flowing_row(text: str, head: Head, span: Span, body: int, known: frozenset[str]) -> Row:
    marker = Span(span.start, body)
    parts = [Span(body + m.start(), body + m.end()) for m in re.finditer(r"\S+", text[body : span.end])]
    if FEWEST <= len(parts) <= len(head.columns):
        row = row_of(text, head, fit_cells(text, head, [marker, *parts]), span)
        if row:
            return row
    start = strip(text, body, span.end, "、.．").start
    cell, labels = split_glued(text, span, start, head.columns[1:], known)
    return Row(span, marker, read_integer(text[marker.start : marker.end]) or 0, Span(start, cell), tuple(labels))


def row_start(ordinal: int) -> re.Pattern[str]:
    """Where the row of that number begins: the number alone, before words."""
    return re.compile(
        rf"(?<![\d.第、至到—-]){ordinal}(?=[\s、.．]?(?:[^\W\d_]|[“《]))(?![年月日号个次项条名家处座期时分天人户])"
    )


def glued_columns(text: str, floor: int, at: int) -> list[str]:
    """The column heads that run together before the first row of a flattened table, in order; [] for none."""
    words: list[str] = []
    stop = strip(text, floor, at).end
    while stop > floor:
        found = next((n for n in range(8, 1, -1) if stop - n >= floor and _column(text[stop - n : stop])), 0)
        if not found:
            break
        words.insert(0, text[stop - found : stop])
        stop = strip(text, floor, stop - found).end
    duties = sum((meaning_of(word) or ("", None))[0] == "duty" for word in words)
    return words if len(words) >= FEWEST and duties else []


def _column(words: str) -> bool:
    return meaning_of(words) is not None


def learn_units(text: str, rows: Iterable[Span]) -> frozenset[str]:
    """Names of bodies that stand between marks in the rows, or twice in one row: what a glued cell may begin with."""
    known: set[str] = set()
    for row in rows:
        for match in AFTER_MARK.finditer(text, row.start, row.end):
            length = _shortest_name(text, match.start(), row.end)
            if length and not match[0].startswith(DEEDS):
                known.add(match[0][:length])
        known |= _repeated(text[row.start : min(row.end, row.start + LONGEST_ROW)])
    return frozenset(known)


def _repeated(row: str) -> set[str]:
    """Runs that end like a body's name and stand before 负责 or 牵头 as they did earlier in the row."""
    found: set[str] = set()
    for match in re.finditer("负责|牵头", row):
        for length in range(10, 2, -1):
            name = row[max(match.start() - length, 0) : match.start()]
            if len(name) == length and name.endswith(UNIT_ENDS) and row.find(name) < match.start() - length:
                found.add(name)
                break
    return found


def split_glued(
    text: str, row: Span, title_from: int, columns: Sequence[str], known: frozenset[str]
) -> tuple[int, list[Label]]:
    """Where the title cell of a flattened row ends, and the cells behind it."""
    parted = part_cells(text, title_from, row.end, [meaning_of(column) for column in columns])
    if parted:
        return parted.start, [_label(columns[column], cell) for column, cell in parted.cells]
    start = _first_party(text, title_from, row.end, known)
    labels: list[Label] = []
    at = start
    for column in columns:
        meaning = meaning_of(column) or ("content", None)
        if meaning[0] == "duty":
            stop = _party_list(text, at, row.end, known)
            if stop > at and not (labels and text.startswith(("负责", "牵头"), stop)):
                cell = strip(text, at, stop)
                labels.append(Label("duty", meaning[1], column, cell, cell))
                at = stop
    rest = strip(text, at, row.end)
    if rest.end > rest.start and any((meaning_of(column) or ("",))[0] != "duty" for column in columns):
        labels.append(Label("time", None, columns[-1], rest, rest))
    return start, labels


def _label(column: str, cell: Span) -> Label:
    kind, role = meaning_of(column) or ("content", None)
    return Label(kind, role, column, cell, cell)


def _first_party(text: str, start: int, end: int, known: frozenset[str]) -> int:
    places = [at for name in known if (at := text.find(name, start + 4, end)) >= 0]
    return min(places, default=end)


def _party_list(text: str, start: int, end: int, known: frozenset[str]) -> int:
    """Where the list of bodies ends that begins at the offset: names joined by 、, the last one closed by its noun."""
    at = strip(text, start, end).start
    while at < end:
        name = next((n for n in sorted(known, key=len, reverse=True) if text.startswith(n, at)), "")
        length = len(name) or _shortest_name(text, at, end)
        if not length:
            return at if at > start else start
        at += length
        if at >= end or text[at] not in "、，,":
            return at
        at += 1
    return at


def _shortest_name(text: str, at: int, end: int) -> int:
    for length in range(2, min(14, end - at) + 1):
        words = text[at : at + length]
        if re.search(r"[\s。，、；\d]", words):
            return 0
        if words.endswith(UNIT_ENDS) and (length > FEWEST or words[0] == "各"):
            return next((n for n in (length + 1, length + 2) if text.endswith(COMPOUNDS, at, min(at + n, end))), length)
    return 0
