"""Rules about single days: dates that do not exist, weekdays that do not fit, limits that cannot be kept."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from luoshi.kit.calendar import is_day
from luoshi.kit.numerals import read_integer
from luoshi.kit.spans import Span
from luoshi.plan.check.case import Case, Hit, short
from luoshi.plan.model import Task, Time

HASTE = 2
NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
YEAR = r"(?:(?P<year>(?:19|20)\d\d)年)?"
DAY = re.compile(rf"{YEAR}(?<![\d一二三四五六七八九十])(?P<month>{NUMBER})月(?P<day>{NUMBER})[日号]")
WEEKDAY = re.compile(
    rf"{YEAR}(?<!\d)(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]?\s*[（(](?:星期|周)(?P<weekday>[一二三四五六日天])[）)]"
)
MONTH = re.compile(r"(?<![\d.])(?:0|1[3-9]|[2-9]\d)月(?![龄薪供内以])")
GLUED = re.compile(r"(?:19|20)\d\d(?:19|20)\d\d年")
MONTHLESS = re.compile(r"(?<=[至到—－~-])(?:1[0-2]|[1-9])(?:底(?![层部线数下气])|初(?![中期一步次级心衷]))")
WEEKDAYS = "一二三四五六日"
STATED_DAY = re.compile(r"[日号]")


def same_kind(one: str, other: str) -> bool:
    """True if both dates carry a year or neither does, so that they compare as text."""
    return (one[0] == "-") == (other[0] == "-")


def weekdays_between(last: str, first: str) -> int:
    """How many days from Monday to Friday lie between two ISO dates, neither counted."""
    return _weekdays(date.fromisoformat(last), date.fromisoformat(first) - timedelta(1))


def impossible(case: Case) -> Iterator[Hit]:
    """Dates that no calendar has, and dates whose figures ran together or lost a unit."""
    for found in case.find(DAY):
        month, day = read_integer(found["month"]), read_integer(found["day"])
        if month and day is not None and not _exists(found["year"], month, day):
            yield Hit(Span(*found.span()), f"“{found[0]}”这一天不存在", "请核对月份和日期")
    for pattern in (MONTH, GLUED, MONTHLESS):
        for found in case.find(pattern):
            yield Hit(Span(*found.span()), f"“{found[0].strip()}”不成日期", "请核对是否缺字、多字或连写")


def _exists(year: str | None, month: int, day: int) -> bool:
    """False for a day that its month never has; what is no month is told by the month's own pattern."""
    return month > 12 or is_day(int(year) if year else None, month, day)


def wrong_weekday(case: Case) -> Iterator[Hit]:
    """Dates printed with a weekday that is another one in their year."""
    for found in case.find(WEEKDAY):
        year, month, day = found["year"] or case.year, int(found["month"]), int(found["day"])
        if year and is_day(int(year), month, day):
            weekday = WEEKDAYS[date(int(year), month, day).weekday()]
            if weekday != found["weekday"].replace("天", "日"):
                seen = f"{year}年{month}月{day}日是星期{weekday}，文中写的是星期{found['weekday']}"
                yield Hit(Span(*found.span()), seen, "请核对日期或星期")


def on_rest_day(case: Case) -> Iterator[Hit]:
    """Limits that fall on a day of rest: by the calendar where it is known, else a Saturday or Sunday; once a date."""
    for day, (time, tasks) in _limits(case).items():
        is_known = case.workdays is not None and day <= case.workdays.last
        is_rest = not case.workdays.is_workday(day) if case.workdays and is_known else day.weekday() > 4
        if is_rest:
            many = f"，共{len(tasks)}项" if len(tasks) > 1 else ""
            off = "，当天不上班" if is_known else ""
            seen = f"期限“{short(time.text)}”是星期{WEEKDAYS[day.weekday()]}{off}{many}"
            way_out = "宜改到相邻的工作日" if is_known else "如不是调休上班日，宜改到相邻的工作日"
            yield Hit(time.span, seen, way_out)


def before_issue(case: Case) -> Iterator[Hit]:
    """Limits that lay in the past when the plan was issued; told once a date."""
    for day, (time, tasks) in _limits(case).items():
        if case.plan.issued and day.isoformat() < case.plan.issued:
            seen = f"“{short(tasks[0].title)}”的期限“{short(time.text)}”早于成文日期{case.plan.issued}"
            yield Hit(time.span, seen, "请核对年份，或删去已过的期限")


def in_haste(case: Case) -> Iterator[Hit]:
    """Limits that leave hardly a working day after the plan's issue; told once a date."""
    issued = date.fromisoformat(case.plan.issued) if case.plan.issued else None
    for day, (time, tasks) in _limits(case).items():
        if issued and issued <= day and (left := _weekdays(issued, day)) <= HASTE:
            many = f"等{len(tasks)}项" if len(tasks) > 1 else ""
            seen = f"“{short(tasks[0].title)}”{many}的期限“{short(time.text)}”距成文只有{left}个工作日"
            yield Hit(time.span, seen, "请放宽期限，或提前印发")


def _limits(case: Case) -> dict[date, tuple[Time, list[Task]]]:
    """Tasks due on a stated day, by that day, with the time that first states it."""
    due: dict[date, tuple[Time, list[Task]]] = {}
    for task in case.plan.tasks:
        time = task.time
        if time and time.end and time.end[0] != "-" and time.start in (None, time.end) and STATED_DAY.search(time.text):
            due.setdefault(date.fromisoformat(time.end), (time, []))[1].append(task)
    return due


def _weekdays(after: date, until: date) -> int:
    days = (after + timedelta(n) for n in range(1, (until - after).days + 1))
    return sum(day.weekday() < 5 for day in days)
