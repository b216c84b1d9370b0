"""What comparing two plans tells: one change for each thing that the new one says otherwise."""

import json
from dataclasses import replace
from time import process_time

import pytest

from luoshi.plan.compare import Change, compare
from luoshi.plan.model import Annex, Person, Reference
from plan.compare.plans import a_duty, a_plan, a_span, a_stage, a_target, a_task, a_time

MEETING = a_task(
    "召开动员会",
    node="1.1",
    stage="动员阶段",
    duties=(a_duty("云岭县水利局", "lead_unit"), a_duty("各乡镇", "support_unit")),
    time=a_time("3月底前", None, "2031-03-31"),
    targets=(a_target("动员会", 1, "场"),),
)
SURVEY = a_task("摸清河岸底数", node="1.2", duties=(a_duty("云岭县水利局"), a_duty("青石镇")))
CLEARING = a_task("清理岸线垃圾", node="2.1", time=a_time("6月", "2031-06-01", "2031-06-30"))
PLANTING = a_task("补种护岸林木", node="2.2", targets=(a_target("护岸林", 300, "亩", ">="),))
BEFORE = a_plan(MEETING, SURVEY, CLEARING, PLANTING, sections=("动员部署", "集中整治"))


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    return [(change.kind, change.subject, change.key) for change in changes]


def after(**edits: object) -> Change:
    """The only change that editing the first task so leads to."""
    edited = replace(BEFORE, tasks=(replace(MEETING, **edits), *BEFORE.tasks[1:]))  # type: ignore[arg-type]
    (change,) = compare(BEFORE, edited)
    return change


def test_a_plan_does_not_differ_from_itself() -> None:
    assert compare(BEFORE, BEFORE) == ()


def test_a_new_task_is_one_change_with_all_that_adopting_it_needs() -> None:
    patrol = a_task(
        "建立巡河制度", node="2.3", duties=(a_duty("青石镇"),), time=a_time("7月", "2031-07-01", "2031-07-31")
    )
    (change,) = compare(BEFORE, replace(BEFORE, tasks=(*BEFORE.tasks, patrol)))
    assert (change.kind, change.subject, change.old, change.new_span) == ("added", "task", None, patrol.span)
    assert change.new == {
        "title": "建立巡河制度",
        "stage": None,
        "duties": [{"role": "unit", "name": "青石镇"}],
        "time": {
            "text": "7月",
            "start": "2031-07-01",
            "end": "2031-07-31",
            "recurrence": None,
            "days": [],
            "months": [],
        },
        "targets": [],
    }


def test_a_dropped_task_is_one_change_at_its_old_place() -> None:
    (change,) = compare(BEFORE, replace(BEFORE, tasks=BEFORE.tasks[:3]))
    assert (change.kind, change.key, change.old_span, change.old_node) == (
        "removed",
        "补种护岸林木",
        PLANTING.span,
        "2.2",
    )
    assert change.new is None


def test_a_reworded_title_is_a_change_of_the_same_task() -> None:
    change = after(title="召开全县动员会")
    assert (change.kind, change.subject, change.old, change.new) == ("changed", "task", "召开动员会", "召开全县动员会")


def test_a_later_limit_is_one_change_with_both_times() -> None:
    change = after(time=a_time("4月底前", None, "2031-04-30"))
    assert (change.kind, change.subject) == ("changed", "time")
    assert change.message == "“召开动员会”的时间由“3月底前”改为“4月底前”"


def test_the_same_days_in_other_words_are_no_change() -> None:
    again = replace(MEETING, time=a_time("3月31日前", None, "2031-03-31"))
    assert compare(BEFORE, replace(BEFORE, tasks=(again, *BEFORE.tasks[1:]))) == ()


def test_a_dropped_time_is_removed() -> None:
    change = after(time=None)
    assert (change.kind, change.subject, change.new, change.new_span) == ("removed", "time", None, None)


def test_another_unit_in_a_role_is_one_change() -> None:
    change = after(duties=(a_duty("云岭县住建局", "lead_unit"), MEETING.duties[1]))
    assert (change.kind, change.subject) == ("changed", "duty")
    assert change.old == {"role": "lead_unit", "name": "云岭县水利局"}
    assert change.new == {"role": "lead_unit", "name": "云岭县住建局"}


def test_a_unit_in_another_role_is_one_change() -> None:
    change = after(duties=(MEETING.duties[0], a_duty("各乡镇", "unit")))
    assert change.message == "“召开动员会”的“各乡镇”由配合单位改为责任单位"


def test_a_further_unit_is_added() -> None:
    extra = a_duty("青石镇", "support_unit")
    change = after(duties=(*MEETING.duties, extra))
    assert (change.kind, change.subject, change.new_span) == ("added", "duty", extra.span)


def test_another_first_unit_is_told_because_the_first_one_leads() -> None:
    turned = replace(SURVEY, duties=SURVEY.duties[::-1])
    (change,) = compare(BEFORE, replace(BEFORE, tasks=(MEETING, turned, CLEARING, PLANTING)))
    assert (change.kind, change.subject, change.key) == ("changed", "duty", "摸清河岸底数")


