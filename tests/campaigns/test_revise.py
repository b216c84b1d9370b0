"""What each kind of difference that a revised plan brings changes in the campaign."""

from dataclasses import replace
from datetime import date

import pytest

import build
from build import Quota, Wanted
from campaigns.revisions import (
    MEETING,
    ROADS,
    SURVEY,
    a_campaign,
    a_revision,
    only,
    revised,
    take,
    the_plan,
    told,
    with_stage,
)
from luoshi.campaigns.feedback import Quantity, Report, report, sign
from luoshi.campaigns.models import Assignment, Campaign, Count, Duty, Stage, Target, Task
from luoshi.campaigns.revise.decide import apply_change, changes_something, decline_change, may_apply
from luoshi.campaigns.revise.propose import propose_changes
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.holidays import calendar
from luoshi.plan.model import Person
from luoshi.plan.model import Stage as SaidStage
from luoshi.platform.search.queries import find

pytestmark = pytest.mark.django_db


def test_the_same_plan_changes_nothing() -> None:
    assert a_revision(a_campaign()) == []


def test_a_new_task_comes_last_in_its_stage_as_adoption_would_have_made_it_with_its_own_words() -> None:
    campaign = a_campaign()
    new = Wanted("改造管网", units=("县水利局",), leaders=("林若川",), targets=(Quota("12公里", 12, "公里"),), due=None)
    build.a_unit("县水利局")
    change = only(a_revision(campaign, MEETING, SURVEY, ROADS, new), "task", "added")
    apply_change(change, by=INSTALLER)
    task = Task.objects.get(campaign=campaign, number=3)
    assert list(campaign.tasks.order_by("number").values_list("title", "stage__number")) == [
        ("召开动员会", 1),
        ("排查小区", 2),
        ("改造管网", 2),
        ("修复公路", 3),
    ]
    assert (task.title, task.stage.title if task.stage else "") == ("改造管网", "调研查摆阶段")
    assert (task.start, task.due, task.inferred) == (date(2026, 5, 11), date(2026, 6, 30), ["due:stage"])
    assert task.clause == "（三）4"
    assert change.proposal.text[task.span_start : task.span_end].startswith("4.改造管网")
    assert [(d.role, d.name, d.unit and d.unit.name) for d in task.duties.all()] == [
        ("lead_person", "林若川", None),
        ("unit", "县水利局", "县水利局"),
    ]
    target = task.targets.get()
    assert (target.text, target.counted) == ("12公里", f"target-{target.pk}")
    assert {hit.title for hit in find("管网", None)} == {"改造管网"}


def test_a_removed_task_is_cancelled_keeps_its_number_and_is_found_no_more() -> None:
    campaign = a_campaign()
    take("task", "removed", campaign, MEETING, ROADS)
    assert list(campaign.tasks.filter(cancelled_at=None).values_list("number", "title")) == [
        (1, "召开动员会"),
        (3, "修复公路"),
    ]
    assert find("小区", None) == []


def test_a_task_that_is_out_is_not_removed_with_the_plan() -> None:
    campaign = a_campaign(issued=True)
    change = only(a_revision(campaign, MEETING, ROADS), "task", "removed")
    assert "已经下发" in may_apply(INSTALLER, change).reason
    with pytest.raises(Refused):
        apply_change(change, by=INSTALLER)
    assert Task.objects.get(campaign=campaign, number=2).cancelled_at is None


def test_a_renamed_task_is_found_by_its_new_name() -> None:
    campaign = a_campaign()
    take("task", "changed", campaign, MEETING, SURVEY, replace(ROADS, title="修复农村公路"))
    assert Task.objects.get(campaign=campaign, number=3).title == "修复农村公路"
    assert {hit.title for hit in find("农村", None)} == {"修复农村公路"}


def test_a_task_moves_into_another_stage_and_its_concluded_limit_with_it() -> None:
    campaign = a_campaign()
    take("task", "moved", campaign, MEETING, replace(SURVEY, stage=2), ROADS)
    task = Task.objects.get(campaign=campaign, number=2)
    assert task.stage and task.stage.title == "整改提升阶段"
    assert (task.start, task.due, task.inferred) == (date(2026, 7, 1), date(2026, 9, 20), ["due:stage"])


def test_new_days_reach_the_assignments_that_are_not_done_and_leave_the_original_limit() -> None:
    campaign = a_campaign(issued=True)
    Assignment.objects.filter(task__number=1).update(state="done")
    later = [replace(task, due=date(2026, 9, 10)) for task in (MEETING, ROADS)]
    for change in a_revision(campaign, later[0], SURVEY, later[1]):
        apply_change(change, by=INSTALLER)
    done, out = build.an_assignment(campaign, 1), build.an_assignment(campaign, 3)
    assert (done.due, out.due, out.original_due) == (date(2026, 4, 30), date(2026, 9, 10), date(2026, 8, 31))
    assert out.due_n == calendar().number(date(2026, 9, 10))
    assert Task.objects.get(campaign=campaign, number=3).start == date(2026, 7, 1)


