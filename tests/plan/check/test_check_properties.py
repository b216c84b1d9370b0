"""Whatever the plan: findings are told in order, each at words of the text, and soon."""

import re
from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.plan.check import RULES
from luoshi.plan.check.units import UnitName, match
from plan.check.draft import Draft

WORDS = st.text("排查清理（）“”《》〔〕、，。：；每12年3月31日底前附件×局各单位\n ", max_size=40)
TIMES = st.sampled_from(
    [None, ("3月底前", None, "2031-03-31"), ("4月", "--04-01", "--04-30"), ("长期坚持", None, None)]
)
UNITS = st.lists(st.sampled_from(["县水利局", "水利局", "各乡镇", "有关部门", "县发改局", "县发展改革局"]), max_size=3)
MARKERS = st.sampled_from(["一、", "（二）", "3.", "④", "二是", None])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(MARKERS, WORDS, TIMES, UNITS), max_size=6), WORDS)
def test_findings_stand_in_the_text_in_order(items: list[tuple], tail: str) -> None:  # type: ignore[type-arg]
    draft = Draft(issued="2031-03-20").item("1", "一、", "重点任务")
    for at, (marker, words, time, units) in enumerate(items, start=1):
        duties = tuple(("unit", unit) for unit in units)
        draft.task(f"1.{at}", marker, f"第{at}件事", body=words, time=time, duties=duties)
    draft.write(tail)
    findings = draft.findings(("云岭县水利局",))
    assert [finding.span for finding in findings] == sorted(finding.span for finding in findings)
    for finding in findings:
        assert 0 <= finding.span.start < finding.span.end <= len(draft.text)
        assert re.sub("“[^”]*”", "", finding.message).count("。") == 2 and finding.message.endswith("。")
        assert finding.code in {rule.code for rule in RULES}


NAMES = st.text("云岭县市委镇青石发改展革教育局办公室和管理（）、第一二中学 ", max_size=9)


@given(NAMES, st.lists(st.builds(UnitName, NAMES, st.lists(NAMES, max_size=2).map(tuple)), max_size=5))
def test_every_name_is_matched_best_first_and_the_very_name_best_of_all(name: str, units: list[UnitName]) -> None:
    matches = match(name, units)
    scores = [found.score for found in matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 and found.reason for score, found in zip(scores, matches, strict=True))
    if any(unit.name == name and name.strip() for unit in units):
        assert scores[0] == 1


def test_a_plan_of_five_hundred_tasks_is_checked_without_delay() -> None:
    draft = Draft(issued="2031-03-01")
    for section in range(1, 11):
        draft.item(str(section), f"{'一二三四五六七八九十'[section - 1]}、", f"第{section}方面任务")
        for at in range(1, 51):
            body = f"对第{section}片第{at}段河岸逐处排查，登记位置、长度和隐患类型，建立台账，按月销号。" * 4
            time = (f"{at % 9 + 1}月底前", None, f"2031-0{at % 9 + 1}-28")
            draft.task(f"{section}.{at}", f"{at}.", f"整治第{section}片第{at}段", body=body, time=time)
    plan, text = draft.plan(), draft.text
    begun = perf_counter()
    draft.findings()
    assert perf_counter() - begun < 5
    assert len(plan.tasks) == 500 and len(text) > 50_000
