"""A campaign of 10,000 assignments of 2,000 tasks to 200 units, put in by bulk rows; Django must be set up before."""

import json
import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from luoshi.campaigns.draft import draft_of
from luoshi.campaigns.models import (
    Assignment,
    Campaign,
    Count,
    Duty,
    Feedback,
    Joint,
    Proposal,
    Round,
    Stage,
    Target,
    Task,
)
from luoshi.journal.record import record
from luoshi.kit.spans import Span
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.holidays import calendar
from luoshi.orgs.models import Person, Post, Unit, UnitSet
from luoshi.plan.codec import to_json
from luoshi.plan.model import Finding, Plan
from luoshi.plan.model import Person as Member
from luoshi.platform.files.models import StoredFile

TASKS, UNITS, TO_ALL, TARGETS = 2000, 200, 40, 60
TODAY = date(2026, 6, 17)
START = date(2026, 4, 1)
ZONE = ZoneInfo("Asia/Shanghai")
VERBS = ("排查", "建立", "修订", "梳理", "整治", "完善", "推出", "清理", "改造", "公开")
NOUNS = (
    "老旧小区短板清单",
    "政务服务事项",
    "断头路和内涝点",
    "农村供水薄弱村",
    "涉企检查制度",
    "群众意见台账",
    "停车泊位",
)
LEADERS = tuple(f"县领导{n}" for n in range(1, 13))
STATES = ("issued", "in_progress", "in_progress", "in_progress", "submitted", "done")
STAGES = (("动员学习", 40), ("调研查摆", 50), ("整改提升", 60), ("总结巩固", 33))


def seed() -> tuple[Campaign, Person, Person]:
    """(the campaign, somebody of its office, the liaison of its first unit)."""
    chance = random.Random(7)  # noqa: S311
    units = _units()
    campaign = Campaign.objects.create(
        title="规模试验活动实施方案", issuer="试验县委办公室", state="running", start=START,
        end=START + timedelta(182), frozen_today=TODAY, adopted_at=_moment(START),
        people=[{"name": name, "role": "副组长", "post": "副县长"} for name in LEADERS],
    )  # fmt: skip
    tasks = _tasks(campaign, units, chance)
    assignments = _assignments(campaign, tasks, units, chance)
    _work(assignments, units, chance)
    _targets(campaign, tasks, units, chance)
    for row in assignments[:400]:
        by, data = INSTALLER.acting(), {"progress": row.progress}
        record(campaign.chain, "assignment.report", "assignment", [row.pk], by=by, data=data, texts={"said": "已办"})
    return campaign, _person("office", units[0]), _person("liaison", units[0])


def _units() -> list[Unit]:
    units = Unit.objects.bulk_create(Unit(name=f"试验县第{n}局", order=n) for n in range(1, UNITS + 1))
    for unit in units:
        unit.path = f"{unit.pk}/"
    Unit.objects.bulk_update(units, ["path"])
    everyone = UnitSet.objects.create(name="各单位")
    everyone.members.set(units)
    return units


def _person(role: str, unit: Unit) -> Person:
    person = Person.objects.create(name=f"试验{role}", key=f"bench-{role}")
    Post.objects.create(person=person, unit=unit, role=role)
    return person


def _tasks(campaign: Campaign, units: list[Unit], chance: random.Random) -> list[Task]:
    days, at = [], START
    for _title, length in STAGES:
        days.append((at, at + timedelta(length - 1)))
        at += timedelta(length)
    stages = Stage.objects.bulk_create(
        Stage(campaign=campaign, number=n + 1, title=title, start=days[n][0], end=days[n][1], span_start=0, span_end=4)
        for n, (title, _length) in enumerate(STAGES)
    )
    text, rows = "", []
    for n in range(TASKS):
        stage = n * len(STAGES) // TASKS
        title = f"{chance.choice(VERBS)}第{n + 1}批{chance.choice(NOUNS)}"
        words = f"{title}，按月报送进度，限期完成。（牵头领导：{chance.choice(LEADERS)}）\n"
        due = days[stage][0] + timedelta(chance.randrange(10, 40))
        rows.append(
            Task(
                campaign=campaign, stage=stages[stage], number=n + 1, title=title, clause=f"四（{stage + 1}）{n}",
                time_text="限期", start=days[stage][0], due=due, lead_people=chance.choice(LEADERS),
                span_start=len(text), span_end=len(text) + len(words) - 1,
            )
        )  # fmt: skip
        text += words
    tasks = Task.objects.bulk_create(rows, batch_size=500)
    duties = []
    for n, task in enumerate(tasks):
        duties.append(Duty(task=task, role="lead_person", name=task.lead_people, order=0))
        if n < TO_ALL:
            duties.append(Duty(task=task, role="unit", name="各单位", order=1))
        else:
            duties += [
                Duty(task=task, role="unit" if k < 1 else "support_unit", name=unit.name, unit=unit, order=k + 1)
                for k, unit in enumerate(chance.sample(units, 3))
            ]
    Duty.objects.bulk_create(duties, batch_size=500)
    _proposal(campaign, text)
    return tasks


