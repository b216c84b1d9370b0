"""Parts a row's cells that run together, by the shapes that its columns ask for. See docs/reading/tables.md.

The cells are tried from every place where the first could begin; the reading that fills most columns and begins most
like a name is taken, and none unless it reaches the row's end.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from luoshi.kit.spans import Span
from luoshi.plan.grammar.counts import find_counts
from luoshi.plan.grammar.dates import read_date
from luoshi.plan.grammar.labels import Meaning
from luoshi.plan.grammar.names import is_person
from luoshi.plan.grammar.texts import BLANKS, listed
from luoshi.plan.grammar.times import CYCLE, IMMEDIATE, ONGOING

ENDS = listed(
    "局 委 办 厅 部 处 科 室 股 所 站 队 院 校 社 会 园 馆 镇 乡 村 中心 公司 集团 银行 政府 街道 社区 网格"
    " 支部 妇联 工会 团委 残联 科协 文联 工商联 单位 部门 企业 专班 小组 指挥部 学校 医院 居"
)
LEVEL = "各县市区省镇乡州旗局团国驻本机"
NO_NAME = BLANKS + "\n、，,。；;：:（(）)“”《》/0123456789"
SEPARATORS = "、，,；;/ "
OPENS_TIME = listed(
    "长期 持续 立行 立即 即知 常态 每月 每季 每年 每周 全年 年底 年内 上半年 下半年 第一 第二 第三 第四 今年 明年"
)
LONGEST_NAME = 16
NEXT_NAME = re.compile(r"[^\W\d_]{2,3}(?:镇|乡|街道|村|社区|所|站|办|局|科|中心)(?=[、，,；;\d\s]|长期|持续|\Z)")
COMMON = listed(
    "派出所 司法所 财政所 卫生院 水利站 农技站 自然资源所 村建办 党政办 应急办 综治办 民政办 卫健办"
    " 农业农村办 经发办 妇联 团委 工会 武装部 党建办 组织部 宣传部 统战部 纪委 政法委 办公室 公安局 教育局"
    " 财政局 住建局 城管局 交通局 水务局 水利局 民政局 人社局 卫健局 卫健委 文旅局 商务局 应急局 司法局"
    " 审计局 统计局 林业局 环保局 生态环境局 发改局 发改委 市场监管局 农业农村局 自然资源局 行政审批局"
    " 融媒体中心 总工会 工信局 交警大队 消防大队 城管大队 中心校 扶贫办 乡村振兴局 文明办 创建办 综合科"
)
AFTER_TIME = re.compile(r"(?:[（(][^（）()]{1,10}[）)])?(?:完成|办结|上报|报送|反馈)?(?=[\s。；;、，]|\Z)")
REACH = 200
MOST = 120


Row = tuple[tuple[int, Span], ...]


class Cells(NamedTuple):
    """Where the cells begin, and each by the number of its column."""

    start: int
    cells: Row


def part_cells(text: str, start: int, end: int, meanings: Sequence[Meaning | None]) -> Cells | None:
    """The cells behind the title of a row, or None where they do not fit the columns, of which the first is content."""
    if end - start > REACH + MOST or "duty" not in {meaning[0] for meaning in meanings if meaning}:
        return None
    counted = [Span(count.start, count.end) for count in find_counts(text, start, end)]
    fit = _fitting(text, end, tuple(meanings))
    best: tuple[tuple[int, int, int], Cells] | None = None
    for at in range(max(start + 2, end - MOST), end):
        if text[at - 1] in "、和及" or any(span.start < at < span.end for span in counted):
            continue
        quality = _opening(text, start, at, counted)
        cells = fit(at, 0) if quality else None
        if cells and _assigns(cells, meanings) and (best is None or (len(cells), quality, at) > best[0]):
            best = (len(cells), quality, at), Cells(at, cells)
    return best[1] if best else None


def _opening(text: str, start: int, at: int, counted: Sequence[Span]) -> int:
    """How much the place looks like the beginning of a cell: 0 not at all, 3 behind a full stop or a count."""
    if not (text[at].isalpha() or text[at].isdigit()):
        return 0
    before = text[at - 1]
    if before in "。；;！" + BLANKS + "）)”》" or any(span.end == at for span in counted):
        return 3
    if text.startswith(COMMON, at) or is_person(text[at : at + 3]):
        return 2
    return 2 if text[at] in LEVEL else 1


def _assigns(cells: Row, meanings: Sequence[Meaning | None]) -> bool:
    return any((meanings[column] or ("",))[0] == "duty" for column, _ in cells)


def _fitting(text: str, end: int, meanings: tuple[Meaning | None, ...]) -> Callable[[int, int], Row | None]:
    """What gives the cells from an offset and a column on to the row's end, as many filled as can be."""

    @cache
    def fit(place: int, column: int) -> Row | None:
        place = _past_blanks(text, place, end)
        if place >= end:
            return ()
        if column == len(meanings):
            return None
        found: list[Row] = []
        for stop in _stops(text, place, end, meanings[column]):
            rest = fit(stop, column + 1)
            if rest is not None:
                found.append(((column, Span(place, stop)), *rest))
        skipped = fit(place, column + 1)
        found += [] if skipped is None else [skipped]
        return max(found, key=len, default=None)

    return fit


def _past_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at] in BLANKS + "\n。；;":
        at += 1
    return at


def _stops(text: str, at: int, end: int, meaning: Meaning | None) -> Iterator[int]:
    """Where a cell of that meaning may end that begins at the offset."""
    if meaning is None:
        return
    if meaning[0] in ("deadline", "time"):
        yield from _time_stops(text, at, end)
    elif meaning[1] in ("lead_person", "person"):
        yield from _listed_stops(text, at, end, _person_stops)
    else:
        yield from _listed_stops(text, at, end, _unit_stops)


def _time_stops(text: str, at: int, end: int) -> Iterator[int]:
    date = read_date(text, at, end)
    stops = [date.span.end] if date else []
    stops += [match.end() for match in (p.match(text, at, end) for p in (ONGOING, IMMEDIATE, CYCLE)) if match]
    for stop in stops:
        behind = AFTER_TIME.match(text, stop, end)
        if behind:
            yield behind.end()


def _listed_stops(text: str, at: int, end: int, stops: Callable[[str, int, int], Iterator[int]]) -> Iterator[int]:
    """Where a list of names may end: behind each name, and behind what a separator joins to it."""
    for stop in stops(text, at, end):
        yield stop
        if stop + 1 < end and text[stop] in SEPARATORS:
            yield from _listed_stops(text, stop + 1, end, stops)


def _person_stops(text: str, at: int, end: int) -> Iterator[int]:
    for length in (3, 2, 4):
        if at + length <= end and is_person(text[at : at + length]):
            yield at + length


def _unit_stops(text: str, at: int, end: int) -> Iterator[int]:
    for stop in range(at + 1, min(at + LONGEST_NAME, end) + 1):
        if text[stop - 1] in NO_NAME:
            return
        name = text[at:stop]
        if name.endswith(ENDS) and (stop - at > 2 or name[0] == "各" or name in COMMON) and _bounded(text, stop, end):
            yield stop


def _bounded(text: str, at: int, end: int) -> bool:
    """True if a name may end there: at a mark, a number, the head of another name or of a time."""
    c = text[at] if at < end else ""
    if not c or not c.isalpha() or c in LEVEL:
        return True
    if text.startswith(COMMON, at) or text.startswith(OPENS_TIME, at) or is_person(text[at : at + 3]):
        return True
    return NEXT_NAME.match(text, at, end) is not None
