"""Small readings of plain text that every rule shares: lines, letters alone, brackets, shapes of a unit's name."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from string import ascii_uppercase
from typing import NamedTuple

from luoshi.kit.spans import Span

OPENING, CLOSING = "（([〔【［{", "）)]〕】］}"
BLANKS = " \t\u3000\xa0\u2002\u2003\u200b\ufeff\r\x0b\x0c"
TRAILING = "。．.，,、；;：:！!？? \t\u3000\xa0\r\n—－-·"


def listed(words: str) -> tuple[str, ...]:
    """The words of a list that is written with blanks between them."""
    return tuple(words.split())


PAIRS = {"“": "”", "《": "》", "（": "）", "(": ")", "‘": "’", "〈": "〉", "【": "】", "〔": "〕", "「": "」", "[": "]"}
BRACKETS = re.compile(r"[（([〔【［{）)\]〕】］}\n]")

UNIT_ENDS = listed(
    "局 委 办 厅 部 处 科 室 股 所 站 队 院 校 社 会 组 团 中心 公司 集团 政府 街道 单位 部门 机构 企业 银行"
    " 支行 分行 海关 镇 乡 县 区 市 旗 村 居 党委 支部 工委 联 学 指挥部 网格 电视台 厂 馆 库 段 窗口 公安 税务"
    " 团体 成员 各地 各级 专班 党组 党校 超市 市场 商会 基地 台 监管"
)
SIGNING_ENDS = listed(
    "局 委 委员会 办公室 办公厅 政府 办 厅 部 处 公司 中心 院 学校 小学 中学 大学 会 小组 社 站 所 队 镇 乡"
    " 街道 集团 银行 党组 办事处 专班 海关 馆 厂 支队 大队 总队 社区 支部 幼儿园 园区"
)
OPENS_ITEM = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)、.．]|[①-⑳●■◆—-]")
ALPHANUMERIC = re.compile(r"[^\W_]")
SMALL = {ord(c): c.lower() for c in ascii_uppercase}
NO_NAME = re.compile(r"[\s，。；：、！？,;:!?]")
NO_SIGNER = re.compile(r"[，。；：！？,;:!?《》]")


class Line(NamedTuple):
    """A line without the blanks at its ends; start == end for an empty one."""

    start: int
    end: int


def lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of text[start:end] in order, empty ones included."""
    found = []
    end = len(text) if end is None else end
    while start <= end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        found.append(Line(*strip(text, start, stop)))
        start = stop + 1
    return found


def strip(text: str, start: int, end: int, also: str = "") -> Span:
    """The span without blanks, and without the characters of `also`, at its ends."""
    drop = BLANKS + "\n" + also
    while start < end and text[start] in drop:
        start += 1
    while end > start and text[end - 1] in drop:
        end -= 1
    return Span(start, end)


def letters(text: str) -> str:
    """The letters and digits alone, width and case folded, for comparing names that differ in punctuation."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


class Squeezed(NamedTuple):
    """Letters and digits of a stretch of text with the place of each in the whole text."""

    letters: str
    places: list[int]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Squeezed":
        """The letters of text[start:end]."""
        places = [match.start() for match in ALPHANUMERIC.finditer(text, start, end)]
        return cls(_folded(ALPHANUMERIC.findall(text, start, end)), places)

    def find_all(self, name: str) -> list[Span]:
        """Spans in the whole text where these letters stand, whatever punctuation is between them."""
        wanted, at = _folded(c for c in name if c.isalnum()), -1
        found: list[Span] = []
        while wanted and len(found) < 50:
            at = self.letters.find(wanted, at + 1)
            if at < 0:
                break
            found.append(Span(self.places[at], self.places[at + len(wanted) - 1] + 1))
        return found


def _folded(characters: Iterable[str]) -> str:
    """The characters with Latin letters small, one for one."""
    return "".join(characters).translate(SMALL)


def clean(text: str) -> str:
    """The text on one line: line breaks and tabs closed up, runs of blanks made one."""
    parts = re.split(r"[ \u3000\xa0]+", re.sub(r"[\t\r]*\n[\s\u3000]*|\t", "", text))
    return " ".join(part for part in parts if part)


def bracket_pairs(text: str, start: int, end: int, reach: int = 300) -> dict[int, int]:
    """Closing offset by opening offset of the brackets that pair on one line within reach, in order of opening."""
    pairs: dict[int, int] = {}
    open_at: list[int] = []
    for match in BRACKETS.finditer(text, start, end):
        c = match[0]
        if c == "\n":
            open_at.clear()
        elif c in OPENING:
            open_at.append(match.start())
        elif open_at:
            opened = open_at.pop()
            if match.start() - opened <= reach:
                pairs[opened] = match.start()
    return dict(sorted(pairs.items()))


class Cover:
    """Spans asked whether they hold an offset."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans)
        self.starts = [span.start for span in self.spans]

    def holds(self, at: int) -> bool:
        """True if one of the spans contains the offset; of overlapping spans the later counts."""
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at < self.spans[index].end


def unbalanced(part: str) -> bool:
    """True if a quotation mark or bracket opens in the words and does not close."""
    return any(part.count(opening) != part.count(closing) for opening, closing in PAIRS.items())


def is_unit(name: str) -> bool:
    """True if the words have the shape of a body's name: a noun for a body at the end, no punctuation inside."""
    bare = without_bracket(name)
    return 2 <= len(bare) <= 42 and bare.endswith(UNIT_ENDS) and not NO_NAME.search(bare)


def is_organisation(name: str) -> bool:
    """True if the words may sign a document."""
    return 3 <= len(name) <= 82 and name.endswith(SIGNING_ENDS) and not NO_SIGNER.search(name)


def without_bracket(name: str) -> str:
    """The name without the bracket that ends it: 各县（市、区）."""
    if name.endswith(("）", ")")):
        opened = max(name.rfind("（"), name.rfind("("))
        if opened > 0 and len(name) - opened <= 14:
            return name[:opened]
    return name


def same_letters(one: str, other: str) -> bool:
    """True if two names agree but for punctuation and width."""
    return letters(one) == letters(other)
