"""A campaign of three tasks, and what revised plans change in it: what the tests of revisions stand on."""

from dataclasses import replace
from datetime import date

import build
from build import Quota, Wanted
from luoshi.campaigns.models import Campaign, PlanChange, Proposal
from luoshi.campaigns.queries import plan_of
from luoshi.campaigns.revise.decide import apply_change
from luoshi.campaigns.revise.propose import propose_changes
from luoshi.orgs.access import INSTALLER
from luoshi.plan.model import Plan

MEETING = Wanted("召开动员会", units=("县委办",), stage=0, due=date(2026, 4, 30))
SURVEY = Wanted("排查小区", units=("县住建局", "县城管局"), targets=(Quota("不少于18个", 18, "个"),), due=None)
ROADS = Wanted(
    "修复公路", units=("县交通局",), support=("县财政局",), leaders=("陆知行",), stage=2, due=date(2026, 8, 31)
)


def a_campaign(*, issued: bool = False) -> Campaign:
    return build.a_campaign(MEETING, SURVEY, ROADS, issued=issued)


def a_revision(campaign: Campaign, *tasks: Wanted, **head: object) -> list[PlanChange]:
    """What a file with these tasks, and a head with these values, changes."""
    text, plan = build.a_plan(*(tasks or (MEETING, SURVEY, ROADS)))
    return revised(campaign, replace(plan, **head), text)  # type: ignore[arg-type]


def revised(campaign: Campaign, plan: Plan, text: str = "新文" * 200) -> list[PlanChange]:
    held = build.a_proposal(text, plan)
    held.revises = campaign
    held.save()
    propose_changes(held, campaign)
    return list(PlanChange.objects.filter(proposal=held).select_related("campaign", "proposal"))


def told(changes: list[PlanChange]) -> list[tuple[str, str]]:
    return [(change.body["subject"], change.body["kind"]) for change in changes]


def only(changes: list[PlanChange], subject: str, kind: str) -> PlanChange:
    assert told(changes) == [(subject, kind)]
    return changes[0]


def take(subject: str, kind: str, campaign: Campaign, *tasks: Wanted, **head: object) -> None:
    """Apply the only difference, of that subject and kind, that a file with these tasks brings."""
    apply_change(only(a_revision(campaign, *tasks, **head), subject, kind), by=INSTALLER)


def the_plan(campaign: Campaign) -> Plan:
    return plan_of(Proposal.objects.get(campaign=campaign))


def with_stage(plan: Plan, at: int, **values: object) -> Plan:
    stages = list(plan.stages)
    stages[at] = replace(stages[at], **values)  # type: ignore[arg-type]
    return replace(plan, stages=tuple(stages))
