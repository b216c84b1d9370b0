"""Keyword builders of what tests stand on: each makes what it is not given, through the acts of the rooms."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.test import Client

from luoshi.campaigns.adopt import adopt
from luoshi.campaigns.draft import draft_of
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Assignment, Campaign, Proposal, Task
from luoshi.campaigns.names import known_sets, known_units
from luoshi.kit.spans import Span
from luoshi.orgs.access import INSTALLER, Standing, standing
from luoshi.orgs.models import Person, Unit, UnitSet
from luoshi.orgs.people import NewPerson, NewPost, add_person, add_post
from luoshi.orgs.units import NewSet, NewUnit, add_unit, put_set
from luoshi.plan.codec import to_json
from luoshi.plan.model import Duty, Finding, Node, Plan, Stage, Target, Time
from luoshi.plan.model import Person as Member
from luoshi.plan.model import Task as Demand
from luoshi.platform.files.models import StoredFile

TODAY = date(2026, 6, 17)
STAGES = (
    ("动员学习阶段", date(2026, 4, 21), date(2026, 5, 10)),
    ("调研查摆阶段", date(2026, 5, 11), date(2026, 6, 30)),
    ("整改提升阶段", date(2026, 7, 1), date(2026, 9, 20)),
)
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Quota:
    """A target of a task as a plan may set it."""

    text: str
    value: float
    unit: str
    comparator: str = ">="
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task as a plan may word it; `stage` is a place in `STAGES`, None stands outside all stages."""

    title: str
    units: tuple[str, ...] = ("县住建局",)
    support: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    start: date | None = None
    due: date | None = date(2026, 6, 30)
    stage: int | None = 1
    targets: tuple[Quota, ...] = ()


def a_unit(name: str = "") -> Unit:
    """A unit of that name, the same one for the same name."""
    name = name or f"县第{next(_numbers)}局"
    return Unit.objects.filter(name=name).first() or add_unit(NewUnit(name), by=INSTALLER)


def a_set(name: str, members: Sequence[str]) -> UnitSet:
    """A set of units of those names."""
    return put_set(NewSet(name, tuple(a_unit(member).pk for member in members)), by=INSTALLER)


def a_person(role: str = "office", unit: str = "领导小组办公室", name: str = "", title: str = "") -> Person:
    """Somebody with that role in that unit."""
    new = NewPerson(name or f"甲{next(_numbers)}", a_unit(unit).pk, role, title)
    return add_person(new, by=INSTALLER)


def a_post(person: Person, role: str, unit: str) -> None:
    """One more role for that person."""
    add_post(NewPost(person.pk, a_unit(unit).pk, role), by=INSTALLER)


def a_standing(role: str = "office", unit: str = "领导小组办公室", name: str = "") -> Standing:
    """The standing of somebody with that role in that unit."""
    return standing(a_person(role, unit, name))


def a_plan(*tasks: Wanted, title: str = "大讨论活动实施方案", stages: bool = True) -> tuple[str, Plan]:
    """(text, what reading it yields) of a plan with these tasks, each with its sentence in the text."""
    text = f"{title}\n云办发〔2026〕9号\n"
    stage_rows: list[Stage] = []
    nodes: list[Node] = []
    demands: list[Demand] = []
    for place, (name, start, end) in enumerate(STAGES if stages else ()):
        words = f"（{'一二三'[place]}）{name}（{start.month}月至{end.month}月）"
        at, text = Span(len(text), len(text) + len(words)), f"{text}{words}\n"
        nodes.append(Node(str(place + 1), 1, f"（{'一二三'[place]}）", name, at))
        time = Time(f"{start.month}月至{end.month}月", start.isoformat(), end.isoformat(), at)
        stage_rows.append(Stage(name, time, str(place + 1), at))
    for number, wanted in enumerate(tasks, 1):
        text, node, demand = _sentence(text, number, wanted, stages)
        nodes.append(node)
        demands.append(demand)
    place = Span(0, len(title))
    return text, Plan(
        title=title,
        issuer="中共云岭县委办公室",
        document_number="云办发〔2026〕9号",
        issued="2026-04-16",
        window=None,
        outline=tuple(nodes),
        stages=tuple(stage_rows),
        tasks=tuple(demands),
        people=(Member("陈维舟", "组长", "县委书记", place), Member("周启明", "副组长", "常务副县长", place)),
        references=(),
        recipients=(),
        annexes=(),
        findings=(Finding("holiday", "warning", "截止日在假期内。", place),),
        head_spans=(),
    )


