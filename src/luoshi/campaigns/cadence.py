"""How a plan's words say that something comes again, as periods with their dates. Pure values.

The words are those that `plan` reads as a recurrence (每月20日前, 每季度末, 每周五, 每年6月、12月) or as a list of
days or months (5月20日、6月3日). A day of the plan is kept as it says it, also where it is no working day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from luoshi.kit.periods import DAY, Every, Period, period_of, placed
from luoshi.kit.spans import Span
from luoshi.plan.piece import time_of

CYCLES = ("weekly", "monthly", "quarterly", "yearly")
LISTED = re.compile(r"[日号月旬][、和]")
CYCLE = re.compile(r"每个?(?:年度?|季度?|月|周|星期)(?P<marks>.*)")
MARK = re.compile(
    r"(?:(?P<month>\d{1,2})月|第?(?P<nth>[一二三首末])个?月)?(?:(?P<day>\d{1,2})[日号]|(?P<part>[上中下]旬|[初底末]))?"
)
WEEKDAYS = "一二三四五六日"
NTH = {"首": 1, "一": 1, "二": 2, "三": 3, "末": 3}
PARTS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (1, 31), "末": (1, 31)}
FRIDAY = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A due day in a cycle: day `day` of its `month`-th month, or the `day`-th day of the week.

    `opens` is the (month, day) from which it runs; None from the mark before, or the beginning of the cycle.
    """

    month: int
    day: int
    opens: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Cadence:
    """Marks in every cycle, or the single periods that a list names."""

    every: Every | None = None
    marks: tuple[Mark, ...] = ()
    listed: tuple[Period, ...] = ()

    def periods(self, since: date, until: date) -> Iterator[Period]:
        """The periods that are not over before `since` and begin by `until`, cut to these days, in order."""
        for start, due in self.listed or self._cycles(since, until):
            if due >= since and start <= until:
                yield Period(max(start, since), min(due, until))

    def _cycles(self, since: date, until: date) -> Iterator[Period]:
        around = period_of(cast(Every, self.every), since)
        while around.start <= until:
            start = around.start
            for mark in self.marks:
                due = self._placed(around, mark.month, mark.day)
                opened = max(start, self._placed(around, *mark.opens)) if mark.opens else start
                if opened <= due:  # else a short month makes one day of two marks
                    yield Period(opened, due)
                start = due + DAY
            around = period_of(cast(Every, self.every), around.end + DAY)

    def _placed(self, around: Period, month: int, day: int) -> date:
        return around.start + (day - 1) * DAY if self.every == "weekly" else placed(around.start, day, month)


def cadence(recurrence: str, words: str, year: int) -> Cadence | None:
    """What a task's recurrence and words for its time say; None for what is done once, or all the time.

    `year` dates a list that gives no year.
    """
    if recurrence in CYCLES:
        found = CYCLE.search(words)
        marks = tuple(_marks(recurrence, found["marks"] if found else ""))
        return Cadence(cast(Every, recurrence), marks or (_last(recurrence),))
    if recurrence or not LISTED.search(words):
        return None
    listed = tuple(_listed(words, year))
    return Cadence(listed=listed) if listed else None


def _marks(recurrence: str, words: str) -> Iterator[Mark]:
    if recurrence == "weekly":
        if words[:1] and words[0] in WEEKDAYS + "天":
            yield Mark(1, WEEKDAYS.find(words[0]) + 1 or 7)
        return
    found = [match for match in MARK.finditer(words) if match[0]]
    named = (_mark(recurrence, match, words[match.end() : match.end() + 2]) for match in found)
    by_due = {(mark.month, mark.day): mark for mark in named}
    yield from (by_due[due] for due in sorted(by_due))


def _mark(recurrence: str, match: re.Match[str], after: str) -> Mark:
    """One mark; a month or a part of one that is no limit runs from its own first day."""
    last = _last(recurrence).month
    month = int(match["month"] or 0) or NTH.get(match["nth"] or "", 1 if match["part"] == "初" else last)
    month = min(max(month, 1), last)
    if match["day"]:
        return Mark(month, min(max(int(match["day"]), 1), 31))
    first, day = PARTS.get(match["part"] or "", (1, 31))
    is_limit = after.startswith(("前", "之前", "以前")) or match["part"] in ("底", "末")
    return Mark(month, day, None if is_limit else (month, first))


def _last(recurrence: str) -> Mark:
    """The end of the cycle; of a week, its Friday."""
    if recurrence == "weekly":
        return Mark(1, FRIDAY)
    return Mark({"monthly": 1, "quarterly": 3, "yearly": 12}[recurrence], 31)


def _listed(words: str, year: int) -> Iterator[Period]:
    time = time_of(words, Span(0, len(words)), year)
    start: date | None = None
    for day in map(date.fromisoformat, time.days if time else ()):
        yield Period(start or day.replace(day=1), day)
        start = day + DAY
    for month in time.months if time else ():
        first = date.fromisoformat(f"{month}-01")
        yield Period(first, placed(first, 31))
