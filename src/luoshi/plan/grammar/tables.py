"""Reads the rows of tables, whose column heads label their cells. See docs/reading/tables.md."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from luoshi.kit.numerals import read_integer
from luoshi.kit.spans import Span
from luoshi.plan.grammar.labels import WORDS, Label, Meaning
from luoshi.plan.grammar.texts import Line, is_unit, lines, strip

NUMBER_HEADS = frozenset(["序号", "编号", "序", "号", "项次"])
REMARKS = ("备注", "说明")
SUBJECTS = re.compile(r"任务|内容|事项|问题|措施|项目|工作|隐患|举措|要点|目标|指标|名称|清单|条款")
CATEGORY = re.compile(r"类别|分类|领域|板块|类型|责任类|一级")
NUMBER = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、.．]?\Z")
DATE = re.compile(r"\d\s?[月日]|年[底内]|[上下]半年|季度|全年|长期|持续|立行立改|每[月年季周]")
LOOSELY: tuple[tuple[re.Pattern[str], Meaning], ...] = (
    (re.compile("(?:责任|牵头|分管|包保|包联|带队|主管|挂点|挂钩)[^任]{0,4}领导"), ("duty", "lead_person")),
    (re.compile("(?:牵头|主办|主责|主管)[^人]{0,4}(?:单位|部门|科室|处室|股室)"), ("duty", "lead_unit")),
    (re.compile("(?:配合|协办|协同|协助|参与|参加)[^人]{0,4}(?:单位|部门|科室|处室|股室)"), ("duty", "support_unit")),
    (re.compile("(?:责任|落实|承办|实施|承担)[^人]{0,4}(?:单位|部门|科室|处室|股室|主体)"), ("duty", "unit")),
    (re.compile("责任人|负责人"), ("duty", "person")),
    (re.compile("(?:完成|整改|办结|开工|竣工)?(?:时限|期限|时间节点|截止日期|完成时间|进度要求)"), ("deadline", None)),
)
BRACKET = re.compile(r"[（(][^（）()]*[）)]?")
LISTED = re.compile(r"(\d{1,3})[.、．](?!\d)\s?")
LONGEST_HEAD = 14
FEWEST = 2
LONGEST_ROW = 4000


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is an item: its extent, its number, the cell that is its title, and its labelled cells.

    `is_group` marks a numbered heading between the rows, which has no cells of its own.
    """

    span: Span
    marker: Span | None
    ordinal: int
    title: Span
    labels: tuple[Label, ...]
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A table's column heads; `number` and `title` are columns, -1 for none."""

    columns: tuple[str, ...]
    number: int
    title: int


def find_rows(text: str, body: Span) -> list[Row]:
    """The rows of all tables in the body, whether cells are parted by tabs or stand on lines of their own."""
    rows: list[Row] = []
    all_lines = lines(text, body.start, body.end)
    at = 0
    while at < len(all_lines):
        line = all_lines[at]
        if "\t" in text[line.start : line.end]:
            at = _tabbed(text, all_lines, at, rows)
        elif text[line.start : line.end].strip() in NUMBER_HEADS:
            at = _stacked(text, all_lines, at, rows)
        else:
            at += 1
    return rows


def meaning_of(head: str) -> Meaning | None:
    """What a column head says of its cells; a remark may hold a time."""
    word = "".join(head.split())
    if word in REMARKS:
        return "time", None
    meaning = WORDS.get(word)
    return meaning if meaning and meaning[0] in ("duty", "deadline", "time") else None


def column_of(head: str) -> Meaning | None:
    """What the head of a column that stands by itself says: 责任单位及责任人, 完成时间节点 and the like too."""
    return meaning_of(head) or next((meaning for words, meaning in LOOSELY if words.search(head)), None)


def head_of(cells: Sequence[str]) -> Head | None:
    """The cells as a table's column heads, or None where none of them labels its column."""
    words = [BRACKET.sub("", "".join(cell.split())) for cell in cells]
    if not all(len(word) <= LONGEST_HEAD for word in words) or all(column_of(word) is None for word in words):
        return None
    number = next((i for i, word in enumerate(words) if word in NUMBER_HEADS), -1)
    free = [i for i, word in enumerate(words) if i != number and column_of(word) is None and word]
    subjects = [i for i in free if SUBJECTS.search(words[i]) and not CATEGORY.search(words[i])]
    title = next(iter(subjects or free), -1)
    return Head(tuple(words), number, title) if title >= 0 and len(words) > FEWEST - 1 else None


def _cells(text: str, line: Line) -> list[Span]:
    cells, start = [], text.rfind("\n", 0, line.start) + 1
    for match in re.compile("\t").finditer(text, start, line.end):
        cells.append(strip(text, start, match.start()))
        start = match.end()
    return [*cells, strip(text, start, line.end)]


def _tabbed(text: str, all_lines: list[Line], at: int, rows: list[Row]) -> int:
    """Adds the rows of the table whose head is at this line, if it is one; the index of the line behind it."""
    head, at = _head(text, all_lines, at)
    if head is None:
        return at
    while at < len(all_lines):
        line = all_lines[at]
        if "\t" in text[line.start : line.end]:
            row = row_of(text, head, _cells(text, line), Span(line.start, line.end))
            if row and rows and _goes_on(text, rows[-1], row):
                rows[-1] = replace(
                    rows[-1], span=Span(rows[-1].span.start, row.span.end), labels=rows[-1].labels + row.labels
                )
            elif row:
                rows.append(row)
        elif line.end > line.start and not _row_follows(text, all_lines, at, head):
            break
        at += 1
    return at


