"""The plan format's JSON: exact both ways, and with the keys that the format names."""

import json

import pytest

from luoshi.kit.spans import Span
from luoshi.plan.codec import from_json, to_json
from luoshi.plan.model import Annex, Duty, Finding, Node, Person, Plan, Reference, Stage, Target, Task, Time

WINDOW = Time("2031年3月至5月", "2031-03-01", "2031-05-31", Span(4, 14))
PLAN = Plan(
    title="关于开展河道清理活动的方案",
    issuer="青石县水务局",
    document_number="青水发〔2031〕3号",
    issued="2031-02-20",
    window=WINDOW,
    outline=(Node("1", 1, "一、", "摸底阶段", Span(20, 60)), Node("1.1", 2, None, "排查河段", Span(30, 60))),
    stages=(
        Stage("摸底阶段", Time("3月", "2031-03-01", "2031-03-31", Span(25, 27), inferred=("year",)), "1", Span(20, 60)),
    ),
    tasks=(
        Task(
            "排查河段",
            "1.1",
            "摸底阶段",
            (Duty("unit", "河长办", Span(40, 43), ("lead",)), Duty("support_unit", "各镇", Span(44, 46))),
            Time("3月2日、3月9日", "2031-03-02", "2031-03-09", Span(31, 40), days=("2031-03-02", "2031-03-09")),
            (Target("不少于2.5公里", "河段", ">=", 2.5, "公里", "每镇", Span(50, 57)),),
            Span(30, 60),
        ),
    ),
    people=(Person("林甲", "组长", None, Span(70, 72)),),
    references=(Reference("河道管理办法", "青政发〔2030〕1号", Span(80, 90)),),
    recipients=("各镇人民政府",),
    annexes=(Annex("任务清单", None, Span(95, 99)),),
    findings=(Finding("P101", "warning", "没有时限", Span(30, 60)),),
    head_spans=(("title", Span(0, 13)), ("issuer", Span(14, 20))),
)


def test_a_plan_survives_json_unchanged() -> None:
    assert from_json(json.loads(json.dumps(to_json(PLAN), ensure_ascii=False))) == PLAN


def test_an_empty_plan_survives_json_unchanged() -> None:
    empty = Plan(None, None, None, None, None, (), (), (), (), (), (), (), (), ())
    assert from_json(json.loads(json.dumps(to_json(empty)))) == empty


def test_json_has_the_keys_of_the_plan_format_in_their_order() -> None:
    keys = "format title issuer document_number issued window outline stages tasks people references recipients"
    assert list(to_json(PLAN)) == [*keys.split(), "annexes", "findings", "head_spans"]


def test_spans_are_pairs_and_whole_numbers_stay_whole() -> None:
    data = to_json(PLAN)
    assert data["outline"][0]["span"] == [20, 60]
    assert data["head_spans"] == {"title": [0, 13], "issuer": [14, 20]}
    whole = Target("一次", "会议", "=", 1.0, "次", None, Span(0, 2))
    task = Task("召开会议", None, None, (), None, (whole,), Span(0, 4))
    plan = Plan(None, None, None, None, None, (), (), (task,), (), (), (), (), (), ())
    assert json.dumps(to_json(plan)["tasks"][0]["targets"][0]["value"]) == "1"


def test_lists_of_days_and_inferred_keys_are_left_out_when_empty() -> None:
    window = to_json(PLAN)["window"]
    assert not {"days", "months", "inferred"} & set(window)
    assert to_json(PLAN)["stages"][0]["time"]["inferred"] == ["year"]


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="luoshi.plan/2"):
        from_json({"format": "luoshi.plan/2"})
