"""Reads of campaigns and their tasks: the list of campaigns, one task with its sentence, rounds and reports."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count as Rows
from django.db.models import F, OuterRef, Q, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from luoshi.campaigns.access import campaigns_visible_to, visible_to
from luoshi.campaigns.models import (
    Assignment,
    Campaign,
    Duty,
    Feedback,
    Joint,
    PlanChange,
    Proposal,
    Round,
    Task,
)
from luoshi.campaigns.sentences import Sentences, sentences
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Post, Unit
from luoshi.plan.codec import from_json
from luoshi.plan.model import Plan
from luoshi.platform.gather import Gathered, made, whole

CONTEXT = 400
REPORTS = 50
PARTY_ROLES = ("lead_unit", "unit", "support_unit")


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One campaign in the list; `tasks` counts its tasks that are not cancelled."""

    id: int
    title: str
    document_number: str
    issuer: str
    start: date | None
    end: date | None
    tasks: int
    is_sample: bool


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One plan file that was handed in and its standing; `applied` counts the changes of it that a campaign follows."""

    id: int
    name: str
    title: str
    state: str
    made_at: datetime
    changed_at: datetime
    revises: str
    revises_id: int | None
    campaign_id: int | None
    applied: int


@dataclass(frozen=True, slots=True)
class LatestEdit:
    """The edit of a draft that undoing would take back; `label` is a message id, `key` the first item it touched."""

    version: int
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Source:
    """A task's words in the plan: what stands before, the words, what stands after; all verbatim.

    `revision_id` names the revised plan in which they stand; None for the adopted one.
    """

    before: str
    words: str
    after: str
    start: int
    end: int
    revision_id: int | None = None


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One party of a task: the name as written, and the unit or set that it was settled to."""

    id: int
    role: str
    role_label: str
    name: str
    unit_id: int | None
    unit: str
    set_id: int | None
    members: int
    inferred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedTask:
    """A task's number, title, and its units as the plan names them."""

    number: int
    title: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task as the plan demands it."""

    id: int
    campaign_id: int
    number: int
    title: str
    clause: str
    stage_id: int | None
    stage: str
    time_text: str
    start: date | None
    due: date | None
    recurrence: str
    inferred: tuple[str, ...]
    each_leads: bool
    is_cancelled: bool
    source: Source | None
    duties: tuple[DutyRow, ...]


@dataclass(frozen=True, slots=True)
class WorkView:
    """What happened on one assignment: reports newest first, rounds in order."""

    assignment: Assignment
    feedback: tuple[Feedback, ...]
    rounds: tuple[Round, ...]
    joint: tuple[str, ...]
    people: tuple[tuple[str, str], ...]


def campaigns(who: Standing) -> list[CampaignRow]:
    """The campaigns that this person may open, the newest first."""
    rows = campaigns_visible_to(who).annotate(n=Rows("tasks", filter=Q(tasks__cancelled_at=None))).order_by("-pk")
    return [CampaignRow(c.pk, c.title, c.document_number, c.issuer, c.start, c.end, c.n, c.is_sample) for c in rows]


def campaign(who: Standing, campaign_id: int) -> Campaign | None:
    """The campaign, if this person may open it."""
    return campaigns_visible_to(who).filter(pk=campaign_id).first()


def proposals(limit: int = 50) -> list[ProposalRow]:
    """The plan files handed in, the newest first, without their texts and drafts."""
    rows = Proposal.objects.defer("text", "plan", "draft").select_related("revises").order_by("-pk")
    titled = rows.annotate(
        headline=KeyTextTransform("title", KeyTransform("0", KeyTransform("head", "draft"))),
        n=Rows("changes", filter=Q(changes__state="applied")),
    )
    return [
        ProposalRow(
            p.pk, p.name, p.headline or "", p.state, p.made_at, p.changed_at,
            p.revises.title if p.revises else "", p.revises_id, p.campaign_id, p.n,
        )
        for p in titled[:limit]
    ]  # fmt: skip


def proposal(proposal_id: int) -> Proposal | None:
    """One proposal with its text and draft."""
    return Proposal.objects.select_related("revises", "campaign").filter(pk=proposal_id).first()


def plan_of(held: Proposal) -> Plan:
    """The plan as it was read, unchanged."""
    return read_plan(held.plan)


@lru_cache(maxsize=4)
def read_plan(written: str) -> Plan:
    """The plan that a proposal's `plan` writes."""
    return from_json(json.loads(written))


