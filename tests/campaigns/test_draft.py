"""What a plan's reading becomes as a draft: dates, stages, clause numbers, names that the organization knows."""

import pytest

from luoshi.campaigns.draft import Draft, Item, clause_labels, draft_of, resolve, unit_items
from luoshi.kit.spans import Span
from luoshi.plan.check.units import UnitName
from luoshi.plan.model import Duty, Node, Plan, Stage, Target, Task, Time

HERE = Span(0, 4)
UNITS = {UnitName("县发展改革局", ("县发改局",)): 1, UnitName("县住建局"): 2, UnitName("县人力资源和社会保障局"): 3}


def a_time(start: str | None = None, end: str | None = None, **more: object) -> Time:
    return Time("某时", start, end, HERE, **more)  # type: ignore[arg-type]


def a_stage(title: str, start: str | None = None, end: str | None = None, node: str | None = None) -> Stage:
    return Stage(title, a_time(start, end) if start or end else None, node, HERE)


def a_task(time: Time | None = None, stage: str | None = None, node: str | None = None, *names: str) -> Task:
    duties = tuple(Duty("unit", name, HERE, ("lead",) if at == 0 else ()) for at, name in enumerate(names))
    return Task("任务", node, stage, duties, time, (), HERE)


def a_plan(*tasks: Task, stages: tuple[Stage, ...] = (), window: Time | None = None, **head: str | None) -> Plan:
    said = {"title": "方案", "issuer": None, "document_number": None, "issued": None} | head
    return Plan(
        **said, window=window, outline=(), stages=stages, tasks=tasks, people=(), references=(), recipients=(),
        annexes=(), findings=(), head_spans=(),
    )  # type: ignore[arg-type] # fmt: skip


def drafted(plan: Plan, **known: dict[str, int]) -> Draft:
    return draft_of(plan, 2026, UNITS, known.get("sets", {}))


def days(item: Item) -> tuple[str | None, str | None, list[str]]:
    return item["start"], item.get("due", item.get("end")), item["inferred"]


@pytest.mark.parametrize(
    ("day", "read"),
    [
        (None, (None, False)),
        ("2025-05-10", ("2025-05-10", False)),
        ("--05-10", ("2026-05-10", True)),
        ("--02-29", ("2026-02-28", True)),
    ],
)
def test_a_day_without_a_year_takes_the_given_one(day: str | None, read: tuple[str | None, bool]) -> None:
    found, guessed = resolve(day, 2026)
    assert (found.isoformat() if found else None, guessed) == read


def test_the_leap_day_of_a_leap_year_stays() -> None:
    assert resolve("--02-29", 2028)[0].isoformat() == "2028-02-29"  # type: ignore[union-attr]


def test_a_task_with_dates_of_its_own_infers_nothing() -> None:
    [task] = drafted(a_plan(a_task(a_time("2026-05-01", "2026-05-10"))))["tasks"]
    assert days(task) == ("2026-05-01", "2026-05-10", [])


def test_a_year_that_the_plan_does_not_give_is_marked_as_inferred() -> None:
    [task] = drafted(a_plan(a_task(a_time("--05-01", "--05-10"))))["tasks"]
    assert days(task) == ("2026-05-01", "2026-05-10", ["year"])
    [task] = drafted(a_plan(a_task(a_time("2026-05-01", "2026-05-10", inferred=("year",)))))["tasks"]
    assert days(task) == ("2026-05-01", "2026-05-10", ["year"])


def test_a_period_across_the_new_year_ends_in_the_next() -> None:
    stage = a_stage("冬春攻坚", "--12-01", "--02-29")
    [item] = drafted(a_plan(stages=(stage,)))["stages"]
    assert days(item) == ("2026-12-01", "2027-02-28", ["year"])


def test_days_without_a_year_lie_in_a_window_across_the_new_year() -> None:
    tasks = [a_task(a_time(None, end)) for end in ("--11-30", "--01-15", "--10-20", "--03-31")]
    draft = drafted(a_plan(*tasks, window=a_time("--11-01", "--02-28")))
    assert [task["due"] for task in draft["tasks"]] == ["2026-11-30", "2027-01-15", "2026-10-20", "2026-03-31"]


def test_a_task_without_a_limit_ends_with_its_stage_else_with_the_campaign() -> None:
    stages = (a_stage("甲", "2026-05-01", "2026-05-31"), a_stage("乙"))
    window = a_time("2026-04-21", "2026-09-30")
    tasks = [a_task(None, "甲"), a_task(None, "乙"), a_task(None, None)]
    found = [days(task) for task in drafted(a_plan(*tasks, stages=stages, window=window))["tasks"]]
    assert found[0] == ("2026-05-01", "2026-05-31", ["due:stage"])
    assert found[1] == found[2] == ("2026-04-21", "2026-09-30", ["due:window"])


def test_a_task_without_any_limit_around_it_has_none() -> None:
    [task] = drafted(a_plan(a_task(a_time(recurrence="ongoing")), window=a_time("2026-04-21", None)))["tasks"]
    assert days(task) == ("2026-04-21", None, [])
    assert task["recurrence"] == "ongoing"


