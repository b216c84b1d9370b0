"""Whatever two plans are compared: the changes told are enough to get from one to the other, and no more."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.plan.compare import compare
from luoshi.plan.model import Plan, Task
from plan.compare.plans import a_duty, a_plan, a_target, a_task, a_time

TITLES = st.text("召开动员会议清理河岸垃圾补种林木建立巡查制度", min_size=1, max_size=9)
UNITS = st.sampled_from(["水利局", "住建局", "青石镇", "白桥镇", "各乡镇"])
DAYS = st.integers(1, 28).map(lambda day: f"2031-05-{day:02d}")
TIMES = st.one_of(st.none(), st.builds(lambda day: a_time(f"{day}前", None, day), DAYS))
TASKS = st.builds(
    lambda title, place, units, time, numbers: a_task(
        title,
        node=f"{place}.{len(title)}",
        duties=tuple(a_duty(unit) for unit in units),
        time=time,
        targets=tuple(a_target("河段", number, "处") for number in numbers),
    ),
    TITLES,
    st.integers(1, 3),
    st.lists(UNITS, max_size=3, unique=True),
    TIMES,
    st.lists(st.integers(1, 9), max_size=2, unique=True),
)
PLANS = st.lists(TASKS, max_size=8).map(lambda tasks: a_plan(*tasks, sections=("动员", "整治", "总结")))


def titles(plan: Plan) -> Counter[str]:
    return Counter(task.title for task in plan.tasks)


@given(PLANS)
def test_no_plan_differs_from_itself(plan: Plan) -> None:
    assert compare(plan, plan) == ()


@settings(max_examples=200, deadline=None)
@given(PLANS, PLANS)
def test_dropping_adding_and_renaming_as_told_yields_the_new_titles(old: Plan, new: Plan) -> None:
    result = titles(old)
    for change in compare(old, new):
        if change.subject == "task" and change.kind != "moved":
            before, after = (value["title"] if isinstance(value, dict) else value for value in (change.old, change.new))
            result.subtract([before] if before else [])
            result.update([after] if after else [])
    assert +result == titles(new)


@settings(deadline=None)
@given(st.lists(TASKS, min_size=1, max_size=8, unique_by=lambda task: task.title), st.data())
def test_one_field_edited_is_one_change_of_that_task(tasks: list[Task], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(tasks) - 1))
    edits = {"time": data.draw(TIMES), "duties": tuple(a_duty(unit) for unit in data.draw(st.lists(UNITS, max_size=1)))}
    name = data.draw(st.sampled_from(sorted(edits)))
    if name == "duties" and len(tasks[at].duties) > 1:
        return
    edited = [*tasks[:at], replace(tasks[at], **{name: edits[name]}), *tasks[at + 1 :]]
    sections = ("动员", "整治", "总结")
    changes = compare(a_plan(*tasks, sections=sections), a_plan(*edited, sections=sections))
    assert len(changes) <= 1
    assert all(change.key == tasks[at].title for change in changes)