def latest_edit(held: Proposal) -> LatestEdit | None:
    """The edit that undoing would take back now; None when all are undone or there was none."""
    row = held.edits.filter(undone_at=None).order_by("-version").first()
    return LatestEdit(row.version, row.label, [*row.removed, *row.inserted][0]["key"]) if row else None


def adopted_text(campaign_id: int) -> tuple[str, Plan] | None:
    """The adopted plan's text and reading; None when the campaign has none."""
    held = Proposal.objects.filter(campaign_id=campaign_id).defer("draft").first()
    return (held.text, plan_of(held)) if held else None


def task(held: Campaign, task_id: int) -> TaskView | None:
    """One task with its words in the plan and its parties."""
    adopted = Proposal.objects.filter(campaign=held).values("text")
    rows = Task.objects.filter(campaign=held, pk=task_id).annotate(
        stage_title=F("stage__title"), adopted=Subquery(adopted[:1]), revised=F("revision__text"), parties=_DUTIES
    )
    row = rows.first()
    if row is None:
        return None
    said = _source(row.revised if row.revision_id else row.adopted, row.span_start, row.span_end, row.revision_id)
    followed = sentences(held)
    return TaskView(
        id=row.pk,
        campaign_id=held.pk,
        number=row.number,
        title=row.title,
        clause=row.clause,
        stage_id=row.stage_id,
        stage=row.stage_title or "",
        time_text=row.time_text,
        start=row.start,
        due=row.due,
        recurrence=row.recurrence,
        inferred=tuple(row.inferred),
        each_leads=row.each_leads,
        is_cancelled=row.cancelled_at is not None,
        source=(followed.revision_id and (_followed(row.title, followed) or _revised_source(row))) or said,
        duties=tuple(map(_duty, row.parties)),
    )


_DUTIES = Gathered(
    Duty.objects.filter(task=OuterRef("pk")).annotate(n=Rows("unit_set__members")).order_by("order"),
    "pk", "role", "name", "unit_id", "unit__name", "unit_set_id", "unit_set__name", "n",
    Cast("inferred", TextField()),
)  # fmt: skip


def _duty(line: Sequence[Any]) -> DutyRow:
    pk, role, name, unit_id, unit, set_id, named_set, n, inferred = line
    label = dict(Duty.ROLES)[role]
    return DutyRow(pk, role, label, name, unit_id, unit or named_set or "", set_id, n, tuple(json.loads(inferred)))


def _followed(title: str, followed: Sentences) -> Source | None:
    """The words of that title in the revised plan that the campaign follows."""
    if followed.revision_id is None or title not in followed.spans:
        return None
    text = Proposal.objects.values_list("text", flat=True).get(pk=followed.revision_id)
    return _source(text, *followed.spans[title], followed.revision_id)


def _revised_source(row: Task) -> Source | None:
    """The task's words in the newest revised plan of which a change of it was applied; None if there was none."""
    applied = PlanChange.objects.filter(
        campaign_id=row.campaign_id, state="applied", body__of__icontains="task", body__old_node__endswith=f"t{row.pk}"
    )
    change = (
        applied.exclude(body__kind="removed").select_related("proposal").order_by("-proposal_id", "-number").first()
    )
    if change is None:
        return None
    node, title = change.body["new_node"], change.body["key"]
    at = next((task.span for task in plan_of(change.proposal).tasks if (task.node, task.title) == (node, title)), None)
    return _source(change.proposal.text, at.start, at.end, change.proposal_id) if at else None


def _source(text: str | None, start: int | None, end: int | None, revision_id: int | None = None) -> Source | None:
    """The words of a plan in [start, end) with what stands around them."""
    if text is None or start is None or end is None:
        return None
    around = text[max(0, start - CONTEXT) : start], text[start:end], text[end : end + CONTEXT]
    return Source(*around, start, end, revision_id)


def assignment(campaign_id: int, assignment_id: int) -> Assignment | None:
    """One assignment of the campaign, whoever may see it; the face asks `access.may_see`."""
    rows = Assignment.objects.select_related("unit", "task", "campaign")
    return rows.filter(campaign_id=campaign_id, pk=assignment_id).first()


