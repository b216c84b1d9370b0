"""Finds numbers with a measure word or per cent, and the bound set to them. See docs/reading/targets.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.kit.numerals import read_number
from luoshi.plan.grammar.texts import BLANKS, listed
from luoshi.plan.model import Comparator

NUMERALS = "一二两三四五六七八九十百千"
NUMBER = re.compile(rf"\d+(?:[,，]\d{{3}}(?!\d))*(?:[.．]\d+)?(?:\s?[万亿](?![元]))?|[{NUMERALS}]+万?")
RANGE = re.compile(r"\s?(?:[-—~～－–]{1,2}|至|到)\s?")
MEASURES = ("%", "％") + listed(
    "个百分点 个工作日 个月 平方公里 工作日 平方米 立方米 千瓦时 个小时 人次 场次 批次 课时 学时 小时 分钟 公里 千米"
    " 公顷 千瓦 兆瓦 万元 亿元 位 元 次 场 轮 个 名 人 篇 项 条 处 座 家 户 件 份 期 张 部 套 台 辆 艘 米 亩 吨"
    " 遍 堂 节 支 门 所 间 本 册 幅 块 面 株 棵 头 例 宗 起 天 日 字 分 对 类 种 站 镇 村 孔 眼 栋 幢 盏 只 颗"
    " 口 笔 片 届 队 组 班 版 段 具 克 千克 公斤 艘次 车次 桩 枚 顶 盘 双"
)
SAME_UNIT = {"％": "%", "个工作日": "工作日", "个小时": "小时"}
BOUNDS: dict[str, Comparator] = {
    **dict.fromkeys(listed("不少于 不低于 不得少于 不得低于 不小于 至少 最少"), ">="),
    **dict.fromkeys(listed("不超过 不得超过 不高于 不多于 不大于 控制在"), "<="),
    **dict.fromkeys(listed("超过 突破 高于 大于 多于"), ">"),
    **dict.fromkeys(listed("低于 少于 小于"), "<"),
}
BOUND_WORDS = tuple(sorted(BOUNDS, key=len, reverse=True))
AFTER: dict[str, Comparator | None] = {
    **dict.fromkeys(listed("及以上 或以上 及其以上 以上"), ">="),
    **dict.fromkeys(listed("及以下 或以下 以下 以内 之内 内"), "<="),
    "左右": None,
}
OTHER_UNIT = re.compile(r"[（(][^（）()\d]{1,3}[）)](?=(?:及|或)?以[上下内])")
MEASURE = re.compile("|".join(MEASURES))
NEAR = 9


@dataclass(frozen=True, slots=True)
class Count:
    """A number of units: `start` at the number, `begin` at the bound before it; `high` for a range only."""

    begin: int
    start: int
    end: int
    written: str
    low: float
    high: float | None
    unit: str
    bound: Comparator | None
    after: str


def find_counts(text: str, start: int, end: int) -> Iterator[Count]:
    """The counts in text[start:end], in order."""
    position = start
    for match in NUMBER.finditer(text, start, end):
        if match.start() >= position:
            count = _read(text, match, start, end)
            if count:
                yield count
                position = count.end


def _read(text: str, match: re.Match[str], floor: int, end: int) -> Count | None:
    low, stop, high = read_number(match[0]), match.end(), None
    hundredths = text.startswith("百分之", match.start()) or text.endswith("百分之", floor, match.start())
    if text.startswith("百分之", match.start()):
        return None
    joint = RANGE.match(text, stop, end)
    right = NUMBER.match(text, joint.end(), end) if joint else None
    if right and (hundredths or text.startswith(MEASURES, right.end())):
        high, stop = read_number(right[0]), right.end()
    start = match.start() - 3 if hundredths else match.start()
    while stop < end and text[stop] in BLANKS:
        stop += 1
    measure = None if hundredths else MEASURE.match(text, stop)
    unit = "%" if hundredths else measure[0] if measure else None
    if low is None or unit is None:
        return None
    stop += 0 if hundredths else len(unit)
    other = OTHER_UNIT.match(text, stop, end)
    stop = other.end() if other else stop
    after = next((word for word in AFTER if text.startswith(word, stop)), "")
    begin, bound = _bound_before(text, floor, start)
    return Count(
        begin,
        start,
        min(stop + len(after), end),
        match[0],
        low,
        high,
        SAME_UNIT.get(unit, unit),
        bound or AFTER.get(after),
        after,
    )


def _bound_before(text: str, floor: int, at: int) -> tuple[int, Comparator | None]:
    """Where the bound begins that stands before the number, at most a verb between them, and what it says."""
    near = text[max(floor, at - NEAR) : at]
    for word in BOUND_WORDS:
        place = near.rfind(word)
        between = near[place + len(word) :].strip()
        if place >= 0 and (not between or (between.isalpha() and BOUNDS[word] in (">=", "<="))):
            return at - len(near) + place, BOUNDS[word]
    return at, None
