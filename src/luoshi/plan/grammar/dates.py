"""Reads points and stretches of the calendar out of running text, years still open. See docs/reading/times.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from luoshi.kit.calendar import Day, dekad_bounds, is_day, month_length
from luoshi.kit.numerals import read_integer
from luoshi.kit.spans import Span

Grain = Literal["day", "dekad", "month", "quarter", "half", "year", "issue"]
Form = Literal["at", "span", "list", "before", "from", "past"]

RELATIVE_YEARS = {"今年": 0, "本年": 0, "当年": 0, "本年度": 0, "明年": 1, "次年": 1, "翌年": 1, "去年": -1, "上年": -1}
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Point:
    """One day, 旬, month, quarter, half or year; `year` None and `shift` None where the text names no year."""

    grain: Grain
    year: int | None
    shift: int | None
    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (12, 31)

    def bounds(self, year: int | None) -> tuple[Day, Day]:
        """First and last day, in the given year; a day of 0 stands for the month's end."""
        first, last = (Day(year, m, d or month_length(year, m)) for m, d in (self.first, self.last))
        return first, last

    @property
    def has_year(self) -> bool:
        return self.year is not None or self.shift is not None


@dataclass(frozen=True, slots=True)
class Expression:
    """Points in the form in which the text joins them, with the words around them that say so."""

    form: Form
    points: tuple[Point, ...]
    span: Span
    core: Span

    @property
    def bare_year(self) -> bool:
        """True for a year alone, which may as well be part of a name."""
        return self.form == "at" and self.points[0].grain == "year" and self.core == self.span


S = "[ \u3000]?"
SEP = rf"{S}(?:(?<=[日月号旬年])一(?=\d)|—+|－+|–+|-{{1,2}}|~|～|─+|―+|至|到|一直到){S}"
CHINESE_YEAR = "二[〇○零Ｏ0O一二三四五六七八九]{3}"
YEAR = rf"(?:(?P<year>(?:19|20)\d\d|{CHINESE_YEAR}){S}年(?!度)|(?P<rel>[今本当明次翌去上]年))"
NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
ATOM = re.compile(
    rf"(?:{YEAR}{S}(?:的{S})?)?(?:"
    rf"(?P<month>{NUMBER}){S}月(?!龄|饼|球|嫂|报)份?"
    rf"(?:{S}(?P<day>{NUMBER})(?:{S}[日号](?!线|楼)|(?={SEP}{NUMBER}{S}[日号]))|{S}(?P<dekad>[上中下])旬|{S}(?P<edge>月?[初底末]))?"
    r"|第?(?P<quarter>[一二三四1-4])季度(?P<close>[末底])?|(?P<half>[上下])半年|(?P<yearly>年?[底末初](?!子|级)|年内|全年))"
)
BARE_YEAR = re.compile(rf"{YEAR}")
DOTTED = re.compile(r"(?P<year>20\d\d)(?P<dot>[.\-/])(?P<month>\d{1,2})(?P=dot)(?P<day>\d{1,2})(?!\d)")
LEFT_MONTH = re.compile(rf"(?P<month>\d{{1,2}}){SEP}(?=\d{{1,2}}{S}月)")
LEFT_YEAR = re.compile(rf"(?P<year>20\d\d){SEP}(?=20\d\d{S}年)")
ISSUE = re.compile(r"(?:自|从)?(?:即日|(?:本?(?:方案|通知|意见))?(?:发文|印发|发布|下发)之日)起?")
SECOND_DAY = re.compile(rf"(?P<day>{NUMBER}){S}[日号]")
SECOND_DEKAD = re.compile("([上中下])旬")
SPAN_SEP = re.compile(SEP)
LIST_SEP = re.compile(rf"{S}[、和及]{S}")
UNTIL = re.compile(r"[^\d。；;\n]{0,8}?(?:至|到)\s?")
BEFORE = re.compile(
    rf"{S}(?:[上下]午)?(?:\d{{1,2}}[时点:：]\d{{0,2}}分?)?(?:下班)?(?:[（(]含[）)])?(?:之前|以前|前(?![往期来后沿列述去进景夕])|以内)"
)
FROM = re.compile(r"(?:起(?![草来])|开始|之后|以后|后(?![期续备勤]))")
PAST = re.compile(r"以来")
BY = ("到", "至", "截至", "截止到", "截止", "不晚于", "最迟", "截止时间为")
SINCE = ("自", "从")
START = re.compile(
    r"(?<![\d.])(?=(?:19|20)\d\d|[12]?\d\s?(?:月|[—－–\-~～─至到])|二[〇○零Ｏ]|[今本当明次翌去上]年|[一二三四五六七八九十]+月"
    r"|[上下]半年|第?[一二三四1-4]季度|年[底末初内]|全年|即日|(?:发文|印发|发布|下发)之日)"
)


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Expression]:
    """Every expression of time in text[start:end], in order, not overlapping."""
    end = len(text) if end is None else end
    position = start
    for begin in START.finditer(text, start, end):
        if begin.start() < position:
            continue
        expression = read_date(text, begin.start(), end)
        if expression:
            yield expression
            position = expression.span.end


