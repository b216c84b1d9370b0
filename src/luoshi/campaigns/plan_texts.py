"""The texts that a campaign follows, the adopted plan and its revisions, with what of the campaign stands in them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from luoshi.campaigns.models import Duty, PlanChange, Proposal, Stage, Target, Task
from luoshi.campaigns.queries import plan_of


@dataclass(frozen=True, slots=True)
class Placed:
    """Something of the campaign and where its words stand in the text.

    `kind` is stage, task, duty or target; a duty or target carries the id of its task.
    """

    kind: str
    id: int
    number: int
    title: str
    time_text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlanText:
    """The text of a campaign's plan and everything that stands in it; `changed` are the places of applied changes."""

    proposal: Proposal
    placed: tuple[Placed, ...]
    changed: tuple[tuple[int, int], ...] = ()


def current_revision(campaign_id: int) -> int | None:
    """The newest revised plan of which the campaign follows a change; None while it follows the adopted one alone."""
    applied = PlanChange.objects.filter(campaign_id=campaign_id, state="applied").order_by("-proposal_id")
    return applied.values_list("proposal_id", flat=True).first()


def plan_text(campaign_id: int, revision_id: int | None = None) -> PlanText | None:
    """The adopted plan, or one of its revisions, with what is placed in it; None when there is no such text."""
    wanted = Q(pk=revision_id, revises_id=campaign_id) if revision_id else Q(campaign_id=campaign_id)
    held = Proposal.objects.defer("draft").filter(wanted).first()
    if held is None:
        return None
    tasks = Task.objects.filter(campaign_id=campaign_id, cancelled_at=None, revision_id=revision_id)
    stages = Stage.objects.filter(campaign_id=campaign_id)
    none, nothing = Value(0), Value("")
    parts = [
        _places(tasks, "task", "pk", F("number"), F("title"), F("time_text")),
        _places(Duty.objects.filter(task__in=tasks), "duty", "task_id", none, nothing, nothing),
        _places(Target.objects.filter(task__in=tasks), "target", "task_id", none, nothing, nothing),
    ]
    if revision_id is None:
        parts.append(_places(stages, "stage", "pk", F("number"), F("title"), F("time_text")))
    order = {kind: place for place, kind in enumerate(("stage", "task", "duty", "target"))}
    found = sorted(parts[0].union(*parts[1:], all=True), key=lambda row: (order[row[0]], row[2], row[-1]))
    placed = tuple(Placed(*row[:-1]) for row in found)
    return PlanText(held, placed) if revision_id is None else _revised_text(held, placed, campaign_id)


def _revised_text(held: Proposal, placed: tuple[Placed, ...], campaign_id: int) -> PlanText:
    """The text of a revised plan with what the campaign has of it, told by the titles of tasks."""
    applied = PlanChange.objects.filter(proposal=held, state="applied").values_list("body__new_span", flat=True)
    known = {row.id for row in placed if row.kind == "task"}
    spans = {task.title: task.span for task in plan_of(held).tasks}
    tasks = Task.objects.filter(campaign_id=campaign_id, cancelled_at=None).exclude(pk__in=known)
    same = tuple(
        Placed("task", pk, number, title, time, *spans[title])
        for pk, number, title, time in tasks.values_list("pk", "number", "title", "time_text")
        if title in spans
    )
    ordered = sorted((*placed, *same), key=lambda row: (row.kind != "task", row.number, row.start))
    return PlanText(held, tuple(ordered), tuple((span[0], span[1]) for span in applied if span))


def _places(rows: "QuerySet[Any, Any]", kind: str, of: str, *said: Any) -> Any:
    """What `Placed` holds of the rows that have a place, and their ids behind."""
    placed = rows.filter(span_start__isnull=False, span_end__isnull=False).order_by()
    return placed.values_list(Value(kind), F(of), *said, F("span_start"), F("span_end"), F("pk"))