def test_a_limit_alone_begins_with_the_stage_unless_that_begins_later() -> None:
    stages = (a_stage("甲", "2026-05-11", "2026-06-30"),)
    window = a_time("2026-04-21", "2026-09-30")
    tasks = [a_task(a_time(None, end), "甲") for end in ("2026-06-15", "2026-05-05", "2026-04-01")]
    found = [task["start"] for task in drafted(a_plan(*tasks, stages=stages, window=window))["tasks"]]
    assert found == ["2026-05-11", "2026-04-21", None]


def test_a_task_that_begins_after_its_stage_has_no_start() -> None:
    stages = (a_stage("甲", "2026-05-01", "2026-05-31"),)
    [task] = drafted(a_plan(a_task(a_time("2026-07-01", None), "甲"), stages=stages))["tasks"]
    assert days(task) == (None, "2026-05-31", ["due:stage"])


def test_of_two_stages_with_one_title_a_task_belongs_to_the_one_it_stands_in() -> None:
    stages = (
        a_stage("动员部署", "2026-05-01", "2026-05-31", node="3.1"),
        a_stage("动员部署", "2026-08-01", "2026-08-31", node="4.1"),
    )
    tasks = [a_task(None, "动员部署", node) for node in ("4.1.2", "3.1.1", "4.1", "3.10.1")]
    found = [task["stage"] for task in drafted(a_plan(*tasks, stages=stages))["tasks"]]
    assert found == ["s2", "s1", "s2", "s1"]


def test_clause_numbers_are_the_markers_on_the_way_to_an_item() -> None:
    rows = [
        (1, "四、"),
        (2, "（二）"),
        (3, "8."),
        (4, "①"),
        (4, "②"),
        (2, "（三）"),
        (3, "1．"),
        (1, "五、"),
        (2, None),
    ]
    nodes = [Node(str(at), level, marker, "项", HERE) for at, (level, marker) in enumerate(rows)]
    labels = [label for _node, label in clause_labels(nodes)]
    assert labels == ["四", "四（二）", "四（二）8", "四（二）8①", "四（二）8②", "四（三）", "四（三）1", "五", "五"]


def test_a_clause_number_with_a_lost_level_still_reads() -> None:
    nodes = [Node("1", 1, "一、", "项", HERE), Node("1.1.1", 3, "1.", "项", HERE), Node("2", 1, "二、", "项", HERE)]
    assert [label for _node, label in clause_labels(nodes)] == ["一", "一1", "二"]


def test_known_names_are_settled_and_others_wait() -> None:
    names = ("县住建局", "县发改局", "各乡镇", "县人社局", "县住建局")
    draft = drafted(a_plan(a_task(None, None, None, *names)), sets={"各乡镇": 7})
    found = {item["key"]: (item["unit"], item["set"], item["is_set"]) for item in draft["units"]}
    assert found == {
        "县住建局": (2, None, False),
        "县发改局": (1, None, False),
        "各乡镇": (None, 7, True),
        "县人社局": (None, None, False),
    }
    assert list(found) == ["县住建局", "县发改局", "各乡镇", "县人社局"]


def test_a_name_that_becomes_known_is_settled_on_the_next_look() -> None:
    draft = drafted(a_plan(a_task(None, None, None, "县水利局")))
    assert not draft["units"][0]["unit"]
    [item] = unit_items(draft, {**UNITS, UnitName("县水利局"): 9}, {})
    assert (item["unit"], item["reason"], item["rev"]) == (9, "同名", 0)


def test_what_a_person_settled_stays_even_when_nobody_is_named_so() -> None:
    draft = drafted(a_plan(a_task(None, None, None, "县水利局", "县住建局")))
    draft["units"][0] |= {"unit": 3, "rev": 1}
    draft["tasks"][0]["duties"] = []
    assert unit_items(draft, UNITS, {}) == [draft["units"][0]]


def test_leaders_are_no_units() -> None:
    duties = (Duty("lead_person", "赵某", HERE), Duty("person", "钱某", HERE))
    task = Task("任务", None, None, duties, None, (), HERE)
    assert drafted(a_plan(task))["units"] == []


def test_every_part_of_a_task_keeps_its_place_and_its_inference() -> None:
    target = Target("不少于10期", "访谈", ">=", 10, "期", None, Span(2, 6))
    task = Task("开专栏", "3", None, (Duty("unit", "县住建局", Span(7, 11), ("lead",)),), None, (target,), Span(0, 12))
    [item] = drafted(a_plan(task))["tasks"]
    assert item["span"] == [0, 12]
    assert item["duties"] == [{"role": "unit", "name": "县住建局", "span": [7, 11], "inferred": ["lead"]}]
    assert item["targets"][0] == {
        "text": "不少于10期", "subject": "访谈", "comparator": ">=", "value": 10, "unit": "期", "per": "",
        "span": [2, 6],
    }  # fmt: skip


def test_the_head_keeps_what_the_plan_says_and_marks_a_guessed_year() -> None:
    plan = a_plan(title=None, issued="--05-14", window=a_time("--04-21", "--09-30"))
    [head] = drafted(plan)["head"]
    assert (head["title"], head["issued"], head["start"], head["end"]) == ("", None, "2026-04-21", "2026-09-30")
    assert head["inferred"] == ["year"]
