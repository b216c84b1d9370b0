"""Finds the plan's own heading, which need not be that of the notice that forwards it. See docs/reading/head.md."""

import re
from typing import NamedTuple

from luoshi.kit.spans import Span
from luoshi.plan.grammar.furniture import RECORD
from luoshi.plan.grammar.texts import (
    BLANKS,
    OPENS_ITEM,
    Line,
    Squeezed,
    clean,
    is_organisation,
    lines,
    strip,
    unbalanced,
)

REACH = 8000
KINDS = (
    "方案|计划|规划|意见|要点|清单|分解表|分解|任务|办法|措施|安排|细则|预案|规程|行动|举措|台账|一览表"
    "|分工|安排表|责任表|任务书|部署"
)
KIND_END = re.compile(rf"(?:{KINDS})(?:[》”\"]?(?:[（(][^（）()]{{1,14}}[）)])?)\Z")
GLUED = re.compile(
    rf"[^\n。；;：:《》]{{4,90}}?(?:{KINDS})(?:[（(][^（）()]{{1,14}}[）)])?"
    r"(?=各[^。：:\n]{1,80}[：:]|(?:为|根据|按照|依据|围绕|结合|遵照)[^\W\d_]{2}|序号)"
)
NOTICE = re.compile(r"(?:的?(?:通知|通告|公告|函|决定|批复)|文件)\Z")
NAME = r"[《<〈]((?:[^《》\n]|\n(?!\n)){4,160})》"
FORWARDED = re.compile(
    rf"(?:印发|转发|下发|[现兹]将)\s*{NAME}(?=(?:[（(][^（）()]*[）)])?\s*(?:的通知|印发|予以|转发|下发))"
)
FORWARDED_BARE = re.compile(r"关于(?:印发|转发|下发)(?![《<〈\s])([^《》。\n]{6,120}?)的通知")
DRAFT = re.compile(
    r"\s*[（(](?:(?:讨论|征求意见|草案|送审|审议|初|修改)[^（）()]{0,6}|20\d\d年\d{1,2}月(?:\d{1,2}日)?)[）)]\s*\Z"
)
FIRST_ITEM = re.compile(
    r"(?:^|(?<=[\s。：:”）)》]))(?:一\s?[、.．](?![二三四])|第一[章部阶])"
    r"|(?:^|(?<=[\s。：:”）)》])|(?<=[^\W\d_]))(?:[（(]一[）)]|[1１]\s?[、.．](?!\d))",
    re.M,
)
OPEN_NOTICE = re.compile(r"\s*[（(]此件[^（）()]{1,20}[）)]\s*")
BETWEEN_WORDS = re.compile(r"(?<![0-9A-Za-z])[ \u3000]+(?![0-9A-Za-z])|(?<=[日号])[ \u3000]+")
LONGEST_LINE = 120
FAR = 8
BARE_KIND = re.compile(rf"(?:工作|活动|实施|整改|行动|总体|宣传)?(?:{KINDS})")
SEVERAL = re.compile(r"。|\d\d?:\d\d|：\s")
OUTSIDE = re.compile(r"[。；;！？!?]")
NUMBERED = re.compile(r"[〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*\d+\s*号")


class Heading(NamedTuple):
    """The plan's heading and where the plan's text goes on behind it."""

    title: str
    span: Span
    body: int
    forwarded: tuple[str, ...]


def find_heading(text: str, record_title: Span | None, floor: int, end: int) -> Heading | None:
    """The plan's heading in text[floor:end], or None where nothing has the shape of one."""
    reach = min(end, floor + REACH)
    names = _forwarded_names(text, reach)
    squeezed = Squeezed.of(text, floor, reach) if names or record_title is not None else Squeezed("", [])
    for name in names:
        span = _bare_occurrence(text, squeezed, name, reach)
        if span:
            return _heading(text, span, floor, names)
    first = FIRST_ITEM.search(text, floor, reach)
    stop = first.start() if first else reach
    line = _heading_line(text, floor, stop, wide=not first)
    if line:
        return _heading(text, line, floor, names)
    glued = GLUED.match(text, strip(text, floor, stop).start, stop)
    if glued:
        return _heading(text, Span(*glued.span()), floor, names)
    if record_title is not None:
        name = text[record_title.start : record_title.end]
        span = None if NOTICE.search(name) else _bare_occurrence(text, squeezed, name, stop)
        return _heading(text, span or record_title, floor, names)
    return None


def _heading(text: str, span: Span, floor: int, names: tuple[str, ...]) -> Heading:
    span = _widen(text, span, floor)
    notice = OPEN_NOTICE.match(text, span.start, span.end)
    span = Span(notice.end() if notice else span.start, span.end)
    title = DRAFT.sub("", clean(text[span.start : span.end])).strip()
    draft = DRAFT.search(text[span.start : span.end])
    stop = span.start + draft.start() if draft else span.end
    return Heading(title, Span(span.start, stop), max(span.end, floor), names)


