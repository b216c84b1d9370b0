"""Adoption: the draft as confirmed becomes a campaign in one act, undoable until the first assignment goes out."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_edit, may_plan
from luoshi.campaigns.draft import UNIT_ROLES, Item, unit_items
from luoshi.campaigns.index import index_campaign
from luoshi.campaigns.models import Assignment, Campaign, Duty, Proposal, Stage, Target, Task
from luoshi.campaigns.names import known_sets, known_units
from luoshi.campaigns.states import PROPOSAL
from luoshi.journal.record import Acting, record, start_sample
from luoshi.journal.transition import transition
from luoshi.kit.verdict import Verdict, demand, denied
from luoshi.orgs.access import Standing
from luoshi.orgs.units import add_alias
from luoshi.platform.search.entries import drop_campaign

BATCH = 500


@dataclass(frozen=True, slots=True)
class Made:
    """What adoption made."""

    campaign: Campaign
    stages: int
    tasks: int
    duties: int
    targets: int


def adopt(proposal: Proposal, *, by: Standing, sample_today: date | None = None) -> Made:
    """Make the campaign that the draft describes. Raises Refused unless open, and AlreadyMoved in a race.

    `sample_today` is the day at which a sample stands still; it has no effect on any other proposal.
    """
    demand(may_edit(by, proposal))
    with transaction.atomic():
        held = Proposal.objects.select_for_update().get(pk=proposal.pk)
        draft, head = held.draft, held.draft["head"][0]
        draft["units"] = unit_items(draft, known_units(), known_sets())
        campaign = Campaign.objects.create(
            title=(head["title"] or held.name)[:200],
            issuer=head["issuer"][:120],
            document_number=head["document_number"][:60],
            issued=_day(head["issued"]),
            start=_day(head["start"]),
            end=_day(head["end"]),
            window_text=head["window_text"][:120],
            people=_people(held),
            adopted_by=by.name,
            is_sample=held.is_sample,
            frozen_today=sample_today if held.is_sample else None,
        )
        if held.is_sample:
            start_sample(campaign.chain)
        made = _fill(campaign, draft["stages"], draft["tasks"], draft["units"])
        held.campaign = campaign
        held.save(update_fields=["campaign", "draft"])
        _learn(draft["units"], by)
        transition(PROPOSAL, held, "adopt", by=_now(by), data={"campaign": campaign.pk})
        data = {"proposal": held.pk, "stages": made.stages, "tasks": made.tasks, "targets": made.targets}
        record(campaign.chain, "campaign.adopt", "campaign", [campaign.pk], by=by.acting(), data=data)
        index_campaign(campaign)
    proposal.refresh_from_db()
    return made


def may_undo(who: Standing, campaign: Campaign) -> Verdict:
    """Whether adoption can still be undone by this person."""
    if Assignment.objects.filter(campaign=campaign).exists():
        return denied(_("任务已经下发，不能撤销采纳。要改方案，请上传修订后的文件。"))
    if not Proposal.objects.filter(campaign=campaign).exists():
        return denied(_("找不到采纳时的方案。"))
    return may_plan(who)


def undo_adopt(campaign: Campaign, *, by: Standing) -> Proposal:
    """Take the adoption back: the campaign goes, the proposal is open again with its draft as it was."""
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        demand(may_undo(by, campaign))
        proposal = Proposal.objects.select_for_update().get(campaign=campaign)
        transition(PROPOSAL, proposal, "undo_adopt", by=_now(by), data={"campaign": campaign.pk})
        record(campaign.chain, "campaign.undo_adopt", "campaign", [campaign.pk], by=by.acting())
        drop_campaign(campaign.pk)
        Proposal.objects.filter(revises=campaign).update(revises=None)  # a file handed in outlives what it revised
        campaign.delete()
    proposal.refresh_from_db()
    return proposal


def _fill(campaign: Campaign, stages: list[Item], tasks: list[Item], units: list[Item]) -> Made:
    stage_rows = Stage.objects.bulk_create(
        (stage_row(campaign, number, item) for number, item in enumerate(stages, 1)), batch_size=BATCH
    )
    stage_ids = {item["key"]: row for item, row in zip(stages, stage_rows, strict=True)}
    task_rows = Task.objects.bulk_create(
        (task_row(campaign, number, item, stage_ids.get(item["stage"])) for number, item in enumerate(tasks, 1)),
        batch_size=BATCH,
    )
    settled = {item["key"]: (item["unit"], item["set"]) for item in units}
    pairs = list(zip(task_rows, tasks, strict=True))
    duties = Duty.objects.bulk_create((row for t, i in pairs for row in duty_rows(t, i, settled)), batch_size=BATCH)
    targets = Target.objects.bulk_create((row for t, i in pairs for row in target_rows(t, i)), batch_size=BATCH)
    name_counts(campaign)
    return Made(campaign, len(stage_rows), len(task_rows), len(duties), len(targets))


def name_counts(campaign: Campaign) -> None:
    """Give each target that has none yet the kind of counts that feed it."""
    name = Concat(Value("target-"), Cast("pk", CharField()))
    Target.objects.filter(campaign=campaign, counted="").update(counted=name)


def _learn(names: list[Item], by: Standing) -> None:
    """Let the units that a person recognized be known by the plan's names for them, so that nobody is asked again."""
    now = Standing(by.person_id, by.name, by.posts, by.label)
    for item in names:
        if item["rev"] and item["unit"]:
            add_alias(item["unit"], item["key"], by=now)


