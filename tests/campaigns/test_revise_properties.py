"""Whatever two plans are: a campaign that takes every difference is what adopting the new plan would have made."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import build
from luoshi.campaigns.adopt import adopt
from luoshi.campaigns.models import Campaign, PlanChange, Proposal
from luoshi.campaigns.revise.decide import apply_change, decline_change, verdicts
from luoshi.campaigns.revise.followed import followed
from luoshi.campaigns.revise.propose import propose_changes
from luoshi.journal.verify import verify
from luoshi.orgs.access import INSTALLER
from luoshi.plan.compare import compare
from luoshi.plan.model import Annex, Person, Plan, Reference, Task
from plan.compare.plans import a_duty, a_plan, a_span, a_stage, a_target, a_task, a_time

pytestmark = pytest.mark.django_db
SECTIONS = ("动员部署", "集中整治", "总结验收")
TITLES = [
    "召开动员会议",
    "清理河岸垃圾",
    "补种护岸林木",
    "建立巡查制度",
    "摸清河岸底数",
    "公开整治清单",
    "拆除违法建筑",
]
STAGES = ["动员部署阶段", "集中整治阶段", "全面总结阶段", "建章立制时期"]
UNITS = ["水利局", "住建局", "青石镇", "各乡镇", "林业局"]
DAYS = st.integers(1, 28).map(lambda day: f"2031-05-{day:02d}")
LIMITS = st.one_of(st.none(), st.builds(lambda day: a_time(f"{day}前", None, day), DAYS))
PERIODS = st.one_of(st.none(), st.builds(lambda day: a_time(f"{day}至6月底", day, "2031-06-30"), DAYS))
DUTIES = st.lists(
    st.tuples(st.sampled_from(UNITS), st.sampled_from(["unit", "support_unit", "lead_person"])), max_size=3, unique=True
).map(lambda pairs: tuple(a_duty(name, role) for name, role in pairs))
TARGETS = st.lists(st.tuples(st.sampled_from(["河段", "垃圾"]), st.integers(1, 9)), max_size=2, unique=True).map(
    lambda pairs: tuple(a_target(subject, number, "处") for subject, number in pairs)
)
PHASES = [Phase.explicit, Phase.generate]  # shrinking such campaigns takes minutes
SOME = st.lists(st.sampled_from("子丑"), max_size=1)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Some stages in some order, each a section; tasks in the sections; sometimes a stage is a task as well."""
    titles = draw(st.lists(st.sampled_from(STAGES), max_size=3, unique=True))
    stages = tuple(a_stage(title, draw(PERIODS), node=str(at)) for at, title in enumerate(titles, 1))
    rows: list[Task] = []
    for title in draw(st.lists(st.sampled_from(TITLES), max_size=5, unique=True)):
        place = draw(st.integers(1, 3))
        number = sum(row.node.startswith(f"{place}.") for row in rows) + 1  # type: ignore[union-attr]
        rows.append(
            a_task(
                title, node=f"{place}.{number}", stage=titles[place - 1] if place <= len(titles) else None,
                duties=draw(DUTIES), time=draw(LIMITS), targets=draw(TARGETS),
            )
        )  # fmt: skip
    for stage in stages:
        if not any(row.node.startswith(f"{stage.node}.") for row in rows):  # type: ignore[union-attr]
            rows.append(a_task(stage.title, node=stage.node, stage=stage.title, time=stage.time, duties=draw(DUTIES)))
    rows.sort(key=lambda row: [int(part) for part in row.node.split(".")])  # type: ignore[union-attr]
    people = draw(st.dictionaries(st.sampled_from("甲乙丙"), st.sampled_from(["县长", None]), max_size=2))
    return a_plan(
        *rows,
        stages=stages,
        sections=SECTIONS,
        title=draw(st.sampled_from(["整治方案", "整治行动方案"])),
        window=draw(PERIODS),
        issued=draw(st.sampled_from([None, "2031-04-01", "2031-04-02"])),
        recipients=tuple(draw(st.lists(st.sampled_from(UNITS), max_size=2, unique=True))),
        people=tuple(Person(name, "组长", post, a_span()) for name, post in people.items()),
        references=tuple(
            Reference(name, None, a_span()) for name in draw(st.lists(st.sampled_from("子丑"), max_size=1))
        ),
        annexes=tuple(Annex(name, None, a_span()) for name in draw(st.lists(st.sampled_from("寅卯"), max_size=1))),
    )