def _proposal(campaign: Campaign, text: str) -> None:
    findings = tuple(Finding("times.holiday", "warning", f"第{n}处时限落在假期。", Span(n, n + 9)) for n in range(40))
    people = tuple(Member(name, "副组长", "副县长", Span(0, 4)) for name in LEADERS)
    plan = Plan(campaign.title, campaign.issuer, None, None, None, (), (), (), people, (), (), (), findings, ())
    file = StoredFile.objects.create(sha256="0" * 64, size=len(text), media_type="text/plain", name="规模.txt")
    Proposal.objects.create(
        file=file, name=file.name, format="txt", text=text, plan=json.dumps(to_json(plan), ensure_ascii=False),
        draft=draft_of(plan, TODAY.year, {}, {}), state="adopted", campaign=campaign,
    )  # fmt: skip


def _assignments(campaign: Campaign, tasks: list[Task], units: list[Unit], chance: random.Random) -> list[Assignment]:
    days = calendar()
    pairs = [(task, unit) for task in tasks[:TO_ALL] for unit in units]
    pairs += [(task, chance.choice(units)) for task in tasks[TO_ALL:]]
    pairs += [(task, next(u for u in units if (task, u) != pairs[-1])) for task in tasks[-TO_ALL:]]
    rows = []
    for slip, (task, unit) in enumerate(dict.fromkeys(pairs), 1):
        state = chance.choice(STATES) if task.start <= TODAY else "issued"
        rows.append(
            Assignment(
                campaign=campaign, task=task, unit=unit, slip=slip, state=state, issued_at=_moment(task.start),
                start=task.start, original_due=task.due, due=task.due, start_n=days.number(task.start),
                due_n=days.number(task.due),
                progress=100 if state == "done" else chance.randrange(0, 100) if state != "issued" else 0,
                returns=chance.choice((0, 0, 0, 0, 1, 2)), submitted_on=TODAY if state == "submitted" else None,
                closed_on=TODAY if state == "done" else None, last_said="已核对四个乡镇事项，余下本周补齐",
                last_at=_moment(TODAY),
            )
        )  # fmt: skip
    return Assignment.objects.bulk_create(rows, batch_size=500)


def _work(assignments: list[Assignment], units: list[Unit], chance: random.Random) -> None:
    Joint.objects.bulk_create(
        (Joint(assignment=row, unit=unit) for row in assignments for unit in chance.sample(units, 2)), batch_size=500
    )
    Feedback.objects.bulk_create(
        (
            Feedback(
                assignment=row, by_name="联络员", at=_moment(TODAY - timedelta(n)), progress=row.progress, said="已办"
            )
            for row in assignments
            for n in (2, 9, 16)
        ),
        batch_size=500,
    )
    Round.objects.bulk_create(
        (
            Round(
                assignment=row, number=1, submitted_at=_moment(TODAY), submitted_name="联络员", result="清单一份",
                verdict="returned" if row.returns else "", reason="缺乡镇事项", decided_name="督导组",
            )
            for row in assignments
            if row.returns or row.state == "submitted"
        ),
        batch_size=500,
    )  # fmt: skip


def _targets(campaign: Campaign, tasks: list[Task], units: list[Unit], chance: random.Random) -> None:
    targets = Target.objects.bulk_create(
        Target(
            campaign=campaign, task=task, number=1, text="不少于600处", subject=task.title, comparator=">=", value=600,
            unit="处", counted=f"target-{task.pk}",
        )
        for task in chance.sample(tasks, TARGETS)
    )  # fmt: skip
    Count.objects.bulk_create(
        (
            Count(
                campaign=campaign, kind=target.counted, unit=chance.choice(units), amount=chance.randrange(1, 6),
                day=START + timedelta(chance.randrange(70)), source="feedback:1",
            )
            for target in targets
            for _n in range(100)
        ),
        batch_size=500,
    )  # fmt: skip


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