@pytest.mark.parametrize(
    "target",
    [
        a_target("动员会", 2, "场"),
        a_target("动员会", 1, "场", ">="),
        a_target("推进会", 1, "场"),
        a_target("动员会", 1, "次"),
    ],
)
def test_a_target_set_otherwise_is_one_change(target: object) -> None:
    change = after(targets=(target,))
    assert (change.kind, change.subject) == ("changed", "target")


def test_a_task_under_another_heading_has_moved_and_is_neither_dropped_nor_new() -> None:
    moved = replace(SURVEY, node="2.1")
    shifted = (replace(CLEARING, node="2.2"), replace(PLANTING, node="2.3"))
    (change,) = compare(BEFORE, replace(BEFORE, tasks=(MEETING, moved, *shifted)))
    assert (change.kind, change.key) == ("moved", "摸清河岸底数")
    assert change.message == "任务“摸清河岸底数”从“动员部署”移到“集中整治”"


def test_a_task_put_behind_others_has_moved() -> None:
    order = (MEETING, CLEARING, PLANTING, SURVEY)
    assert told(compare(a_plan(MEETING, SURVEY, CLEARING, PLANTING), a_plan(*order))) == [
        ("moved", "task", "摸清河岸底数")
    ]


def test_tasks_under_a_renamed_heading_stay_where_they_are() -> None:
    renamed = a_plan(*BEFORE.tasks, sections=("动员部署", "攻坚治理"))
    assert compare(BEFORE, renamed) == ()


def test_renumbering_alone_is_no_change() -> None:
    later = a_plan(*BEFORE.tasks, sections=("动员部署", "集中整治"))
    assert compare(BEFORE, later) == ()


def test_equal_titles_are_told_apart_by_their_headings() -> None:
    one, two = (
        a_task("组织形式", node=f"{at}.1", duties=(a_duty(name),)) for at, name in ((1, "青石镇"), (2, "白桥镇"))
    )
    both = a_plan(one, two, sections=("大学习", "大调研"))
    (change,) = compare(both, replace(both, tasks=(two,)))
    assert (change.kind, change.old_node) == ("removed", "1.1")


def test_stages_are_compared_by_title_and_time() -> None:
    learn = a_stage("学习阶段", a_time("3月", "2031-03-01", "2031-03-31"), "1")
    mend = a_stage("整改阶段", a_time("4月", "2031-04-01", "2031-04-30"), "2")
    longer = replace(mend, time=a_time("4月至5月", "2031-04-01", "2031-05-31"))
    changes = compare(a_plan(stages=(learn, mend)), a_plan(stages=(longer, a_stage("总结验收阶段", None, "3"))))
    assert told(changes) == [
        ("removed", "stage", "学习阶段"),
        ("changed", "time", "整改阶段"),
        ("added", "stage", "总结验收阶段"),
    ]


def test_a_stage_that_is_a_task_is_told_once() -> None:
    def plan(days: tuple[str, str]) -> object:
        time = a_time(f"至{days[1]}", *days)
        stages = (a_stage("学习阶段", time, "1"),)
        return a_plan(a_task("学习阶段", node="1", stage="学习阶段", time=time), stages=stages)

    changes = compare(plan(("2031-03-01", "2031-03-31")), plan(("2031-03-01", "2031-04-30")))  # type: ignore[arg-type]
    assert told(changes) == [("changed", "time", "学习阶段")]


def test_head_people_references_recipients_and_annexes_are_compared() -> None:
    head = {
        "issued": "2031-03-01",
        "window": a_time("3月至6月", "2031-03-01", "2031-06-30"),
        "recipients": ("各乡镇人民政府",),
        "people": (Person("程远山", "组长", "县长", a_span()),),
        "references": (Reference("河湖管护办法", None, a_span()),),
        "annexes": (Annex("任务清单", None, a_span()),),
    }
    promoted = (Person("程远山", "组长", "县委书记", a_span()),)
    changes = compare(a_plan(**head), a_plan(**head | {"issued": "2031-03-02", "people": promoted, "annexes": ()}))
    assert told(changes) == [
        ("changed", "head", "issued"),
        ("changed", "person", "程远山"),
        ("removed", "annex", "任务清单"),
    ]
    assert [change.subject for change in compare(a_plan(), a_plan(**head))] == [
        "head",
        "head",
        "recipient",
        "person",
        "reference",
        "annex",
    ]


def test_values_are_json() -> None:
    for change in compare(BEFORE, a_plan(SURVEY)):
        assert json.loads(json.dumps([change.old, change.new])) is not None


def test_five_hundred_tasks_are_compared_without_delay() -> None:
    verbs, things = ("排查", "整治", "建设", "宣传", "验收"), [f"第{at}号河段护岸工程" for at in range(100)]
    tasks = [a_task(f"{verb}{thing}", duties=(a_duty(f"{thing[1:4]}组"),)) for thing in things for verb in verbs]
    begun = process_time()
    changes = compare(a_plan(*tasks), a_plan(*tasks[250:], *tasks[:250]))
    assert process_time() - begun < 6
    assert {change.kind for change in changes} == {"moved"}