def _forwarded_names(text: str, reach: int) -> tuple[str, ...]:
    found = [match[1] for match in FORWARDED.finditer(text, 0, reach) if KIND_END.search(match[1].strip())]
    found += [match[1] for match in FORWARDED_BARE.finditer(text, 0, reach) if KIND_END.search(match[1].strip())]
    names = dict.fromkeys(clean(name) for name in found if not NOTICE.search(name))
    return tuple(sorted(names, key=len, reverse=True))


def _bare_occurrence(text: str, squeezed: Squeezed, name: str, reach: int) -> Span | None:
    """The last place where the name stands by itself: not in 《》, not the object of a notice's title."""
    for span in reversed(squeezed.find_all(name)):
        start, end = span
        if end > reach:
            continue
        before = text[max(start - 6, text.rfind("\n", 0, start) + 1) : start].rstrip(BLANKS)
        if before.endswith(("《", "〈", "<", "印发", "转发", "《关于", "附件:", "附件：")):
            continue
        if re.match(r"[》”\"）)\s]*(?:的通知|印发)", text[end : end + 12]):
            continue
        if text[start - 1 : start] in ("“", "《") or re.match(r"\s*[：:]?\s*附件|[^\n]{0,2}一文", text[end : end + 6]):
            continue
        while end < len(text) and text[end] in "”》）)" and unbalanced(text[start:end]):
            end += 1
        return Span(start, end)
    return None


def _widen(text: str, span: Span, floor: int) -> Span:
    """The heading with the words that stand before it without a break: the body that issues it, 关于."""
    start, end = span
    stop = max(floor, start - 50)
    left = start
    while left > stop and text[left - 1] not in BLANKS + "\n。；：:》，,日":
        left -= 1
    if left == floor or text[left - 1] in BLANKS + "\n" or is_organisation(text[left:start]):
        start = left
    draft = re.match(r"\s*[（(][^（）()\n]{1,10}[）)]", text[end : end + 24])
    return Span(start, end + draft.end() if draft else end)


def _heading_line(text: str, floor: int, stop: int, wide: bool) -> Span | None:
    """The last line or run that ends with a noun for a plan; notices only where nothing else does.

    `wide` says that no item limits the search: then the first counts.
    """
    segments = _segments(text, floor, stop)
    order = range(len(segments)) if wide else range(len(segments) - 1, -1, -1)
    for kind in (KIND_END, NOTICE):
        for i in order:
            part = text[segments[i].start : segments[i].end]
            if not _may_be_heading(part) or not kind.search(part):
                continue
            if kind is KIND_END and NOTICE.search(part):
                continue
            return _with_lines_above(text, segments, i)
    return None


def _may_be_heading(part: str) -> bool:
    return (
        5 <= len(part) <= 110
        and not OUTSIDE.search(part)
        and not OPENS_ITEM.match(part)
        and not RECORD.match(part)
        and not part.startswith(("附件", "附表", "根据", "为", "按照", "当前位置", "http", "首页"))
        and "导语" not in part
        and not part.endswith(("：", ":"))
    )


def _segments(text: str, floor: int, stop: int) -> list[Line]:
    """Lines, and the runs between blanks of lines that are too long or too full for a heading."""
    found: list[Line] = []
    for line in lines(text, floor, stop):
        whole = text[line.start : line.end]
        if len(whole) <= LONGEST_LINE and not SEVERAL.search(whole):
            found.append(line)
            continue
        start = line.start
        for match in BETWEEN_WORDS.finditer(whole):
            found.append(Line(start, line.start + match.start()))
            start = line.start + match.end()
        found.append(Line(start, line.end))
    return [line for line in found if line.end > line.start]


def _with_lines_above(text: str, segments: list[Line], i: int) -> Span:
    """The heading with the lines that it continues, an unfinished title or a body before 关于, and 实施方案 below."""
    start, end = segments[i]
    below = segments[i + 1] if i + 1 < len(segments) else Line(end, end)
    if below.start - end <= FAR and BARE_KIND.fullmatch(text, *below):
        end = below.end
    for above in reversed(segments[max(i - 3, 0) : i]):
        part, rest = text[above.start : above.end], text[start:end]
        if len(part) > 50 or not 0 < start - above.end <= FAR or not _may_be_heading(part):
            break
        if KIND_END.search(part) or NOTICE.search(part) or NUMBERED.search(part) or re.search(r"\d日?\Z|[，,]", part):
            break
        unfinished = "关于" in part or part.count("“") > part.count("”") or part.endswith(("年", "和", "及", "、"))
        if not unfinished and not (rest.startswith("关于") and is_organisation(part)):
            break
        start = above.start
    return strip(text, start, end)
