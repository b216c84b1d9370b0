"""Rules about when tasks and stages are to happen."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from luoshi.plan.check.case import Case, Hit, parent_id, short, timed
from luoshi.plan.check.coverage import gaps
from luoshi.plan.check.days import same_kind, weekdays_between
from luoshi.plan.model import Stage, Task, Time

FEW = 3
FINE = re.compile("[日号旬初底末中]")
COARSE = re.compile("[月季]|半年")
WRAPPING_UP = re.compile("总结|验收|评估|评议|测评|回头看|报送|上报|考核|表彰|通报")
GETTING_READY = re.compile("动员|筹备|准备|制定|印发|部署")
SIDE_BY_SIDE = re.compile("压茬|交叉|穿插|同步|贯穿|不划定|不划阶段|不分阶段|压缩")


def task_without_time(case: Case) -> Iterator[Hit]:
    """Tasks for which no time is given, neither by themselves nor by their stage, in a plan that times nearly all."""

    def is_timed(task: Task) -> bool:
        stage = case.stage_of(task)
        return task.time is not None or bool(stage and stage.time)

    if any(task.time for task in case.plan.tasks):
        stages = {stage.span for stage in case.plan.stages}
        for item in gaps(case, is_timed):
            if item.span in stages:
                continue
            yield Hit(case.title_span(item), f"“{short(item.title)}”没有写时间", "请补写完成时限或起止时间")


def none_at_all(case: Case) -> Iterator[Hit]:
    """A plan of several tasks that times neither them nor the whole."""
    stated = [
        case.plan.window,
        *(stage.time for stage in case.plan.stages),
        *(task.time for task in case.working_tasks),
    ]
    if len(case.working_tasks) >= FEW and not any(stated):
        seen = f"全篇{len(case.working_tasks)}项任务都没有写时间"
        yield Hit(case.heading, seen, "请写明活动时间或各项的完成时限，或在采用时指定")


def stage_without_time(case: Case) -> Iterator[Hit]:
    """Stages without a time among stages that have one."""
    if any(stage.time for stage in case.plan.stages):
        for stage in case.plan.stages:
            if stage.time is None:
                yield Hit(
                    case.title_span(stage), f"阶段“{short(stage.title)}”没有写时间", "其余阶段写了，请补写起止时间"
                )


def outside_window(case: Case) -> Iterator[Hit]:
    """Times of tasks and stages that begin before the plan's window or end after it."""
    window = case.plan.window
    told = set()
    for item in case.dated_items if window else ():
        time = timed(item)
        if time and window and time.span not in told and _is_outside(time, window, _manner(case, item)):
            told.add(time.span)
            seen = f"“{short(item.title)}”的时间“{short(time.text)}”超出活动时间“{short(window.text)}”"
            yield Hit(time.span, seen, "请改正其中一个，或写明为何在外")


def outside_stage(case: Case) -> Iterator[Hit]:
    """Times of tasks that leave their stage's time."""
    for task in case.plan.tasks:
        stage, time = case.stage_of(task), timed(task)
        if not (stage and stage.time and time) or stage.span == task.span or stage.time.span == time.span:
            continue
        if case.plan.window and _is_outside(time, case.plan.window, ""):
            continue
        if _is_outside(time, stage.time, _manner(case, task)):
            frame = f"{short(stage.title)}的“{short(stage.time.text)}”"
            seen = f"“{short(task.title)}”的时间“{short(time.text)}”不在{frame}之内"
            yield Hit(time.span, seen, "请改正时间，或把任务移到相应阶段")


def _manner(case: Case, item: Task | Stage) -> str:
    return item.title + (case.own_words(item) if isinstance(item, Task) else "")


def _is_outside(time: Time, frame: Time, manner: str) -> bool:
    early = _before(time.start or time.end, frame.start, time) and not GETTING_READY.search(manner)
    late = _before(frame.end, time.end, time) and not WRAPPING_UP.search(manner)
    return early or late


def _before(one: str | None, other: str | None, time: Time) -> bool:
    """True if the first day lies before the other; a bare month or year only by its month or year."""
    if not (one and other and same_kind(one, other)):
        return False
    digits = 10 if FINE.search(time.text) else -3 if COARSE.search(time.text) else -6
    return one[:digits] < other[:digits]


class Phase(NamedTuple):
    """A stage with its first and last day."""

    stage: Stage
    time: Time
    start: str
    end: str


def overlap(case: Case) -> Iterator[Hit]:
    """Stages that begin before the one before them has ended."""
    for one, two in _successive(case):
        if two.start <= one.end and not SIDE_BY_SIDE.search(_announcement(case, one.stage) + two.stage.title):
            first, second = short(one.stage.title), short(two.stage.title)
            seen = f"{second}的“{short(two.time.text)}”与{first}的“{short(one.time.text)}”重叠"
            yield Hit(two.time.span, seen, "请错开两段时间，或写明交叉进行")


def gap(case: Case) -> Iterator[Hit]:
    """Working days between two stages that belong to neither."""
    for one, two in _successive(case):
        if one.end[0] != "-" and weekdays_between(one.end, two.start):
            seen = f"{short(one.stage.title)}止于{one.end}，{short(two.stage.title)}始于{two.start}，中间有空档"
            yield Hit(two.time.span, seen, "请核对起止日期，使前后阶段相接")


def _successive(case: Case) -> Iterator[tuple[Phase, Phase]]:
    """Stages that follow each other under the same heading and both fill a stretch of days."""
    for one, two in pairwise(case.plan.stages):
        first, second = _phase(one), _phase(two)
        sisters = parent_id(one.node or "") == parent_id(two.node or "")
        if sisters and first and second and same_kind(first.end, second.start):
            yield first, second


def _phase(stage: Stage) -> Phase | None:
    time = stage.time
    if time is None or time.days or time.months or not (time.start and time.end):
        return None
    return Phase(stage, time, time.start, time.end)


def _announcement(case: Case, stage: Stage) -> str:
    """What the plan says of its stages before the first one."""
    around = case.nodes.get(parent_id(stage.node or ""))
    return case.words(case.lead_in(around)) if around else ""


def reversed_time(case: Case) -> Iterator[Hit]:
    """Times whose last day lies before their first."""
    for time in (case.plan.window, *(item.time for item in case.dated_items)):
        if time and time.start and time.end and same_kind(time.start, time.end) and time.end < time.start:
            yield Hit(time.span, f"“{short(time.text)}”的止期早于起期", "请核对年份和月份")