def _head(text: str, all_lines: list[Line], at: int) -> tuple[Head | None, int]:
    """The head that begins at this line, on one line or on two, and the index of the line behind it."""
    above = [text[cell.start : cell.end] for cell in _cells(text, all_lines[at])]
    first = head_of(above)
    below = [text[cell.start : cell.end] for cell in _cells(text, all_lines[at + 1])] if at + 1 < len(all_lines) else []
    named = first is not None or bool(NUMBER_HEADS & set(above))
    if named and len(below) > 1 and head_of(below) and (not below[0] or below[0] == above[0]):
        width = max(len(above), len(below))
        pairs = zip(above + [""] * (width - len(above)), below + [""] * (width - len(below)), strict=True)
        return head_of([lower or upper for upper, lower in pairs]), at + 2
    return first, at + 1


def _goes_on(text: str, above: Row, row: Row) -> bool:
    """True for a row that repeats the number and the title of the one above, whose cells were merged downwards."""
    same = text[above.title.start : above.title.end] == text[row.title.start : row.title.end]
    return same and row.marker is not None and above.marker is not None and row.ordinal == above.ordinal


def _row_follows(text: str, all_lines: list[Line], at: int, head: Head) -> bool:
    """True for a line inside a table, a group's heading: the next line with words is a row again."""
    line = next((line for line in all_lines[at + 1 : at + 4] if line.end > line.start), None)
    if line is None or text.count("\t", line.start, line.end) + 1 < len(head.columns) // 2 + 1:
        return False
    cells = _cells(text, line)
    is_head = head_of([text[cell.start : cell.end] for cell in cells]) is not None
    return not is_head and row_of(text, head, cells, Span(line.start, line.end)) is not None


def _stacked(text: str, all_lines: list[Line], at: int, rows: list[Row]) -> int:
    """The same for a table whose cells stand on lines of their own, the number head first."""
    filled = [line for line in all_lines[at : at + 400] if line.end > line.start]
    words = [text[line.start : line.end] for line in filled]
    first = next(
        (i for i in range(3, min(len(words), 14)) if NUMBER.match(words[i]) and read_integer(words[i]) == 1), 0
    )
    head = head_of(words[:first]) if first else None
    if head is None or head.number != 0:
        return at + 1
    ordinal, index = 1, first
    last = filled[first]
    while index < len(filled) and read_integer(words[index].rstrip("、.．")) == ordinal:
        following = index + 1
        while following < len(filled) and following - index < len(head.columns):
            if words[following].isdigit() and read_integer(words[following]) == ordinal + 1:
                break
            following += 1
        cells = [strip(text, line.start, line.end) for line in filled[index:following]]
        row = row_of(text, head, fit_cells(text, head, cells), Span(cells[0].start, cells[-1].end))
        if row:
            rows.append(row)
        last = filled[following - 1]
        ordinal, index = ordinal + 1, following
    return all_lines.index(last) + 1


def fit_cells(text: str, head: Head, cells: list[Span]) -> list[Span]:
    """The cells in their columns where empty ones were dropped: bodies to duties, dates to times."""
    if len(cells) >= len(head.columns):
        return cells
    placed: list[Span] = []
    rest = list(cells)
    for i, column in enumerate(head.columns):
        meaning = column_of(column)
        words = text[rest[0].start : rest[0].end] if rest else ""
        fits = meaning is None or (bool(DATE.search(words)) if meaning[0] != "duty" else _is_party(words))
        if rest and (fits or len(rest) >= len(head.columns) - i):
            placed.append(rest.pop(0))
        else:
            placed.append(Span(0, 0))
    return placed


def _is_party(words: str) -> bool:
    return all(is_unit(part.strip()) or len(part) <= 4 for part in re.split(r"[、，,；;\s]", words) if part)


def row_of(text: str, head: Head, cells: list[Span], span: Span) -> Row | None:
    """The row as an item; rows without a number or a title cell are none, unless the table has no numbers."""
    if len(cells) <= head.title or cells[head.title].start >= cells[head.title].end:
        return None
    title = cells[head.title]
    marker = cells[head.number] if head.number >= 0 else None
    written = LISTED.match(text, title.start, title.end) if marker is None else None
    if written:
        marker, title = Span(*written.span(1)), Span(written.end(), title.end)
    ordinal = 0
    if marker is not None:
        words = text[marker.start : marker.end]
        if not NUMBER.match(words):
            return None
        ordinal = read_integer(words.rstrip("、.．")) or 0
    labels = _labels(head, cells)
    is_group = not labels and marker is not None and not text[marker.start].isdigit()
    if marker is not None and marker.start < title.start and all(label.span.start > marker.start for label in labels):
        span = Span(marker.start, span.end)
    return Row(span, marker, ordinal, title, labels, is_group)


def _labels(head: Head, cells: Sequence[Span]) -> tuple[Label, ...]:
    """The cells that their columns label, remarks last."""
    labels = []
    for column, cell in zip(head.columns, cells, strict=False):
        meaning = column_of(column)
        if meaning and cell.end > cell.start:
            labels.append(Label(meaning[0], meaning[1], column, cell, cell))
    return tuple(sorted(labels, key=lambda label: label.name in REMARKS))
