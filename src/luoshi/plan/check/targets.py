"""Rules about what can be counted."""

import re
from collections.abc import Iterator

from luoshi.plan.check.case import Case, Hit, lineage, short
from luoshi.plan.model import Target, Task

FREQUENCY = re.compile("[年月季周日天]")
YEAR = re.compile(r"20\d\d(?=年)")
SENTENCE = 60
DURATIONS = ("小时", "天", "日", "分钟", "年", "周", "月")


def without_time(case: Case) -> Iterator[Hit]:
    """Targets for which no day is set by their task, an item around it, its stage or the plan's window; told once."""
    if case.plan.window or not any(task.time for task in case.working_tasks):
        return
    untimed = [task for task in case.working_tasks if task.targets and not _is_timed(case, task)]
    targets = [target for task in untimed for target in task.targets if not _says_when(target)]
    if targets:
        many = f"等{len(targets)}个" if len(targets) > 1 else ""
        seen = f"指标“{short(targets[0].text)}”（{short(targets[0].subject)}）{many}没有写什么时候完成"
        yield Hit(targets[0].span, seen, "请补写完成时限")


def _says_when(target: Target) -> bool:
    return bool(FREQUENCY.search(target.per or "")) or target.unit.endswith(DURATIONS)


def _is_timed(case: Case, task: Task) -> bool:
    stage = case.stage_of(task)
    around = (other for place in lineage(task.node) for other in case.own_tasks.get(place, ()))
    inside = case.tasks_at[task.node] if task.node else []
    return bool(stage and stage.time) or any(other.time for other in (task, *around, *inside))


def two_values(case: Case) -> Iterator[Hit]:
    """Quotas for the same thing and the same day that differ between two places of the plan."""
    first: dict[tuple[object, ...], tuple[Task, Target]] = {}
    for task in case.plan.tasks:
        for target in task.targets:
            if not _is_quota(target):
                continue
            key = (target.subject, target.unit, target.per, target.comparator, _due(case, task, target))
            other, earlier = first.setdefault(key, (task, target))
            if other is not task and earlier.value != target.value:
                seen = f"{short(target.subject)}前面写“{short(earlier.text)}”，这里写“{short(target.text)}”"
                yield Hit(target.span, seen, "请统一成一个数")


def _due(case: Case, task: Task, target: Target) -> str | None:
    """When the quota is due: by the year that its sentence names, else by its task's time."""
    sentence = case.text[max(task.span.start, target.span.start - SENTENCE) : target.span.start].rpartition("。")[2]
    years = YEAR.findall(sentence)
    return years[-1] if years else task.time.end if task.time else None


def _is_quota(target: Target) -> bool:
    return len(target.subject) > 1 and (target.comparator != "=" or bool(target.per) or target.unit == "%")