def test_a_time_that_is_gone_leaves_the_stages_limit() -> None:
    campaign = a_campaign()
    take("time", "removed", campaign, MEETING, SURVEY, replace(ROADS, due=None))
    task = Task.objects.get(campaign=campaign, number=3)
    assert (task.due, task.time_text, task.inferred) == (date(2026, 9, 20), "", ["due:stage"])


def test_a_stages_new_days_move_the_limits_concluded_from_it_but_none_that_a_person_confirmed() -> None:
    campaign = build.a_campaign(SURVEY, replace(SURVEY, title="摸清底数"), issued=True)
    Task.objects.filter(campaign=campaign, number=2).update(inferred=[])
    plan = the_plan(campaign)
    time = replace(plan.stages[1].time, start="2026-05-18", end="2026-07-10")  # type: ignore[type-var]
    apply_change(only(revised(campaign, with_stage(plan, 1, time=time)), "time", "changed"), by=INSTALLER)
    stage = Stage.objects.get(campaign=campaign, number=2)
    assert (stage.start, stage.end) == (date(2026, 5, 18), date(2026, 7, 10))
    assert build.a_task(campaign, 1).due == build.an_assignment(campaign, 1).due == date(2026, 7, 10)
    assert build.a_task(campaign, 1).start == date(2026, 5, 18)
    assert build.a_task(campaign, 2).due == build.an_assignment(campaign, 2).due == date(2026, 6, 30)


def test_a_renamed_stage_keeps_its_tasks() -> None:
    campaign = a_campaign()
    plan = the_plan(campaign)
    tasks = tuple(replace(t, stage="调研摸底阶段") if t.stage == "调研查摆阶段" else t for t in plan.tasks)
    changes = revised(campaign, replace(with_stage(plan, 1, title="调研摸底阶段"), tasks=tasks))
    apply_change(only(changes, "stage", "changed"), by=INSTALLER)
    stage = Stage.objects.get(campaign=campaign, title="调研摸底阶段")
    assert stage.tasks.get().title == "排查小区"
    assert propose_changes(changes[0].proposal, campaign) == []


def test_a_new_stage_stands_where_the_plan_has_it_and_its_tasks_wait_for_it() -> None:
    campaign = a_campaign()
    plan = the_plan(campaign)
    new = SaidStage(
        "回头看阶段", replace(plan.stages[1].time, start="2026-08-01", end="2026-08-31"), "2.5", plan.stages[1].span
    )  # type: ignore[type-var]
    task = replace(plan.tasks[1], title="逐项回访住户意见", node="2.5.1", stage="回头看阶段")
    changes = revised(
        campaign, replace(plan, stages=(*plan.stages[:2], new, plan.stages[2]), tasks=(*plan.tasks, task))
    )
    assert told(changes) == [("stage", "added"), ("task", "added")]
    assert "先定新增的阶段“回头看阶段”" in may_apply(INSTALLER, changes[1]).reason
    apply_change(changes[0], by=INSTALLER)
    titles = campaign.stages.order_by("number").values_list("title", flat=True)
    assert list(titles) == ["动员学习阶段", "调研查摆阶段", "回头看阶段", "整改提升阶段"]
    apply_change(changes[1], by=INSTALLER)
    assert Stage.objects.get(campaign=campaign, title="回头看阶段").tasks.get().due == date(2026, 8, 31)


def test_a_task_of_a_stage_that_was_declined_stands_outside_all_stages() -> None:
    campaign = a_campaign()
    plan = the_plan(campaign)
    new = SaidStage("回头看阶段", None, "2.5", plan.stages[1].span)
    task = replace(plan.tasks[1], title="逐项回访住户意见", node="2.5.1", stage="回头看阶段")
    changes = revised(campaign, replace(plan, stages=(*plan.stages, new), tasks=(*plan.tasks, task)))
    decline_change(changes[0], by=INSTALLER)
    apply_change(changes[1], by=INSTALLER)
    assert Task.objects.get(campaign=campaign, number=4).stage is None


def test_a_removed_stage_leaves_its_tasks() -> None:
    campaign = a_campaign()
    plan = the_plan(campaign)
    tasks = tuple(replace(task, stage=None) if task.stage == "整改提升阶段" else task for task in plan.tasks)
    for change in revised(campaign, replace(plan, stages=plan.stages[:2], tasks=tasks)):
        apply_change(change, by=INSTALLER)
    assert campaign.stages.count() == 2
    assert Task.objects.get(campaign=campaign, number=3).stage is None


def names(campaign: Campaign, number: int) -> list[str]:
    return list(
        Duty.objects.filter(task__campaign=campaign, task__number=number)
        .order_by("order")
        .values_list("name", flat=True)
    )


