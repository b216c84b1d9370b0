"""One change between two plans, and the values that it carries, as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from luoshi.kit.spans import Span
from luoshi.plan.model import Duty, Target, Task, Time

Json = Mapping[str, "Json"] | Sequence["Json"] | str | float | None
Kind = Literal["added", "removed", "changed", "moved"]
Subject = Literal["head", "recipient", "stage", "task", "duty", "target", "time", "person", "reference", "annex"]

ROLES = {
    "lead_person": "牵头领导",
    "person": "责任人",
    "lead_unit": "牵头单位",
    "unit": "责任单位",
    "support_unit": "配合单位",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the new plan says otherwise.

    `key` is the title of the task or stage concerned (the new one, if any), or the head field's name.
    `old_node` and `new_node` are the outline ids of that task or stage in either plan; None where it is not there.
    `old` and `new` are what was and what is, None where it is not there.
    """

    kind: Kind
    subject: Subject
    key: str
    old: Json
    new: Json
    old_span: Span | None
    new_span: Span | None
    message: str
    old_node: str | None = None
    new_node: str | None = None


def kind_of(old: object, new: object) -> Kind:
    """What happened to a value that was `old` and is `new`, None standing for none."""
    return "added" if old is None else "removed" if new is None else "changed"


def time_value(time: Time | None) -> Json:
    """The time as JSON, None for none."""
    if time is None:
        return None
    return {
        "text": time.text,
        "start": time.start,
        "end": time.end,
        "recurrence": time.recurrence,
        "days": list(time.days),
        "months": list(time.months),
    }


def duty_value(duty: Duty) -> Json:
    """The duty as JSON."""
    return {"role": duty.role, "name": duty.name}


def target_value(target: Target) -> Json:
    """The target as JSON."""
    return {
        "text": target.text,
        "subject": target.subject,
        "comparator": target.comparator,
        "value": target.value,
        "unit": target.unit,
        "per": target.per,
    }


def task_value(task: Task) -> Json:
    """The task as JSON, all that an adoption needs."""
    return {
        "title": task.title,
        "stage": task.stage,
        "duties": [duty_value(duty) for duty in task.duties],
        "time": time_value(task.time),
        "targets": [target_value(target) for target in task.targets],
    }


def same_time(old: Time | None, new: Time | None) -> bool:
    """True if both mean the same days; where they name no day, if they say the same words."""
    if old is None or new is None:
        return old is new
    meanings = [(time.start, time.end, time.recurrence, time.days, time.months) for time in (old, new)]
    return meanings[0] == meanings[1] and (any(meanings[0]) or old.text == new.text)


def time_change(key: str, times: tuple[Time | None, Time | None], nodes: tuple[str | None, str | None]) -> Change:
    """The change of a task's or stage's time from the first to the second."""
    old, new = times
    kind = kind_of(old, new)
    before, after = old.text if old else "", new.text if new else ""
    if kind == "changed":
        message = f"“{key}”的时间由“{before}”改为“{after}”"
    else:
        message = f"“{key}”新写了时间“{after}”" if new else f"“{key}”删去了时间“{before}”"
    spans = old.span if old else None, new.span if new else None
    return Change(kind, "time", key, time_value(old), time_value(new), *spans, message, *nodes)