def read_date(text: str, at: int, end: int) -> Expression | None:
    """The expression whose first point begins exactly at that offset, or None."""
    first = _first_point(text, at, end)
    if first is None:
        return None
    point, stop, spanning = first
    prefix = _prefix(text, at, SINCE)
    joined = _join_span(text, stop, end, point, spanning, bool(prefix))
    if joined:
        last, stop = joined
        begin = at - len(prefix)
        return Expression("span", (point, last), Span(begin, stop), Span(at, stop))
    if spanning:
        return None
    points, stop = _join_list(text, stop, end, point)
    return _close(text, at, stop, end, points, prefix)


def _close(text: str, at: int, stop: int, end: int, points: tuple[Point, ...], since: str) -> Expression:
    core = Span(at, stop)
    form: Form = "list" if len(points) > 1 else "at"
    tail = BEFORE.match(text, stop, end)
    if tail:
        return Expression("before" if form == "at" else form, points, Span(at, tail.end()), core)
    if PAST.match(text, stop, end):
        return Expression("past", points, core, core)
    tail = FROM.match(text, stop, end)
    if tail or since or points[0].grain == "issue":
        return Expression("from", points, Span(at - len(since), tail.end() if tail else stop), core)
    by = _prefix(text, at, BY)
    if by and form == "at" and not text.startswith(("达", "回", "得"), max(at - len(by) - 1, 0)):
        return Expression("before", points, Span(at - len(by), stop), core)
    return Expression(form, points, core, core)


def _prefix(text: str, at: int, words: tuple[str, ...]) -> str:
    return next((word for word in words if text.endswith(word, max(at - len(word), 0), at)), "")


def _first_point(text: str, at: int, end: int) -> tuple[Point, int, bool] | None:
    """The point, where it stops, and whether it is a bare left number that needs a right side."""
    match = DOTTED.match(text, at, end) or ISSUE.match(text, at, end)
    if match and match.re is ISSUE:
        return Point("issue", None, None), match.end(), False
    match = match or ATOM.match(text, at, end)
    if match:
        point = _point(match)
        return (point, match.end(), False) if point else None
    match = LEFT_YEAR.match(text, at, end)
    if match:
        return Point("year", int(match["year"]), None), match.start() + 4, True
    match = BARE_YEAR.match(text, at, end)
    if match:
        return Point("year", *_year(match)), match.end(), False
    match = LEFT_MONTH.match(text, at, end)
    if match and 1 <= int(match["month"]) <= 12:
        month = int(match["month"])
        return Point("month", None, None, (month, 1), (month, 0)), match.end("month"), True
    return None