def _sentence(text: str, number: int, wanted: Wanted, stages: bool) -> tuple[str, Node, Demand]:
    by = f"，{wanted.due.month}月{wanted.due.day}日前完成" if wanted.due else ""
    goals = "".join(f"，{quota.text}" for quota in wanted.targets)
    parties = "、".join((*wanted.units, *wanted.support))
    words = f"{number}.{wanted.title}{goals}{by}。（责任单位：{parties}）"
    at = Span(len(text), len(text) + len(words))
    duties = [Duty("lead_person", name, at) for name in wanted.leaders]
    duties += [Duty("unit", name, at) for name in wanted.units]
    duties += [Duty("support_unit", name, at) for name in wanted.support]
    time = None
    if wanted.due or wanted.start:
        start, due = (day.isoformat() if day else None for day in (wanted.start, wanted.due))
        time = Time(by.removeprefix("，").removesuffix("完成"), start, due, at)
    targets = tuple(
        Target(quota.text, wanted.title, quota.comparator, quota.value, quota.unit, quota.per, at)  # type: ignore[arg-type]
        for quota in wanted.targets
    )
    stage = STAGES[wanted.stage][0] if stages and wanted.stage is not None else None
    node = Node(f"9.{number}", 2, f"{number}.", wanted.title, at)
    return f"{text}{words}\n", node, Demand(wanted.title, node.id, stage, tuple(duties), time, targets, at)


def a_proposal(text: str, plan: Plan, *, is_sample: bool = False) -> Proposal:
    """An open proposal that holds this plan."""
    data = f"{text}{next(_numbers)}".encode()
    file = StoredFile.objects.create(
        sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type="text/plain", name="方案.txt"
    )
    draft = draft_of(plan, TODAY.year, known_units(), known_sets())
    body = json.dumps(to_json(plan), ensure_ascii=False)
    return Proposal.objects.create(
        file=file, name=file.name, format="txt", text=text, plan=body, draft=draft, is_sample=is_sample
    )


def a_campaign(
    *tasks: Wanted,
    title: str = "大讨论活动实施方案",
    today: date = TODAY,
    unknown: tuple[str, ...] = (),
    issued: bool = False,
    stages: bool = True,
    is_sample: bool = False,
) -> Campaign:
    """A campaign adopted from a plan with these tasks (one when none is given), on a fixed day.

    The units that the plan names are in the organization, but those in `unknown`.
    """
    wanted = tasks or (Wanted("排查老旧小区短板"),)
    for name in dict.fromkeys(name for task in wanted for name in (*task.units, *task.support)):
        if name not in unknown and not UnitSet.objects.filter(name=name).exists():
            a_unit(name)
    proposal = a_proposal(*a_plan(*wanted, title=title, stages=stages), is_sample=is_sample)
    campaign = adopt(proposal, by=INSTALLER).campaign
    campaign.frozen_today = today
    campaign.save(update_fields=["frozen_today"])
    if issued:
        issue(campaign, by=INSTALLER)
    return campaign


def a_task(campaign: Campaign, number: int = 1) -> Task:
    """The task of that number."""
    return Task.objects.get(campaign=campaign, number=number)


def an_assignment(campaign: Campaign, number: int = 1, unit: str = "") -> Assignment:
    """The assignment of the task of that number, to that unit when several have it."""
    rows = Assignment.objects.select_related("campaign", "unit", "task").filter(task=a_task(campaign, number))
    return rows.get(unit__name=unit) if unit else rows.order_by("pk")[0]


def signed_in(client: Client, person: Person) -> Client:
    """The client with a session of that person."""
    client.force_login(person)
    return client
