"""A Plan as JSON of the plan format and back, without loss: what `luoshi plan read --json` prints and files keep."""

from dataclasses import fields
from typing import Any

from luoshi.kit.spans import Span
from luoshi.plan.model import (
    FORMAT,
    Annex,
    Duty,
    Finding,
    Node,
    Person,
    Plan,
    Reference,
    Stage,
    Target,
    Task,
    Time,
)

Json = dict[str, Any]
Row = Time | Node | Stage | Duty | Target | Task | Person | Reference | Annex | Finding

OMITTED_WHEN_EMPTY = frozenset({"days", "months", "inferred"})


def to_json(plan: Plan) -> Json:
    """The plan as the object that the plan format describes; spans are [start, end], empty `inferred` is left out."""
    return {
        "format": FORMAT,
        "title": plan.title,
        "issuer": plan.issuer,
        "document_number": plan.document_number,
        "issued": plan.issued,
        "window": None if plan.window is None else _row(plan.window),
        "outline": [_row(node) for node in plan.outline],
        "stages": [_row(stage) for stage in plan.stages],
        "tasks": [_row(task) for task in plan.tasks],
        "people": [_row(person) for person in plan.people],
        "references": [_row(reference) for reference in plan.references],
        "recipients": list(plan.recipients),
        "annexes": [_row(annex) for annex in plan.annexes],
        "findings": [_row(finding) for finding in plan.findings],
        "head_spans": {name: [span.start, span.end] for name, span in plan.head_spans},
    }


def from_json(data: Json) -> Plan:
    """The plan that `to_json` wrote. Raises ValueError for another format, KeyError or TypeError for missing parts."""
    if data.get("format") != FORMAT:
        raise ValueError(f"not a {FORMAT} object: format is {data.get('format')!r}")
    return Plan(
        title=data["title"],
        issuer=data["issuer"],
        document_number=data["document_number"],
        issued=data["issued"],
        window=_time(data["window"]),
        outline=tuple(Node(**_parts(row)) for row in data["outline"]),
        stages=tuple(Stage(**_parts(row, time=_time(row["time"]))) for row in data["stages"]),
        tasks=tuple(_task(row) for row in data["tasks"]),
        people=tuple(Person(**_parts(row)) for row in data["people"]),
        references=tuple(Reference(**_parts(row)) for row in data["references"]),
        recipients=tuple(data["recipients"]),
        annexes=tuple(Annex(**_parts(row)) for row in data["annexes"]),
        findings=tuple(Finding(**_parts(row)) for row in data["findings"]),
        head_spans=tuple((name, Span(*span)) for name, span in data["head_spans"].items()),
    )


def _row(item: Row) -> Json:
    pairs = ((field.name, getattr(item, field.name)) for field in fields(item))
    return {name: _plain(value) for name, value in pairs if value or name not in OMITTED_WHEN_EMPTY}


def _plain(value: object) -> object:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, tuple):
        return [part if isinstance(part, str) else _row(part) for part in value]
    if isinstance(value, Time):
        return _row(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _parts(row: Json, **others: object) -> Json:
    parts = {**row, "span": Span(*row["span"]), **others}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in parts.items()}


def _time(row: Json | None) -> Time | None:
    return None if row is None else Time(**_parts(row))


def _task(row: Json) -> Task:
    return Task(
        **_parts(
            row,
            time=_time(row["time"]),
            duties=tuple(Duty(**_parts(duty)) for duty in row["duties"]),
            targets=tuple(Target(**_parts(target, value=float(target["value"]))) for target in row["targets"]),
        )
    )