def a_revision(campaign: Campaign, plan: Plan) -> Proposal:
    held = build.a_proposal("河岸" * 100, plan)
    held.revises = campaign
    held.save()
    propose_changes(held, campaign)
    return held


def open_changes(held: Proposal) -> list[PlanChange]:
    return list(PlanChange.objects.filter(proposal=held, state="proposed").select_related("campaign", "proposal"))


def take_all(held: Proposal) -> None:
    """Apply what can be applied until nothing is left or nothing moves."""
    while rows := open_changes(held):
        granted = [row for row in rows if verdicts(INSTALLER, rows)[row.pk]]
        if not granted:
            return
        apply_change(granted[0], by=INSTALLER)


def still(campaign: Campaign, plan: Plan) -> list[str]:
    """What the plan says otherwise than the campaign; the order of stages that are tasks too is not told."""
    return [c.message for c in compare(followed(campaign), plan) if (c.subject, c.kind) != ("stage", "moved")]


def state(campaign: Campaign) -> dict[str, object]:
    """What a campaign says, without numbers, places and marks."""
    fresh = Campaign.objects.get(pk=campaign.pk)
    head = (fresh.title, fresh.issued, fresh.start, fresh.end, fresh.window_text)
    tasks = {
        task.title: (
            task.stage.title if task.stage else None, task.start, task.due, task.time_text, task.lead_people,
            [(d.role, d.name, d.unit_id, d.unit_set_id) for d in task.duties.order_by("order")],
            sorted((t.text, t.subject, t.value, t.unit, t.counted == f"target-{t.pk}") for t in task.targets.all()),
        )
        for task in fresh.tasks.filter(cancelled_at=None)
    }  # fmt: skip
    stages = {stage.title: (stage.start, stage.end) for stage in fresh.stages.all()}
    people = sorted((one["name"], one["role"], one["post"]) for one in fresh.people)
    return {"head": head, "tasks": tasks, "stages": stages, "people": people}


@given(plans(), plans())
@settings(derandomize=True, phases=PHASES, max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_taking_every_difference_makes_the_campaign_what_adopting_the_new_plan_makes(old: Plan, new: Plan) -> None:
    for name in UNITS[:3]:
        build.a_unit(name)
    campaign = adopt(build.a_proposal("河岸" * 100, old), by=INSTALLER).campaign
    take_all(held := a_revision(campaign, new))
    assert open_changes(held) == []
    assert still(campaign, new) == []
    assert state(campaign) == state(adopt(build.a_proposal("河岸" * 100, new), by=INSTALLER).campaign)
    assert list(verify()) == []


@given(plans(), plans(), plans(), st.data())
@settings(derandomize=True, phases=PHASES, max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_second_revision_leads_to_its_plan_from_wherever_the_first_was_left(
    old: Plan, new: Plan, third: Plan, data: st.DataObject
) -> None:
    campaign = adopt(build.a_proposal("河岸" * 100, old), by=INSTALLER).campaign
    first = a_revision(campaign, new)
    for row in open_changes(first):
        if verdicts(INSTALLER, [row])[row.pk] and data.draw(st.booleans()):
            apply_change(row, by=INSTALLER)
        elif data.draw(st.booleans()):
            decline_change(row, by=INSTALLER)
    second = a_revision(campaign, third)
    assert not any(verdicts(INSTALLER, open_changes(first)).values())
    take_all(second)
    assert open_changes(second) == []
    assert still(campaign, third) == []


@given(plans())
@settings(derandomize=True, phases=PHASES, max_examples=20, deadline=None)
def test_a_campaign_follows_its_adopted_plan_and_the_same_plan_again_changes_nothing(plan: Plan) -> None:
    campaign = adopt(build.a_proposal("河岸" * 100, plan), by=INSTALLER).campaign
    assert compare(followed(campaign), plan) == ()
    assert compare(plan, followed(campaign)) == ()
