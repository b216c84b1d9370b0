"""The draft of a proposal: what was read, laid out as lists of items that a person can edit. Pure values.

A draft has the lists "head" (one item), "stages", "tasks" and "units". Every item has a "key" that stays and a "rev"
that grows with each edit.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from luoshi.plan.check.units import UnitName, is_set, match
from luoshi.plan.model import Duty, Node, Plan, Stage, Target, Task, Time

Item = dict[str, Any]
Draft = dict[str, list[Item]]
PARTS = ("head", "stages", "tasks", "units")
UNIT_ROLES = ("lead_unit", "unit", "support_unit")
SURE = 0.98


def draft_of(plan: Plan, year: int, units: Mapping[UnitName, int], sets: dict[str, int]) -> Draft:
    """The draft that a plan makes; `year` stands in where the plan gives none, `sets` maps known set names to ids."""
    stages = [_stage(place, stage, year) for place, stage in enumerate(plan.stages, 1)]
    by_title = {item["title"]: item for item in stages}
    window = _dates(plan.window, year)
    clauses = {node.id: clause for node, clause in clause_labels(plan.outline)}
    tasks = [_task(place, task, year, by_title, window, clauses) for place, task in enumerate(plan.tasks, 1)]
    head = {
        "key": "head",
        "rev": 0,
        "title": plan.title or "",
        "issuer": plan.issuer or "",
        "document_number": plan.document_number or "",
        "issued": plan.issued if plan.issued and not plan.issued.startswith("--") else None,
        "window_text": plan.window.text if plan.window else "",
        "start": window[0],
        "end": window[1],
        "inferred": ["year"] if window[2] else [],
    }
    draft: Draft = {"head": [head], "stages": stages, "tasks": tasks, "units": []}
    draft["units"] = unit_items(draft, units, sets)
    return draft


def unit_items(draft: Draft, units: Mapping[UnitName, int], sets: dict[str, int]) -> list[Item]:
    """One item a unit name in the tasks, settled where the organization knows the name.

    Items keep their places and what a person settled, also while no task names them; new names come last.
    """
    items = {item["key"]: item for item in draft["units"]}
    for name in dict.fromkeys(unit_names(draft)):
        item = items.setdefault(
            name, {"key": name, "rev": 0, "unit": None, "set": None, "reason": "", "is_set": is_set(name)}
        )
        if item["rev"] or item["unit"] or item["set"]:
            continue
        item["set"] = sets.get(name)
        best = next(iter(match(name, list(units))), None)
        if item["set"] is None and best is not None and best.score >= SURE:
            item["unit"], item["reason"] = units[best.unit], best.reason
    return list(items.values())


def unit_names(draft: Draft) -> Iterator[str]:
    """The names of units in the tasks' duties, in the order of the text, repeated as they are."""
    for task in draft["tasks"]:
        for duty in task["duties"]:
            if duty["role"] in UNIT_ROLES:
                yield duty["name"]


def clause_labels(outline: Sequence[Node]) -> Iterator[tuple[Node, str]]:
    """Each node with the printed markers on the way to it: 四（二）8①."""
    path: list[str] = []
    for node in outline:
        del path[node.level - 1 :]
        path.extend([""] * (node.level - 1 - len(path)))
        path.append((node.marker or "").rstrip("、.．:： ")[:20])
        yield node, "".join(path)[:60]


def resolve(day: str | None, year: int) -> tuple[date | None, bool]:
    """(the date, whether the year was concluded) of an ISO date that may lack its year."""
    if day is None:
        return None, False
    if not day.startswith("--"):
        return date.fromisoformat(day), False
    try:
        return date.fromisoformat(f"{year}{day[1:]}"), True
    except ValueError:  # 29 February of a year without one
        return date(year, 2, 28), True


def _dates(time: Time | None, year: int) -> tuple[str | None, str | None, bool]:
    if time is None:
        return None, None, False
    start, guessed = resolve(time.start, year)
    end, also = resolve(time.end, year)
    guessed = guessed or also or "year" in time.inferred
    return start.isoformat() if start else None, end.isoformat() if end else None, guessed


def _stage(place: int, stage: Stage, year: int) -> Item:
    start, end, guessed = _dates(stage.time, year)
    return {
        "key": f"s{place}",
        "rev": 0,
        "title": stage.title,
        "time_text": stage.time.text if stage.time else "",
        "start": start,
        "end": end,
        "node": stage.node or "",
        "span": list(stage.span),
        "inferred": ["year"] if guessed else [],
    }


def _task(
    place: int,
    task: Task,
    year: int,
    stages: dict[str, Item],
    window: tuple[str | None, str | None, bool],
    clauses: dict[str, str],
) -> Item:
    start, due, guessed = _dates(task.time, year)
    stage = stages.get(task.stage or "")
    inferred = ["year"] if guessed else []
    if due is None:
        if stage and stage["end"]:
            due, start = stage["end"], start or stage["start"]
            inferred.append("due:stage")
        elif window[1]:
            due, start = window[1], start or window[0]
            inferred.append("due:window")
    elif start is None:
        start = next((d for d in (stage and stage["start"], window[0]) if d and d <= due), None)
    if start and due and start > due:
        start = None
    return {
        "key": f"t{place}",
        "rev": 0,
        "title": task.title,
        "clause": clauses.get(task.node or "", ""),
        "node": task.node or "",
        "stage": stage["key"] if stage else None,
        "time_text": task.time.text if task.time else "",
        "start": start,
        "due": due,
        "recurrence": (task.time.recurrence or "") if task.time else "",
        "duties": [_duty(duty) for duty in task.duties],
        "targets": [_target(target) for target in task.targets],
        "each_leads": False,
        "span": list(task.span),
        "inferred": inferred,
        "checked": False,
    }


def _duty(duty: Duty) -> Item:
    return {"role": duty.role, "name": duty.name, "span": list(duty.span), "inferred": list(duty.inferred)}


def _target(target: Target) -> Item:
    return {
        "text": target.text,
        "subject": target.subject,
        "comparator": target.comparator,
        "value": target.value,
        "unit": target.unit,
        "per": target.per or "",
        "span": list(target.span),
    }
