"""Rules about who is to do a task."""

import re
from collections import Counter
from collections.abc import Iterator

from luoshi.plan.check.case import Case, Hit, short
from luoshi.plan.check.coverage import gaps
from luoshi.plan.check.units import is_set
from luoshi.plan.model import Duty, Task

FEW = 3
BIDS = r"(?:要(?![求素点害闻件道])|应(?![用急])|须|负责(?!人)|牵头)"
NAMED_IN_PROSE = re.compile(
    r"由[^，,。；;]{2,24}(?:牵头|负责(?!人)|组织|承担)"
    rf"|各(?!项|类|种|方面)[^，,。；;：:“”]{{1,24}}{BIDS}"
    rf"|(?:局|委|办|部|科|处|室|站|所|队|中心|单位|部门|企业|支部|街道|政府|地区){BIDS}"
)
WORK = 5
LABEL_WORDS = re.compile("工作|牵头|责任|配合|协办|主办|承办|落实|参与|参加|单位|部门|科室|处室|领导|负责|按职责|分工")
LABEL = re.compile("(?:牵头|责任|主办|承办|配合)(?:单位|部门|处室|科室|领导)")
VAGUE = re.compile("相关|有关")
LEADING = {"lead_unit", "unit", "lead_person", "person"}


def without_party(case: Case) -> Iterator[Hit]:
    """Tasks for which nobody is named, in a plan that names somebody for nearly all."""
    for item in gaps(case, lambda task: bool(task.duties)):
        if not NAMED_IN_PROSE.search(case.opening(item)):
            yield Hit(case.title_span(item), f"“{short(item.title)}”没有写责任单位", "请补写由谁牵头、由谁配合")


def none_at_all(case: Case) -> Iterator[Hit]:
    """A plan of several tasks that assigns none of them, nor prints a label that would."""
    assigned = any(task.duties for task in case.plan.tasks) or any(case.find(LABEL))
    if len(case.working_tasks) >= FEW and not assigned:
        seen = f"全篇{len(case.working_tasks)}项任务都没有写责任单位"
        yield Hit(case.heading, seen, "请在方案里逐项写明，或在采用时指定")


def without_lead(case: Case) -> Iterator[Hit]:
    """Tasks that list several units without saying which one leads; told once, at the first of them."""
    unled = [(task, group) for task in case.plan.tasks for group in _groups(case, task) if _is_unled(group)]
    if unled:
        task, group = unled[0]
        many = f"等{len(unled)}处" if len(unled) > 1 else ""
        seen = f"“{short(task.title)}”{many}并列多个责任单位，没有写谁牵头"
        yield Hit(group[0].span, seen, "采用时各以排在最前的单位为牵头，可逐项改定")


def _is_unled(group: list[Duty]) -> bool:
    roles = Counter(duty.role for duty in group)
    return roles["unit"] > 1 and not roles["lead_unit"] and not roles["lead_person"]


def listed_twice(case: Case) -> Iterator[Hit]:
    """Units that one assignment names twice, as leader and helper or twice in one list."""
    for task in case.plan.tasks:
        for group in _groups(case, task):
            seen: set[str] = set()
            for duty in group:
                if duty.name in seen:
                    words = f"“{short(task.title)}”里“{short(duty.name)}”列了两次"
                    yield Hit(duty.span, words, "请只留一处，写清是牵头还是配合")
                if duty.role not in ("lead_person", "person"):
                    seen.add(duty.name)


def _groups(case: Case, task: Task) -> list[list[Duty]]:
    """The task's duties by assignment: what a sentence of work parts belongs to two of them."""
    groups: list[list[Duty]] = []
    place = 0
    for duty in sorted(task.duties, key=lambda duty: duty.span):
        if not groups or _is_work(case.text[place : duty.span.start]):
            groups.append([])
        groups[-1].append(duty)
        place = max(place, duty.span.end)
    return groups


def _is_work(between: str) -> bool:
    return sum(letter.isalnum() for letter in LABEL_WORDS.sub("", between)) > WORK


def only_support(case: Case) -> Iterator[Hit]:
    """Tasks that name helpers and nobody to help."""
    for task in case.plan.tasks:
        if task.duties and not any(duty.role in LEADING for duty in task.duties):
            seen = f"“{short(task.title)}”只写了配合单位“{short(task.duties[0].name)}”"
            yield Hit(task.duties[0].span, seen, "请补写牵头单位或责任单位")


def only_vague(case: Case) -> Iterator[Hit]:
    """Tasks whose only party is a set of unnamed units, such as 有关部门; told once a name."""
    told: set[str] = set()
    for task in case.plan.tasks:
        leading = [duty for duty in task.duties if duty.role in LEADING]
        if len(leading) == 1 and VAGUE.search(leading[0].name) and is_set(leading[0].name):
            duty = leading[0]
            if duty.name not in told:
                told.add(duty.name)
                seen = f"“{short(task.title)}”的责任单位只写“{short(duty.name)}”"
                yield Hit(duty.span, seen, "请写出是哪些单位，否则无法分办和统计")
