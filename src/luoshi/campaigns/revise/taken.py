"""What each kind of applied difference changes in the plan that a campaign follows. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from luoshi.campaigns.revise.entries import NOWHERE, Entries, StageEntry, Step, TaskEntry, inserted, ordered
from luoshi.plan.compare.change import duty_value, target_value
from luoshi.plan.compare.places import places
from luoshi.plan.model import Annex, Duty, Person, Reference, Target, Time

Take = Callable[[Entries, Step], None]
One = TypeVar("One")


def take(held: Entries, step: Step) -> None:
    """Let the plan say what the difference says."""
    subject, kind = step.body["subject"], step.body["kind"]
    act = TAKEN.get((subject, kind)) or TAKEN[subject, ""]
    act(held, step)


def time_of(value: dict[str, Any] | None) -> Time | None:
    """The time as a difference carries it."""
    if value is None:
        return None
    return Time(**value | {"days": tuple(value["days"]), "months": tuple(value["months"])}, span=NOWHERE)


def _head(held: Entries, step: Step) -> None:
    key, new = step.body["key"], step.body["new"]
    values: dict[str, Any] = {key: time_of(new) if key == "window" else new}
    held.head = replace(held.head, **values)


def _listed(name: str, said: Callable[[Any], object], made: Callable[[Any], object]) -> Take:
    """Takes an item of one of the head's lists: the old one goes, the new one comes last."""

    def act(held: Entries, step: Step) -> None:
        old, new = step.body["old"], step.body["new"]
        rest = [one for one in getattr(held.head, name) if said(one) != old]
        values: dict[str, Any] = {name: (*rest, *([made(new)] if new is not None else []))}
        held.head = replace(held.head, **values)

    return act


def _add_stage(held: Entries, step: Step) -> None:
    if (at := step.stage_at) is not None:
        said = step.new.stages[at]
        entry = StageEntry(step.rows.stage(said, step.revision), said)
        held.stages = inserted(held.stages, entry, step.new.stages[:at])


def _rename_stage(held: Entries, step: Step) -> None:
    for entry in step.stages(held):
        for task in held.tasks:
            if task.item.stage == entry.item.title:
                task.item = replace(task.item, stage=step.body["new"])
        entry.item = replace(entry.item, title=step.body["new"])


def _remove_stage(held: Entries, step: Step) -> None:
    now = {task.title: task.stage for task in step.new.tasks}
    for gone in step.stages(held):
        held.stages.remove(gone)
        for task in held.tasks:
            if task.item.stage == gone.item.title:
                task.item = replace(task.item, stage=now.get(task.item.title))


def _move_stage(held: Entries, step: Step) -> None:
    for entry in step.stages(held):
        if (at := step.stage_at) is not None:
            held.stages.remove(entry)
            held.stages = inserted(held.stages, entry, step.new.stages[:at])


def _add_task(held: Entries, step: Step) -> None:
    if (at := step.task_at) is not None:
        said = step.new.tasks[at]
        entry = TaskEntry(step.rows.task(said, step.revision), said, places(step.new)[at].around)
        held.tasks = inserted(held.tasks, entry, step.new.tasks[:at])
        if (place := step.stage_at) is not None:
            twin = StageEntry(entry.mark, step.new.stages[place])
            held.stages = inserted(held.stages, twin, step.new.stages[:place])


def _remove_task(held: Entries, step: Step) -> None:
    for gone in step.tasks(held):
        held.tasks.remove(gone)
    _remove_stage(held, step)


def _rename_task(held: Entries, step: Step) -> None:
    for entry in step.tasks(held):
        entry.item = replace(entry.item, title=step.body["new"])
    _rename_stage(held, step)


def _move_task(held: Entries, step: Step) -> None:
    new = step.body["new"]
    for entry in step.tasks(held):
        entry.item, entry.around = replace(entry.item, stage=new["stage"]), tuple(new["under"])
        if (at := step.task_at) is not None:
            held.tasks.remove(entry)
            held.tasks = inserted(held.tasks, entry, step.new.tasks[:at])
    _move_stage(held, step)


def _time(held: Entries, step: Step) -> None:
    time = time_of(step.body["new"])
    for task in step.tasks(held):
        task.item = replace(task.item, time=time)
    for stage in step.stages(held):
        stage.item = replace(stage.item, time=time)


def _duty(held: Entries, step: Step) -> None:
    for entry in step.tasks(held):
        duties = _changed([*entry.item.duties], duty_value, step.body, lambda new: Duty(**new, span=NOWHERE))
        wanted = [] if step.task_at is None else [duty_value(duty) for duty in step.new.tasks[step.task_at].duties]
        order = ordered([duty_value(duty) for duty in duties], wanted)
        entry.item = replace(entry.item, duties=tuple(duties[place] for place in order))


def _target(held: Entries, step: Step) -> None:
    for entry in step.tasks(held):
        targets = _changed([*entry.item.targets], target_value, step.body, lambda new: Target(**new, span=NOWHERE))
        entry.item = replace(entry.item, targets=tuple(targets))


def _changed(
    rows: list[One], said: Callable[[One], object], body: dict[str, Any], made: Callable[[Any], One]
) -> list[One]:
    """The rows with the new value in the place of the old one; as they are where it is there, for then it moved."""
    old, new = body["old"], body["new"]
    values = [said(row) for row in rows]
    if new is not None and new in values:
        return rows
    at = values.index(old) if old in values else len(rows)
    return [*rows[:at], *([made(new)] if new is not None else []), *rows[at + 1 :]]


TAKEN: Mapping[tuple[str, str], Take] = {
    ("head", ""): _head,
    ("recipient", ""): _listed("recipients", str, str),
    ("person", ""): _listed(
        "people",
        lambda one: {"name": one.name, "role": one.role, "post": one.post},
        lambda new: Person(**new, span=NOWHERE),
    ),
    ("reference", ""): _listed(
        "references",
        lambda one: {"title": one.title, "document_number": one.document_number},
        lambda new: Reference(**new, span=NOWHERE),
    ),
    ("annex", ""): _listed("annexes", lambda one: {"title": one.title}, lambda new: Annex(new["title"], None, NOWHERE)),
    ("stage", "added"): _add_stage,
    ("stage", "changed"): _rename_stage,
    ("stage", "removed"): _remove_stage,
    ("stage", "moved"): _move_stage,
    ("task", "added"): _add_task,
    ("task", "removed"): _remove_task,
    ("task", "changed"): _rename_task,
    ("task", "moved"): _move_task,
    ("time", ""): _time,
    ("duty", ""): _duty,
    ("target", ""): _target,
}
