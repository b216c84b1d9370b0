"""What reading a plan document yields: frozen values, each anchored in the plan's own words by its span."""

from dataclasses import dataclass
from typing import Literal

from luoshi.kit.spans import Span

FORMAT = "luoshi.plan/1"

Role = Literal["lead_person", "person", "lead_unit", "unit", "support_unit"]
Comparator = Literal["=", ">=", "<=", ">", "<"]
Recurrence = Literal["yearly", "quarterly", "monthly", "weekly", "ongoing", "immediate"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Time:
    """A time as written and as understood.

    `start` and `end` are inclusive ISO dates, "--MM-DD" where no year is known, None where open.
    `inferred` names the keys that were concluded, such as "year".
    """

    text: str
    start: str | None
    end: str | None
    span: Span
    recurrence: Recurrence | None = None
    days: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A marked heading or item; `id` is its ordinal path in the tree, `level` its depth from 1."""

    id: str
    level: int
    marker: str | None
    title: str
    span: Span
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase of the plan in time; `node` is the id of its outline node."""

    title: str
    time: Time | None
    node: str | None
    span: Span
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One party in one role, named as written."""

    role: Role
    name: str
    span: Span
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What can be counted: `comparator` `value` `unit` of `subject`, distributed `per` (each person, year) or whole."""

    text: str
    subject: str
    comparator: Comparator
    value: float
    unit: str
    per: str | None
    span: Span
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Something that the plan prescribes; `stage` is the title of the stage that it stands in."""

    title: str
    node: str | None
    stage: str | None
    duties: tuple[Duty, ...]
    time: Time | None
    targets: tuple[Target, ...]
    span: Span
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A named person with a role in the plan's own organization."""

    name: str
    role: str
    post: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that the plan cites in 《》."""

    title: str
    document_number: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex that the plan lists or carries; `node` is the outline id where it stands in the file."""

    title: str
    node: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the plan that a careful reader would ask about."""

    code: str
    severity: Severity
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan document as read. A fact that it does not state is None or empty, never a guess."""

    title: str | None
    issuer: str | None
    document_number: str | None
    issued: str | None
    window: Time | None
    outline: tuple[Node, ...]
    stages: tuple[Stage, ...]
    tasks: tuple[Task, ...]
    people: tuple[Person, ...]
    references: tuple[Reference, ...]
    recipients: tuple[str, ...]
    annexes: tuple[Annex, ...]
    findings: tuple[Finding, ...]
    head_spans: tuple[tuple[str, Span], ...]
