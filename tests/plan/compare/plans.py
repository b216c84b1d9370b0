"""Plans built by hand for comparing: places are counted up, so that every item has a span of its own."""

from dataclasses import replace
from itertools import count

from luoshi.kit.spans import Span
from luoshi.plan.model import Comparator, Duty, Node, Plan, Role, Stage, Target, Task, Time

PLACES = count(step=10)


def a_span() -> Span:
    start = next(PLACES)
    return Span(start, start + 5)


def a_time(text: str, start: str | None = None, end: str | None = None) -> Time:
    return Time(text, start, end, a_span())


def a_duty(name: str, role: Role = "unit") -> Duty:
    return Duty(role, name, a_span())


def a_target(subject: str, value: float = 1, unit: str = "次", comparator: Comparator = "=") -> Target:
    return Target(f"{value:g}{unit}", subject, comparator, value, unit, None, a_span())


def a_task(
    title: str,
    *,
    node: str | None = None,
    stage: str | None = None,
    duties: tuple[Duty, ...] = (),
    time: Time | None = None,
    targets: tuple[Target, ...] = (),
) -> Task:
    return Task(title, node, stage, duties, time, targets, a_span())


def a_stage(title: str, time: Time | None = None, node: str | None = None) -> Stage:
    return Stage(title, time, node, a_span())


def a_plan(*tasks: Task, stages: tuple[Stage, ...] = (), sections: tuple[str, ...] = (), **head: object) -> Plan:
    """A plan of these tasks; `sections` are its outermost headings, under which nodes 1.x, 2.x … stand."""
    outline = tuple(Node(str(at + 1), 1, None, title, a_span()) for at, title in enumerate(sections))
    empty = Plan(
        title="关于开展河岸整治行动的方案",
        issuer=None,
        document_number=None,
        issued=None,
        window=None,
        outline=outline,
        stages=stages,
        tasks=tasks,
        people=(),
        references=(),
        recipients=(),
        annexes=(),
        findings=(),
        head_spans=(),
    )
    return replace(empty, **head)  # type: ignore[arg-type]