def first_assignment(campaign_id: int, title: str) -> Assignment | None:
    """The first assignment of the first task whose title begins so."""
    rows = Assignment.objects.select_related("unit", "task", "campaign")
    return rows.filter(campaign_id=campaign_id, task__title__startswith=title).order_by("task__number", "pk").first()


def work(held: Campaign, assignment_id: int) -> WorkView:
    """One assignment of the campaign with its reports, rounds, joint units and its unit's people."""
    posts = Post.objects.filter(unit=OuterRef("unit"), role__in=("unit_head", "liaison"), person__is_active=True)
    rows = Assignment.objects.filter(campaign=held).select_related("unit", "task")
    row = rows.annotate(
        said=whole(Feedback.objects.filter(assignment=OuterRef("pk"))[:REPORTS]),
        judged=whole(Round.objects.filter(assignment=OuterRef("pk"))),
        people=Gathered(posts.order_by("-role", "pk"), "person__name", "role"),
        supports=Gathered(Joint.objects.filter(assignment=OuterRef("pk")).order_by("pk"), "unit__name"),
    ).get(pk=assignment_id)
    row.campaign = row.task.campaign = held
    joint = tuple(name for (name,) in row.supports)
    people = tuple((name, role) for name, role in row.people)
    return WorkView(row, made(Feedback, row.said), made(Round, row.judged), joint, people)


def task_row(campaign_id: int, task_id: int) -> Task | None:
    """One task of the campaign, to act on."""
    return Task.objects.filter(campaign_id=campaign_id, pk=task_id).select_related("campaign").first()


def named_tasks(task_ids: Collection[int]) -> dict[int, NamedTask]:
    """These tasks by id, in the order of the plan."""
    duties = Duty.objects.filter(task=OuterRef("pk"), role__in=PARTY_ROLES).order_by("order")
    rows = Task.objects.filter(pk__in=task_ids).annotate(parties=Gathered(duties, "name")).order_by("number")
    return {
        pk: NamedTask(number, title, tuple(name for (name,) in names))
        for pk, number, title, names in rows.values_list("pk", "number", "title", "parties")
    }


def leaders(campaign_id: int) -> list[str]:
    """The distinct leaders named in the campaign's duties, in the order of the plan."""
    names = Duty.objects.filter(task__campaign_id=campaign_id, role="lead_person").order_by("task__number", "order")
    return list(dict.fromkeys(names.values_list("name", flat=True)))


def lead_units(campaign_id: int) -> list[tuple[int, str]]:
    """(id, name) of the units that lead an assignment, in the organization's order."""
    ids = Assignment.objects.filter(campaign_id=campaign_id).order_by().values("unit_id").distinct()
    return list(Unit.objects.filter(pk__in=ids).order_by("order", "pk").values_list("pk", "name"))


def unsettled(campaign_id: int) -> list[tuple[str, int]]:
    """(name as written, how many duties bear it) of parties that are no unit of the organization yet."""
    return list(unsettled_rows(campaign_id).values_list("name", "n"))


def unsettled_rows(campaign_id: int) -> Any:
    """The rows that `unsettled` lists, each with `name` and `n`."""
    rows: Any = Duty.objects.filter(
        task__campaign_id=campaign_id, task__cancelled_at=None, unit=None, unit_set=None, role__in=PARTY_ROLES
    )
    return rows.values("name").annotate(n=Rows("pk")).order_by("-n", "name")


def visible_keys(who: Standing, kind: str, keys: Sequence[str]) -> set[str]:
    """Of these keys of found campaigns or tasks, those that this person may see."""
    if who.is_wide:
        return set(keys)
    if kind == "campaign":
        return set(map(str, campaigns_visible_to(who).filter(pk__in=map(int, keys)).values_list("pk", flat=True)))
    return set(map(str, visible_to(who).filter(task_id__in=map(int, keys)).values_list("task_id", flat=True)))


def changes(proposal_id: int) -> list[PlanChange]:
    """The differences that a revised plan file brings, in the order of the comparison."""
    return list(PlanChange.objects.filter(proposal_id=proposal_id).select_related("campaign"))


def revisions_open(campaign_id: int) -> list[tuple[int, str, int]]:
    """(proposal id, file name, number of changes that wait for a decision) of the campaign's revised plan files."""
    rows = Proposal.objects.filter(revises_id=campaign_id, state="open")
    rows = rows.annotate(n=Rows("changes", filter=Q(changes__state="proposed"))).order_by("-pk")
    return list(rows.values_list("pk", "name", "n"))
