"""The draft of a proposal: what was read, laid out as lists of items that a person can edit. Pure values.

A draft has the lists "head" (one item), "stages", "tasks" and "units". Every item has a "key" that stays and a "rev"
that grows with each edit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from luoshi.plan.check.units import UnitName, is_set, match
from luoshi.plan.model import Duty, Node, Plan, Stage, Target, Task, Time

Item = dict[str, Any]
Draft = dict[str, list[Item]]
PARTS = ("head", "stages", "tasks", "units")
UNIT_ROLES = ("lead_unit", "unit", "support_unit")
SURE = 0.98


def draft_of(plan: Plan, year: int, units: Mapping[UnitName, int], sets: Mapping[str, int]) -> Draft:
    """The draft that a plan makes; `year` stands in where the plan gives none, `sets` maps known set names to ids."""
    window = dates_of(plan.window, year, NOWHEN)
    stages = [_stage(place, stage, year, window) for place, stage in enumerate(plan.stages, 1)]
    clauses = {node.id: clause for node, clause in clause_labels(plan.outline)}
    tasks = [_task(place, task, year, stages, window, clauses) for place, task in enumerate(plan.tasks, 1)]
    head = {
        "key": "head",
        "rev": 0,
        "title": plan.title or "",
        "issuer": plan.issuer or "",
        "document_number": plan.document_number or "",
        "issued": plan.issued if plan.issued and not plan.issued.startswith("--") else None,
        "window_text": plan.window.text if plan.window else "",
        "start": window.start,
        "end": window.end,
        "inferred": ["year"] if window.guessed else [],
    }
    draft: Draft = {"head": [head], "stages": stages, "tasks": tasks, "units": []}
    draft["units"] = unit_items(draft, units, sets)
    return draft


def unit_items(draft: Draft, units: Mapping[UnitName, int], sets: Mapping[str, int]) -> list[Item]:
    """One item a unit name in the tasks, in the order of the text, settled where the organization knows the name.

    What a person settled stays, also while no task names it.
    """
    known = {item["key"]: item for item in draft["units"]}
    named = list(dict.fromkeys(unit_names(draft)))
    fresh = {"rev": 0, "unit": None, "set": None, "reason": ""}
    items = [known.get(name) or {"key": name, **fresh, "is_set": is_set(name)} for name in named]
    kept = [item for item in draft["units"] if item["rev"] and item["key"] not in named]
    return [item if _is_settled(item) else {**item, **_recognized(item["key"], units, sets)} for item in items] + kept


def _is_settled(item: Item) -> bool:
    return bool(item["rev"] or item["unit"] or item["set"])


def _recognized(name: str, units: Mapping[UnitName, int], sets: Mapping[str, int]) -> Item:
    if name in sets:
        return {"set": sets[name]}
    best = next(iter(match(name, list(units))), None)
    return {"unit": units[best.unit], "reason": best.reason} if best and best.score >= SURE else {}


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


@dataclass(frozen=True, slots=True)
class Dates:
    """A period as ISO dates, and whether a year was concluded."""

    start: str | None
    end: str | None
    guessed: bool = False


NOWHEN = Dates(None, None)


def dates_of(time: Time | None, year: int, window: Dates) -> Dates:
    """The period of a time; one without a year lies in the window if it can."""
    if time is None:
        return NOWHEN
    days, later = _in_year(time, year), _in_year(time, year + 1)
    is_early = (days.end or days.start or "") < (window.start or "")
    return later if is_early and (later.end or later.start or "") <= (window.end or "") else days


def _in_year(time: Time, year: int) -> Dates:
    start, guessed = resolve(time.start, year)
    end, also = resolve(time.end, year)
    if start and end and also and end < start:  # from December to February
        end, _also = resolve(time.end, year + 1)
    return Dates(
        start.isoformat() if start else None,
        end.isoformat() if end else None,
        guessed or also or "year" in time.inferred,
    )


def _stage(place: int, stage: Stage, year: int, window: Dates) -> Item:
    days = dates_of(stage.time, year, window)
    return {
        "key": f"s{place}",
        "rev": 0,
        "title": stage.title,
        "time_text": stage.time.text if stage.time else "",
        "start": days.start,
        "end": days.end,
        "node": stage.node or "",
        "span": list(stage.span),
        "inferred": ["year"] if days.guessed else [],
    }


def _task(place: int, task: Task, year: int, stages: Sequence[Item], window: Dates, clauses: Mapping[str, str]) -> Item:
    stage = _stage_of(task, stages)
    around = Dates(stage["start"], stage["end"]) if stage else NOWHEN
    days, inferred = task_days(task.time, year, around, window)
    return {
        "key": f"t{place}",
        "rev": 0,
        "title": task.title,
        "clause": clauses.get(task.node or "", ""),
        "node": task.node or "",
        "stage": stage["key"] if stage else None,
        "time_text": task.time.text if task.time else "",
        "start": days.start,
        "due": days.end,
        "recurrence": (task.time.recurrence or "") if task.time else "",
        "duties": [_duty(duty) for duty in task.duties],
        "targets": [_target(target) for target in task.targets],
        "each_leads": False,
        "span": list(task.span),
        "inferred": inferred,
        "checked": False,
    }


def _stage_of(task: Task, stages: Sequence[Item]) -> Item | None:
    """The stage of that title; of several, the one that the task stands in."""
    named = [item for item in stages if item["title"] == task.stage]
    around = f"{task.node}."
    return next(
        (item for item in named if item["node"] and around.startswith(f"{item['node']}.")), next(iter(named), None)
    )


def task_days(time: Time | None, year: int, stage: Dates, window: Dates) -> tuple[Dates, list[str]]:
    """(when a task runs, what of that was concluded): its own time, filled up from its stage and the window."""
    own = dates_of(time, year, window)
    around = [stage, window]
    due, inferred = own.end, ["year"] if own.guessed else []
    if due is None and (source := next((days for days in around if days.end), None)):
        due = source.end
        inferred.append("due:window" if source is window else "due:stage")
        around = [source]
    starts = [own.start] if own.start else [days.start for days in around]
    start = next((day for day in starts if day and (due is None or day <= due)), None)
    return Dates(start, due), inferred


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