def test_a_party_takes_the_place_of_another_and_the_leader_follows() -> None:
    campaign = a_campaign()
    for change in a_revision(
        campaign, MEETING, replace(SURVEY, units=("县建委", "县城管局")), replace(ROADS, leaders=("何向南",))
    ):
        assert told([change]) == [("duty", "changed")]
        apply_change(change, by=INSTALLER)
    assert names(campaign, 2) == ["县建委", "县城管局"]
    assert names(campaign, 3) == ["何向南", "县交通局", "县财政局"]
    assert Task.objects.get(campaign=campaign, number=3).lead_people == "何向南"
    assert {hit.title for hit in find("何向南", None)} == {"修复公路"}


def test_a_new_party_stands_where_the_plan_lists_it_and_a_removed_one_goes() -> None:
    campaign = a_campaign()
    for change in a_revision(
        campaign, MEETING, replace(SURVEY, units=("县信访局", "县住建局", "县城管局")), replace(ROADS, support=())
    ):
        apply_change(change, by=INSTALLER)
    assert names(campaign, 2) == ["县信访局", "县住建局", "县城管局"]
    assert names(campaign, 3) == ["陆知行", "县交通局"]


def test_units_in_another_order_lose_nobody() -> None:
    campaign = a_campaign()
    change = only(
        a_revision(campaign, MEETING, replace(SURVEY, units=("县城管局", "县住建局")), ROADS), "duty", "changed"
    )
    apply_change(change, by=INSTALLER)
    assert names(campaign, 2) == ["县城管局", "县住建局"]


def test_a_party_that_the_campaign_knows_by_another_name_is_bound_as_before() -> None:
    campaign = a_campaign()
    unit = build.a_unit("县交通运输局")
    Duty.objects.filter(name="县交通局").update(unit=unit)
    take("duty", "added", campaign, MEETING, replace(SURVEY, support=("县交通局",)), ROADS)
    assert Duty.objects.get(task__number=2, name="县交通局").unit == unit


def test_assignments_that_are_out_keep_their_unit() -> None:
    campaign = a_campaign(issued=True)
    take("duty", "changed", campaign, MEETING, replace(SURVEY, units=("县建委", "县城管局")), ROADS)
    assert build.an_assignment(campaign, 2).unit.name == "县住建局"


def test_a_target_set_otherwise_keeps_what_was_counted() -> None:
    campaign = a_campaign(issued=True)
    held, target = build.an_assignment(campaign, 2), Target.objects.get(campaign=campaign)
    unit = build.a_standing("liaison", "县住建局")
    sign(held, by=unit)
    report(held, Report(20, "排查6个", quantities=(Quantity(target.pk, 6),)), by=unit)
    new = replace(SURVEY, targets=(Quota("不少于20个", 20, "个"),))
    take("target", "changed", campaign, MEETING, new, ROADS)
    after = Target.objects.get(campaign=campaign)
    assert (after.pk, after.value, after.text, after.counted) == (target.pk, 20, "不少于20个", target.counted)
    assert Count.objects.get().kind == after.counted


def test_targets_are_added_and_removed() -> None:
    campaign = a_campaign()
    changes = a_revision(
        campaign, MEETING, replace(SURVEY, targets=()), replace(ROADS, targets=(Quota("86公里", 86, "公里"),))
    )
    for change in changes:
        apply_change(change, by=INSTALLER)
    target = Target.objects.get(campaign=campaign)
    assert (target.task.number, target.text, target.number, target.counted) == (3, "86公里", 1, f"target-{target.pk}")


def test_head_fields_window_and_roster_follow() -> None:
    campaign = a_campaign()
    plan = the_plan(campaign)
    people = (
        Person("陈维舟", "组长", "县委书记", plan.people[0].span),
        Person("林若川", "副组长", None, plan.people[0].span),
    )
    window = replace(plan.stages[0].time, text="5月至10月", start="2026-05-01", end="2026-10-31")  # type: ignore[type-var]
    head = {
        "title": "大讨论方案（修订）",
        "issuer": None,
        "document_number": "云办发〔2026〕12号",
        "issued": "2026-05-02",
    }
    changes = revised(campaign, replace(plan, **head, people=people, window=window, recipients=("各乡镇",)))
    for change in changes:
        assert changes_something(change) == (change.body["subject"] != "recipient")
        apply_change(change, by=INSTALLER)
    fresh = Campaign.objects.get(pk=campaign.pk)
    assert (fresh.title, fresh.issuer, fresh.issued) == ("大讨论方案（修订）", "", date(2026, 5, 2))
    assert (fresh.document_number, fresh.window_text) == ("云办发〔2026〕12号", "5月至10月")
    assert (fresh.start, fresh.end) == (date(2026, 5, 1), date(2026, 10, 31))
    assert fresh.people == [
        {"name": "陈维舟", "role": "组长", "post": "县委书记"},
        {"name": "林若川", "role": "副组长", "post": ""},
    ]
    assert ("campaign", "大讨论方案（修订）") in {(hit.kind, hit.title) for hit in find("修订", None)}


def test_a_plan_that_lost_its_title_leaves_the_campaign_its_name() -> None:
    campaign = a_campaign()
    take("head", "removed", campaign, title=None)
    assert Campaign.objects.get(pk=campaign.pk).title == campaign.title