def stage_row(campaign: Campaign, number: int, item: Item) -> Stage:
    """The stage row of one draft item, not saved."""
    return Stage(
        campaign=campaign,
        number=number,
        title=item["title"][:200],
        time_text=item["time_text"][:120],
        start=_day(item["start"]),
        end=_day(item["end"]),
        span_start=item["span"][0],
        span_end=item["span"][1],
        inferred=item["inferred"],
        node=item["node"],
    )


def task_row(campaign: Campaign, number: int, item: Item, stage: Stage | None) -> Task:
    """The task row of one draft item, not saved."""
    leaders = [duty["name"] for duty in item["duties"] if duty["role"] == "lead_person"]
    return Task(
        campaign=campaign,
        stage=stage,
        number=number,
        title=item["title"][:300],
        clause=item["clause"],
        time_text=item["time_text"][:120],
        start=_day(item["start"]),
        due=_day(item["due"]),
        recurrence=item["recurrence"],
        lead_people="、".join(leaders)[:120],
        span_start=item["span"][0],
        span_end=item["span"][1],
        inferred=item["inferred"],
        each_leads=item["each_leads"],
        node=item["node"],
    )


def duty_rows(task: Task, item: Item, settled: dict[str, tuple[int | None, int | None]]) -> Iterable[Duty]:
    """The duty rows of one draft item, each with the unit or set that its name was settled to."""
    for order, duty in enumerate(item["duties"]):
        unit, unit_set = settled.get(duty["name"], (None, None)) if duty["role"] in UNIT_ROLES else (None, None)
        span = duty["span"] or [None, None]
        yield Duty(
            task=task,
            role=duty["role"],
            name=duty["name"][:120],
            order=order,
            unit_id=unit,
            unit_set_id=unit_set,
            span_start=span[0],
            span_end=span[1],
            inferred=duty["inferred"],
        )


def target_rows(task: Task, item: Item) -> Iterable[Target]:
    """The target rows of one draft item."""
    for number, target in enumerate(item["targets"], 1):
        span = target["span"] or [None, None]
        yield Target(
            campaign_id=task.campaign_id,
            task=task,
            number=number,
            text=target["text"][:200],
            subject=target["subject"][:120],
            comparator=target["comparator"],
            value=target["value"],
            unit=target["unit"][:20],
            per=target["per"][:40],
            span_start=span[0],
            span_end=span[1],
        )


def _people(proposal: Proposal) -> list[dict[str, str]]:
    people = json.loads(proposal.plan).get("people", [])
    return [{"name": p["name"], "role": p["role"], "post": p.get("post") or ""} for p in people]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _now(by: Standing) -> Acting:
    """The actor for the system chain, which records only what happens now."""
    return Acting(by.person_id, by.name, by.label)
