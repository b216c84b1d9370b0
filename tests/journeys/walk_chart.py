"""The wall chart at both scales, row by row with the places of its bars, compared with the truth."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page

from journeys.seen import Seen, go, near, press, same
from journeys.truth import Row, Stage, Truth
from journeys.walk_home import frame
from journeys.wording import flat, period, with_weekday

SCREEN = 100
FIVE_WEEKS = 35
LONGEST = 550
LONG_WORDS = 10
"""Longer names of what is counted stand on no bar."""


def chart(page: Page, truth: Truth) -> None:
    """The whole campaign by ten-day periods and five weeks by days, each to its last screen."""
    monday = truth.today - timedelta(truth.today.weekday() + 7)
    _screens(page, truth, go(page, "chart", truth.campaign.pk), None)
    _screens(page, truth, press(page, ".head .acts a:has-text('按日看近五周')"), monday)


def _screens(page: Page, truth: Truth, seen: Seen, monday: date | None) -> None:
    for first in range(0, len(truth.rows), SCREEN):
        if first:
            seen = press(page, ".pager a[rel=next]")
        rows = truth.rows[first : first + SCREEN]
        days = [monday + timedelta(n) for n in range(FIVE_WEEKS)] if monday else _days(truth, truth.rows)
        frame(seen, truth)
        _head(seen, truth)
        _scale(seen, days)
        same("bands", seen.words("tr.stage"), _bands(truth, rows, days))
        for element, row in zip(_elements(seen, rows), rows, strict=True):
            _compare(element, row, days)
        seen.close()


def _days(truth: Truth, rows: list[Row]) -> list[date]:
    """Every day from the first that the plan or a row names to the last, ten at least."""
    named = [day for stage in truth.stages for day in (stage.start, stage.end)]
    named += [truth.campaign.start, truth.campaign.end, *(day for row in rows for day in (row.start, row.due))]
    known = [day for day in named if day] or [truth.today]
    first, last = min(known), max(known)
    return [first + timedelta(n) for n in range(max((last - first).days + 1, 10))]


def _head(seen: Seen, truth: Truth) -> None:
    total = len(truth.rows)
    same("head", seen.words(".head > p"), [f"{total}项，数据截止 {with_weekday(truth.today)}"])
    same("paper", seen.words(".head .acts button"), ["打印 A3 横向"])
    same("for screen readers", seen.line("caption"), f"任务按时间排布，共{total}项")
    printed = seen.words(".print-head p")
    same("printed title", printed[0], flat(f"{truth.campaign.title} 挂图作战表"))
    assert f"数据截止：{truth.today.month}月{truth.today.day}日" in printed[1]
    assert seen.words(".psign span")[2].startswith("打印日期：20")
    assert len(seen.take(".pager a")) <= 3


def _scale(seen: Seen, days: list[date]) -> None:
    months = [f"{day.month}月" for day in days if day == days[0] or day.day == 1]
    same("months", seen.words(".tl-head text.m"), months)
    minor = [label for _place, label in _minor(days)]
    same("days or ten-day periods", seen.words(".tl-head text.s"), minor)
    near(
        "their places",
        _numbers(seen.take(".tl-head line.s"), "x1"),
        [100 * at / len(days) for at, _label in _minor(days)],
    )


def _minor(days: list[date]) -> Iterator[tuple[int, str]]:
    """(place, label) of each day in a short time, of each ten-day period in a longer one."""
    if len(days) > LONGEST:
        return
    for place, day in enumerate(days):
        if len(days) <= 45:
            yield place, str(day.day)
        elif place == 0 or day.day in (1, 11, 21):
            yield place, "上" if day.day <= 10 else "中" if day.day <= 20 else "下"


def _bands(truth: Truth, rows: list[Row], days: list[date]) -> list[str]:
    stages = {stage.pk: stage for stage in truth.stages}
    said, last = [], object()
    for row in rows:
        if row.task.stage_id != last:
            last = row.task.stage_id
            stage = stages.get(row.task.stage_id or 0)
            said.append(flat(_band(truth, stage, truth.today in days) if stage else "不分阶段"))
    return said


def _band(truth: Truth, stage: Stage, has_today: bool) -> str:
    dated = period(stage.start, stage.end) if stage.start and stage.end else ""
    starts, ends = stage.start or date.min, stage.end or date.max
    is_now = bool(stage.start or stage.end) and starts <= truth.today <= ends
    return f"{stage.title} {truth.lights(stage).total()}项{dated}{'今天' if is_now and has_today else ''}"


def _elements(seen: Seen, rows: list[Row]) -> list[Any]:
    found = seen.take("table.wall tbody tr:not(.stage)")
    said = [(each.one("th").words, each.one("td.who").words) for each in found]
    true = [(f"{row.reason}{row.task.number}{row.task.title}", f"{row.unit}{row.task.lead_people}") for row in rows]
    same("rows of the chart", said, [(flat(what), flat(who)) for what, who in true])
    links = [(row.held.pk if row.held else None, row.task.pk) for row in rows]
    shown = [each.one("th a").get("href").split("/tasks/")[1] for each in found]
    same("where rows lead", shown, [f"{task}/" + (f"?a={held}" if held else "") for held, task in links])
    return found


def _compare(element: Any, row: Row, days: list[date]) -> None:
    """The bar: its words, its label, and where plan, progress, shortfall and overrun begin and end."""
    (picture,) = element.css("svg.tl")
    what = f"bar of task {row.task.number}"
    if row.start is None and row.due is None:
        same(what, (picture.words, picture.css("rect")), ("", []))
        return
    same(what, picture.get("aria-label"), f"{period(row.start, row.due)}，进度{row.progress}%")
    true = {kind: part for kind, whole in _parts(row, days).items() if (part := _inside(whole))}
    shown = {rect.get("class").split()[0]: rect for rect in picture.css("rect")}
    same(what, list(shown), list(true))
    near(what, _numbers(list(shown.values()), "x"), [start for start, _end in true.values()])
    near(what, _numbers(list(shown.values()), "width"), [end - start for start, end in true.values()])
    same(what, [text.words for text in picture.css("text")], _labels(row, days))


def _parts(row: Row, days: list[date]) -> dict[str, tuple[float, float]]:
    """(begin, end) of each part of the bar in percent of the time shown, however far outside it."""
    share = 100 / len(days)

    def at(day: date) -> float:
        return (day - days[0]).days * share

    begin = at(row.start or row.due or days[0])
    end = max(begin, at(row.due) + share if row.due else 100.0)
    done = begin + (end - begin) * row.progress / 100
    parts = {"plan": (begin, end), "fill": (begin, done)}
    if row.state in ("issued", "in_progress") and row.expected:
        parts["gap"] = (done, begin + (end - begin) * row.expected / 100)
    if row.reason == "逾期" and row.due and row.due < row.today:
        parts["over"] = (end, at(row.today))
    return parts


def _inside(part: tuple[float, float]) -> tuple[float, float] | None:
    begin, end = (min(100.0, max(0.0, place)) for place in part)
    return (begin, end) if end > begin and part[1] > part[0] else None


def _labels(row: Row, days: list[date]) -> list[str]:
    """What is counted, at the bar's begin, and the percentage at its end, where these lie in the time shown."""
    parts = _parts(row, days)
    targets = row.task.targets.order_by("number")
    words = "　".join(
        f"{each.subject if len(each.subject) <= LONG_WORDS else ''}{each.value:g}{each.unit}" for each in targets[:3]
    )
    said = [words] if words and 0 <= parts["plan"][0] <= 100 else []
    end = max(parts["plan"][1], parts.get("over", parts["plan"])[1])
    is_told = row.held and row.state != "done" and (row.progress or row.light != "idle")
    if is_told and 0 <= end <= 100:
        said.append(f"{row.progress}%")
    return [flat(each) for each in said]


def _numbers(elements: list[Any], name: str) -> list[float]:
    return [float(each.get(name).rstrip("%")) for each in elements]
