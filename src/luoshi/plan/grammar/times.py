"""Dates an item: chooses among the times in its text and settles their years. See docs/reading/times.md."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from luoshi.kit.calendar import Day
from luoshi.kit.spans import Span
from luoshi.plan.grammar.dates import Expression, Point
from luoshi.plan.grammar.labels import Label
from luoshi.plan.grammar.texts import Cover
from luoshi.plan.model import Recurrence, Time

CYCLES: dict[str, Recurrence] = {"年": "yearly", "季": "quarterly", "月": "monthly", "周": "weekly", "星": "weekly"}
DAY = r"(?:\d{1,2}[日号]|[上中下]旬|[初底末])"
CYCLE = re.compile(
    r"(?:(?P<since>自\S{2,10}起，?))?每个?(?P<cycle>年|季度?|月|周|星期)(?:度)?"
    rf"(?P<day>(?:\d{{1,2}}月{DAY}?(?:[、和]\d{{1,2}}月{DAY}?)*|(?:第?[一二三首末]个?月)?{DAY}(?:[、和]\d{{1,2}}[日号])*|(?<=[周期])[一二三四五六日天])?"
    r"(?:[上下]午)?(?:\d{1,2}(?:[:：]\d\d|[时点](?:\d{1,2}分?)?))?(?:下班)?(?:之前|以前|前)?)"
)
ONGOING = re.compile(
    r"长期(?:坚持|推进|执行|落实)?|持续(?:推进|坚持|开展|整改|用力|进行)?|常态化(?:推进|开展|坚持)?|一以贯之|常年(?:坚持)?"
)
IMMEDIATE = re.compile(r"立行立改|立即(?:整改|执行|落实)?|即知即改|立知立改|即刻|马上")
CLOSING_WORD = re.compile(
    r"[，,；;]\s?(?P<word>持续(?:推进|坚持)|长期(?:坚持|推进)|常态化推进|立行立改|立即整改)[ \u3000]?[）)〕】]"
)
YEAR_ALONE = re.compile(
    r"\s?(?:[，,：:]|内|起|力争|要|将|全[省市县区镇]|对|重点|计划|利用|争取|继续|确保|达到|再|拟|安排|基本|全面|底|末"
    r"|完成|实现|实施|建成|建设|[新净][建增]|开展|启动|推[进动]|组织|打造|培育|改造|整治|创建|办理|建立|形成|力争)"
)
FACT_AFTER = re.compile(
    r"\s?(?:度|以来|印发|下发|出台|发布|公布|通过|列入|纳入|被|是|为(?!期|止)|成立|的?(?:数据|资产|报表|统计|台账)|版|修订|资产"
    r"|清产|经济工作会议|工作会议|政府工作报告|届|级|“|全国[^，。]{0,6}会议|生效|实行以|同期|同比|水平)"
)
IN_FORCE = re.compile(r"(?:正式)?(?:施行|生效|实施|颁布)的")
DATA_BEFORE = re.compile(r"(?:[较比与同]|截至|截止|截止到|上报的|基于|根据|依据|按照|对照|经)\Z")
MOST_OF_A_YEAR = 8
CLAUSE = re.compile(r"[^，。；;\n]{0,24}")
QUOTES = (("“", "”"), ("《", "》"))


class Calendar:
    """The dates of one text, and the years that its window, number or date of issue lend to those without."""

    def __init__(self, text: str, dates: Sequence[Expression], years: Iterable[int | None], issued: str | None) -> None:
        self.text = text
        self.dates = dates
        self.starts = [date.span.start for date in dates]
        self.year = next((year for year in years if year is not None), None)
        self.issued = issued
        self.window: Time | None = None

    def within(self, span: Span) -> Sequence[Expression]:
        """The expressions that lie in the span."""
        first = bisect_left(self.starts, span.start)
        last = bisect_left(self.starts, span.end)
        return [date for date in self.dates[first:last] if date.span.end <= span.end]

    def labelled(self, labels: Iterable[Label], year: int | None) -> Time | None:
        """The time that the item's labels state; the first that can be read."""
        for label in labels:
            if label.kind in ("deadline", "time"):
                time = self.value(label.value, label.kind == "deadline", year)
                if time:
                    return time
        return None

    def value(self, span: Span, deadline: bool, year: int | None) -> Time | None:
        """The time that a label's value states, None for a relative or an empty one."""
        cycle = self._cycle(span, free=False)
        for date in self.within(span):
            if cycle and cycle.span.start <= date.span.start:
                break
            if date.form != "past":
                return self.resolve(date, year, deadline=deadline)
        if cycle:
            return cycle
        found = [pattern.search(self.text, span.start, span.end) for pattern in (ONGOING, IMMEDIATE)]
        match = min((each for each in found if each), key=lambda each: each.start(), default=None)
        if match is None:
            return None
        return Time(match[0], None, None, Span(*match.span()), "ongoing" if match.re is ONGOING else "immediate")

    def first(self, own: Iterable[Span], skipped: Cover, year: int | None) -> Time | None:
        """The first time in the item's own text that prescribes when, rather than tells of the past."""
        for stretch in own:
            cycle = self._cycle(stretch, free=True)
            for date in self.within(stretch):
                if cycle and cycle.span.start <= date.span.start:
                    return cycle
                if skipped.holds(date.span.start):
                    continue
                if self._prescribes(date, stretch):
                    time = self.resolve(date, year)
                    if not self._repeats_window(time) and not self._is_past(time):
                        return time
            if cycle:
                return cycle
        closing = (self._closing(stretch) for stretch in own)
        return next((found for found in closing if found), None)

    def _closing(self, stretch: Span) -> Time | None:
        """持续推进 and the like as the last word of a closing bracket."""
        match = CLOSING_WORD.search(self.text, stretch.start, stretch.end)
        if match is None:
            return None
        recurrence: Recurrence = "ongoing" if ONGOING.match(match["word"]) else "immediate"
        return Time(match["word"], None, None, Span(*match.span("word")), recurrence)

    def resolve(self, date: Expression, year: int | None, *, deadline: bool = False) -> Time:
        """The expression with its years: its own, else the given one, else the plan's."""
        base = year if year is not None else self.year
        text = self.text[date.span.start : date.span.end]
        bounds, inferred = self._bounds(date, base)
        start, end = bounds[0][0], bounds[-1][1]
        time = Time(text, start.iso(), end.iso(), date.span, inferred=("year",) if inferred else ())
        if date.points[0].grain == "issue":
            time = replace(time, start=self.issued, inferred=("start",) if self.issued else ())
            if date.form != "span":
                return replace(time, end=None)
        if date.form == "before" or (deadline and date.form == "at" and date.points[0].grain == "day"):
            return replace(time, start=None)
        if date.form == "from":
            return replace(time, end=None)
        if date.form == "list":
            return _with_list(time, date.points[0], bounds)
        return time

    def _bounds(self, date: Expression, base: int | None) -> tuple[list[tuple[Day, Day]], bool]:
        known = next((p.year for p in date.points if p.year is not None), None)
        stated = known if known is not None else base
        inferred = known is None and base is not None
        year = stated
        bounds: list[tuple[Day, Day]] = []
        for point in date.points:
            if point.year is not None:
                year = point.year
            elif point.shift is not None and stated is not None:
                year = stated + point.shift
            found = point.bounds(year)
            if bounds and not point.has_year and year is not None and found[1] < bounds[-1][0]:
                year += 1
                found = point.bounds(year)
            if known is None and point.shift is None and year is not None and self._long_before_issue(found[1]):
                year += 1
                found = point.bounds(year)
            bounds.append(found)
        first = date.points[0]
        if len(bounds) > 1 and not first.has_year and known is not None and bounds[0][0] > bounds[-1][1]:
            bounds[0] = first.bounds((bounds[0][0].year or 0) - 1)
        return bounds, inferred

    def _long_before_issue(self, day: Day) -> bool:
        """True for a day of the year of issue that was over most of a year before: the plan means the next one."""
        if self.issued is None or day.year is None or not self.issued.startswith(str(day.year)):
            return False
        return int(self.issued[5:7]) - day.month >= MOST_OF_A_YEAR

    def _cycle(self, span: Span, *, free: bool) -> Time | None:
        """A recurrence; in running text only one that sets a day or a report, not the rate of a count."""
        for match in CYCLE.finditer(self.text, span.start, span.end):
            if free and not self._is_schedule(match, span.end):
                continue
            since = next(iter(self.within(Span(match.start(), match.start("cycle")))), None)
            start = self.resolve(since, None).start if since else None
            return Time(match[0], start, None, Span(*match.span()), CYCLES[match["cycle"][0]])
        return None

    def _is_schedule(self, match: re.Match[str], end: int) -> bool:
        if match["day"].endswith(("前", "日", "号")):
            return True
        clause = CLAUSE.match(self.text, match.end(), end)
        words = clause[0] if clause else ""
        return bool(re.search(r"报送|上报|通报|调度|报告|汇总", words)) and not re.search(
            r"[\d一两三]\s?[次场篇期份]", words
        )

    def _prescribes(self, date: Expression, stretch: Span) -> bool:
        if date.form == "past" or self._quoted(date.core.start, stretch.start):
            return False
        if self.text.startswith("全年", date.core.start) and self.text[date.core.start - 1] in "，,。；;：:\n":
            return True
        if self._named_year(date):
            return False
        before = self.text[max(date.span.start - 5, 0) : date.span.start]
        if (
            DATA_BEFORE.search(before)
            or date.span.start < date.core.start
            and self.text.startswith("截", date.span.start)
        ):
            return False
        if IN_FORCE.match(self.text, date.span.end):
            return False
        return date.form != "at" or not FACT_AFTER.match(self.text, date.core.end)

    def _named_year(self, date: Expression) -> bool:
        """True for a year that belongs to a name (2031年工作要点) rather than says when."""
        return date.bare_year and not YEAR_ALONE.match(self.text, date.core.end)

    def _quoted(self, at: int, floor: int) -> bool:
        floor = max(floor, at - 80)
        for opening, closing in QUOTES:
            begin = self.text.rfind(opening, floor, at)
            if begin >= 0 and self.text.find(closing, begin, at) < 0 <= self.text.find(closing, at, at + 80):
                return True
        return False

    def _repeats_window(self, time: Time) -> bool:
        window = self.window
        return window is not None and (time.start, time.end) == (window.start, window.end)

    def _is_past(self, time: Time) -> bool:
        """True for a time that was over in the year before the plan's."""
        latest = time.end or time.start
        if latest is None or latest.startswith("--") or self.year is None:
            return False
        return int(latest[:4]) < self.year


def _with_list(time: Time, first: Point, bounds: list[tuple[Day, Day]]) -> Time:
    if first.grain == "day":
        return replace(time, days=tuple(start.iso() for start, _ in bounds))
    return replace(time, months=tuple(start.iso()[:-3] for start, _ in bounds))
