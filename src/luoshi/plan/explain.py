"""Tells for every fact of a reading the rule page that it comes from and the words of the text that it rests on."""

from collections.abc import Iterator
from typing import NamedTuple

from luoshi.kit.spans import Span
from luoshi.plan.model import Plan, Task, Time
from luoshi.plan.summary import place

PAGES = "docs/reading"
LONGEST = 40


class Reason(NamedTuple):
    """A fact in a few words, the page of the rule that found it, and the place of the words that say it."""

    fact: str
    rule: str
    span: Span
    inferred: tuple[str, ...] = ()


def reasons(plan: Plan) -> Iterator[Reason]:
    """The reasons for the head, the stages, the tasks with their facts, the people, the references and the annexes."""
    head = {"title": plan.title, "issuer": plan.issuer, "document_number": plan.document_number, "issued": plan.issued}
    for name, span in plan.head_spans:
        yield Reason(f"{name} {head.get(name) or '，'.join(plan.recipients)}", "head", span)
    if plan.window:
        yield Reason(f"window {_days(plan.window)}", "window", plan.window.span, plan.window.inferred)
    for stage in plan.stages:
        yield Reason(f"stage {stage.title}", "stages", stage.span, stage.inferred)
        if stage.time:
            yield Reason(f"  time {_days(stage.time)}", "times", stage.time.span, stage.time.inferred)
    for task in plan.tasks:
        yield from _task(task)
    for person in plan.people:
        yield Reason(f"person {person.role} {person.name}", "people", person.span)
    for reference in plan.references:
        yield Reason(f"reference {reference.title}", "references", reference.span)
    for annex in plan.annexes:
        yield Reason(f"annex {annex.title}", "annexes", annex.span)


def explained(plan: Plan, text: str) -> str:
    """A line a reason: LINE:COL, the fact, the page of its rule, and the words."""
    return "".join(
        f"{place(text, each.span)}\t{each.fact}\t{PAGES}/{each.rule}.md\t{_words(text, each.span)}"
        + (f"\t({', '.join(each.inferred)})" if each.inferred else "")
        + "\n"
        for each in reasons(plan)
    )


def _task(task: Task) -> Iterator[Reason]:
    yield Reason(f"task {task.node or '-'} {task.title}", "tasks", task.span, task.inferred)
    for duty in task.duties:
        yield Reason(f"  {duty.role} {duty.name}", "duties", duty.span, duty.inferred)
    if task.time:
        yield Reason(f"  time {_days(task.time)}", "times", task.time.span, task.time.inferred)
    for target in task.targets:
        per = f"/{target.per}" if target.per else ""
        count = f"  target {target.comparator}{target.value:g}{target.unit}{per} {target.subject}"
        yield Reason(count, "targets", target.span, target.inferred)


def _days(time: Time) -> str:
    span = f"{time.start or ''}..{time.end or ''}" if time.start or time.end else ""
    return " ".join(part for part in (span, time.recurrence, *time.days, *time.months) if part)


def _words(text: str, span: Span) -> str:
    """The words of the span on one line, an item's no further than its heading."""
    words = " ".join(text[span.start : min(span.end, span.start + LONGEST)].split())
    return words + ("…" if span.end > span.start + LONGEST else "")
