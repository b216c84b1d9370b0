"""How dates, numbers and standings are said on the desk's pages, written for the journeys anew."""

from datetime import date, datetime

from django.utils import timezone

NUMERALS = "零一二三四五六七八九"
COLOURS = {"bad": "红", "warn": "黄", "ok": "绿", "idle": "灰", "done": "办结"}
STATES = {
    "": "未下发",
    "issued": "待签收",
    "in_progress": "办理中",
    "submitted": "待验收",
    "done": "已办结",
    "change_review": "延期待批",
}
COURSE = {"draft": "筹备中", "running": "进行中"}
WEIGHTS = {"error": "须定", "warning": "请核", "info": "提示"}
ROLES = {
    "lead_person": "牵头领导",
    "person": "责任人",
    "lead_unit": "牵头单位",
    "unit": "责任单位",
    "support_unit": "配合单位",
}
POSTS = {"office": "领导小组办公室", "supervisor": "督导组", "liaison": "联络员"}
INFERRED = {"year": "年份", "due:stage": "随阶段", "due:window": "随方案期限", "lead": "居首"}
RECURRENCES = {
    "yearly": "每年",
    "quarterly": "每季度",
    "monthly": "每月",
    "weekly": "每周",
    "ongoing": "长期坚持",
    "immediate": "立行立改",
}
SIGNS = {"=": "", ">=": "≥", "<=": "≤", ">": ">", "<": "<"}


def flat(words: str) -> str:
    """The words with single spaces, as they are taken from a page."""
    return " ".join(words.split())


def said_day(day: date, this_year: int | None = None) -> str:
    """6月24日, with its year where that is not the one given."""
    year = "" if this_year in (None, day.year) else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def weekday(day: date) -> str:
    return "周" + "一二三四五六日"[day.weekday()]


def with_weekday(day: date) -> str:
    return f"{said_day(day)} {weekday(day)}"


def when(moment: datetime, today: date) -> str:
    """今天, or the day of a moment on the wall clock."""
    day = timezone.localtime(moment).date()
    return "今天" if day == today else said_day(day, today.year)


def clock(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.hour}:{local.minute:02}"


def period(start: date | None, end: date | None) -> str:
    if start and end:
        return f"{said_day(start)}至{said_day(end)}"
    return f"{said_day(end)}止" if end else f"{said_day(start)}起" if start else ""


def amount(number: float) -> str:
    """1,200 or 0.5: two decimals at most, none of them idle."""
    whole, _dot, rest = f"{number:,.2f}".partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def ordinal(number: int) -> str:
    """三, 十二, 二十, as sections are counted; up to 99."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, NUMERALS[tens] + "十")
    return head + (NUMERALS[ones] if ones else "")


def quoted(words: str) -> str:
    return words if "“" in words else f"“{words}”"


def listed(numbers: dict[str, int]) -> str:
    """Counts by light as lists say them: 3 红 2 绿; none of a colour is left out."""
    return " ".join(f"{numbers[light]} {word}" for light, word in COLOURS.items() if numbers.get(light))