def _year(match: re.Match[str]) -> tuple[int | None, int | None]:
    if match["year"]:
        return read_integer(match["year"].replace("Ｏ", "〇").replace("O", "〇")), None
    relative = match["rel"] if "rel" in match.re.groupindex else None
    return (None, RELATIVE_YEARS[relative]) if relative else (None, None)


def _point(match: re.Match[str]) -> Point | None:
    year, shift = _year(match)
    groups = match.groupdict()
    if groups["month"]:
        return _in_month(groups, year, shift)
    if groups["quarter"]:
        last = QUARTERS[groups["quarter"]] * 3
        if groups["close"]:
            return Point("day", year, shift, (last, 0), (last, 0))
        return Point("quarter", year, shift, (last - 2, 1), (last, 0))
    if groups["half"]:
        first = 1 if groups["half"] == "上" else 7
        return Point("half", year, shift, (first, 1), (first + 5, 0))
    word = groups["yearly"]
    if word.endswith(("底", "末")):
        return Point("day", year, shift, (12, 31), (12, 31)) if year or shift is not None or word[0] == "年" else None
    if word.endswith("初"):
        return Point("month", year, shift, (1, 1), (1, 0)) if year or shift is not None or word[0] == "年" else None
    return Point("year", year, shift)


def _in_month(groups: dict[str, str | None], year: int | None, shift: int | None) -> Point | None:
    month = read_integer(groups["month"] or "") or 0
    if not 1 <= month <= 12:
        return None
    if groups.get("day"):
        day = read_integer(groups["day"] or "") or 0
        return Point("day", year, shift, (month, day), (month, day)) if is_day(year, month, day) else None
    if groups.get("dekad"):
        first, last = dekad_bounds(None, month, "上中下".index(groups["dekad"] or "") + 1)
        return Point("dekad", year, shift, first[1:], (month, 0 if last.day > 20 else last.day))
    edge = (groups.get("edge") or "")[-1:]
    if edge == "初":
        return Point("dekad", year, shift, (month, 1), (month, 10))
    if edge:
        return Point("day", year, shift, (month, 0), (month, 0))
    return Point("month", year, shift, (month, 1), (month, 0))


def _join_span(text: str, stop: int, end: int, left: Point, spanning: bool, since: bool) -> tuple[Point, int] | None:
    separator = SPAN_SEP.match(text, stop, end)
    if separator is None and since:
        separator = UNTIL.match(text, stop, end)
    if separator is None:
        return None
    after = separator.end()
    right = _first_point(text, after, end)
    if right and not right[2] and right[0].grain != "issue":
        return right[0], right[1]
    dekad = SECOND_DEKAD.match(text, after, end)
    if dekad and left.grain in ("day", "dekad"):
        month = left.last[0]
        first, last = dekad_bounds(None, month, "上中下".index(dekad[1]) + 1)
        return Point("dekad", left.year, left.shift, first[1:], (month, 0 if last.day > 20 else last.day)), dekad.end()
    day = SECOND_DAY.match(text, after, end)
    if day and left.grain == "day":
        number = read_integer(day["day"]) or 0
        month = left.last[0]
        if is_day(left.year, month, number):
            return Point("day", left.year, left.shift, (month, number), (month, number)), day.end()
    return None


def _join_list(text: str, stop: int, end: int, first: Point) -> tuple[tuple[Point, ...], int]:
    points = [first]
    while first.grain in ("day", "month") and len(points) < 40:
        separator = LIST_SEP.match(text, stop, end)
        if separator is None:
            break
        following = _first_point(text, separator.end(), end)
        day = SECOND_DAY.match(text, separator.end(), end) if following is None and first.grain == "day" else None
        if following and not following[2] and following[0].grain == first.grain:
            points.append(following[0])
            stop = following[1]
        elif day and is_day(points[-1].year, points[-1].last[0], read_integer(day["day"]) or 0):
            place = (points[-1].last[0], read_integer(day["day"]) or 0)
            points.append(Point("day", points[-1].year, points[-1].shift, place, place))
            stop = day.end()
        else:
            break
    return tuple(points), stop
