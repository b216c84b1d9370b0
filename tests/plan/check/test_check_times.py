"""Questions about when."""

from dataclasses import replace
from datetime import date

import pytest

from luoshi.kit.workdays import Workdays
from luoshi.plan.check import check
from luoshi.plan.model import Stage
from plan.check.draft import Dates, Draft

SPRING: Dates = ("2031年3月至6月", "2031-03-01", "2031-06-30")
JUNE: Dates = ("6月底前", None, "2031-06-30")


def a_draft(*times: Dates | None) -> Draft:
    """Tasks under one heading, each with its time."""
    draft = Draft().item("1", "一、", "工作任务")
    for at, time in enumerate(times, start=1):
        draft.task(f"1.{at}", f"{at}.", f"巡查第{at}段河岸", time=time)
    return draft


def test_a_task_without_time_is_found_among_timed_ones() -> None:
    assert a_draft(JUNE, JUNE, JUNE, None).found("P201") == ["巡查第4段河岸"]


def test_a_plan_that_times_few_of_its_tasks_is_not_asked_for_the_rest() -> None:
    assert a_draft(JUNE, None, None, None).found("P201") == []


def test_a_stage_times_the_tasks_in_it() -> None:
    draft = Draft().stage("1", "（一）", "排查阶段", SPRING)
    for at in range(1, 4):
        draft.task(f"1.{at}", f"{at}.", f"巡查第{at}段", stage="排查阶段")
    assert draft.task("1.4", "4.", "登记造册", stage="排查阶段", time=JUNE).found("P201") == []


def test_a_plan_without_any_time_is_told_once() -> None:
    assert a_draft(None, None, None).found("P202") == ["关于开展河岸整治行动的方案"]
    assert (
        Draft()
        .period(*SPRING)
        .task("1", "一、", "排查")
        .task("2", "二、", "清理")
        .task("3", "三、", "补种")
        .found("P202")
        == []
    )


@pytest.mark.parametrize(
    ("time", "is_outside"),
    [
        (("7月15日前", None, "2031-07-15"), True),
        (("2月至4月", "2031-02-01", "2031-04-30"), True),
        (("6月", "2031-06-01", "2031-06-30"), False),
        (("3月上旬", "2031-03-01", "2031-03-10"), False),
        (("2031年", "2031-01-01", "2031-12-31"), False),
        (("7月", "--07-01", "--07-31"), False),
    ],
)
def test_times_that_leave_the_window_are_found(time: Dates, is_outside: bool) -> None:
    draft = Draft().period("2031年3月上旬至6月中旬", "2031-03-01", "2031-06-20")
    assert draft.task("1", "一、", "清理岸线", time=time).found("P203") == ([time[0]] if is_outside else [])


def test_summing_up_may_follow_the_window_and_preparing_may_precede_it() -> None:
    draft = Draft().period(*SPRING).task("1", "一、", "总结验收", time=("7月10日前", None, "2031-07-10"))
    assert draft.task("2", "二、", "动员部署", time=("2月20日前", None, "2031-02-20")).found("P203") == []


def stages(first: Dates, second: Dates, lead: str = "实施步骤") -> Draft:
    draft = Draft().item("1", "一、", lead)
    return draft.stage("1.1", "（一）", "排查阶段", first).stage("1.2", "（二）", "整治阶段", second)


def test_overlapping_stages_are_found_at_the_later_one() -> None:
    draft = stages(("3月至4月", "2031-03-01", "2031-04-30"), ("4月中旬至6月", "2031-04-11", "2031-06-30"))
    assert draft.found("P204") == ["4月中旬至6月"]


def test_stages_announced_as_interlocking_may_overlap() -> None:
    draft = stages(
        ("3月至4月", "2031-03-01", "2031-04-30"), ("4月至6月", "2031-04-01", "2031-06-30"), "实施步骤，压茬推进"
    )
    assert draft.found("P204") == []


def test_days_between_stages_are_found_and_adjoining_stages_are_not() -> None:
    april, may = ("4月", "2031-04-01", "2031-04-30"), ("5月", "2031-05-01", "2031-05-31")
    assert stages(("3月1日至3月20日", "2031-03-01", "2031-03-20"), april).found("P205") == ["4月"]
    friday, monday = ("3月10日至3月28日", "2031-03-10", "2031-03-28"), ("3月31日至4月30日", "2031-03-31", "2031-04-30")
    assert stages(friday, monday).found("P205") == []
    assert stages(april, may).found("P205") == stages(april, may).found("P204") == []


def test_a_list_of_months_fills_no_stretch() -> None:
    draft = stages(("4月、6月", "2031-04-01", "2031-06-30"), ("5月", "2031-05-01", "2031-05-31"))
    draft.stages[0] = replace(draft.stages[0], time=replace(draft.stages[0].time, months=("2031-04", "2031-06")))
    assert draft.found("P204") == []


def test_a_task_that_leaves_its_stage_is_found() -> None:
    draft = stages(("3月至4月", "2031-03-01", "2031-04-30"), ("5月至6月", "2031-05-01", "2031-06-30"))
    draft.task("1.2.1", "1.", "清理岸线", stage="整治阶段", time=("4月10日前", None, "2031-04-10"))
    draft.task("1.2.2", "2.", "补种林木", stage="整治阶段", time=("5月10日前", None, "2031-05-10"))
    assert draft.found("P206") == ["4月10日前"]


def test_one_stage_without_time_among_timed_ones_is_found() -> None:
    draft = Draft().stage("1", "一、", "排查阶段", SPRING).stage("2", "二、", "整治阶段")
    assert draft.found("P210") == ["整治阶段"]
    draft = Draft()
    for at, time in enumerate((SPRING, SPRING, SPRING, None), start=1):
        draft.task(str(at), f"{'一二三四'[at - 1]}、", f"第{at}阶段工作", time=time, stage=f"第{at}阶段工作")
        draft.stages.append(Stage(f"第{at}阶段工作", draft.tasks[-1].time, str(at), draft.tasks[-1].span))
    assert (draft.found("P210"), draft.found("P201")) == (["第4阶段工作"], [])
    assert Draft().stage("1", "一、", "排查阶段").stage("2", "二、", "整治阶段").found("P210") == []


def test_a_time_that_ends_before_it_starts_is_found() -> None:
    assert a_draft(("6月至3月", "2031-06-01", "2031-03-31")).found("P213") == ["6月至3月"]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("于9月31日前完成", ["9月31日"]),
        ("于九月三十一日前完成", ["九月三十一日"]),
        ("2031年2月29日召开", ["2031年2月29日"]),
        ("2032年2月29日召开", []),
        ("2月29日召开", []),
        ("自5月至12底完成", ["12底"]),
        ("20302031年度内完成，20302031年汇总", ["20302031年", "20302031年"]),
        ("于13月报送", ["13月"]),
        ("8月31日、10月31日前", []),
        ("满18月龄的", []),
        ("每月25日、12月底、上月月底", []),
    ],
)
def test_dates_that_no_calendar_has_are_found(words: str, wrong: list[str]) -> None:
    assert Draft().task("1", "一、", "巡查河岸", body=words).found("P207") == wrong


def test_a_weekday_of_another_date_is_found() -> None:
    draft = Draft(issued="2031-05-01").task("1", "一、", "开会", body="5月20日（星期三）召开，5月21日（周三）散会。")
    assert draft.found("P208") == ["5月20日（星期三）"]
    assert Draft().task("1", "一、", "开会", body="5月20日（星期三）召开。").found("P208") == []


def test_limits_on_a_weekend_are_told_once_a_date() -> None:
    sunday, monday = ("6月15日前", None, "2031-06-15"), ("6月16日前", None, "2031-06-16")
    draft = a_draft(sunday, sunday, monday)
    assert draft.found("P209") == ["6月15日前"]
    assert any("共2项" in finding.message for finding in draft.findings())


def test_a_calendar_knows_holidays_and_days_made_up_for() -> None:
    holiday, made_up, sunday = date(2031, 6, 24), date(2031, 6, 21), date(2031, 6, 22)
    worked = {holiday: False, made_up: True}
    days = Workdays(lambda day: worked.get(day, day.weekday() < 5), date(2031, 12, 31))
    draft = a_draft(*((f"6月{day.day}日前", None, day.isoformat()) for day in (holiday, made_up, sunday)))
    assert draft.found("P209") == ["6月21日前", "6月22日前"]
    told = check(draft.plan(), draft.text, workdays=days, codes=("P209",))
    assert [draft.text[one.span.start : one.span.end] for one in told] == ["6月24日前", "6月22日前"]
    assert [one.message for one in told] == [
        "期限“6月24日前”是星期二，当天不上班。宜改到相邻的工作日。",
        "期限“6月22日前”是星期日，当天不上班。宜改到相邻的工作日。",
    ]


def test_a_limit_beyond_the_calendar_is_held_to_the_weekend() -> None:
    days = Workdays(lambda day: True, date(2030, 12, 31))
    draft = a_draft(("6月15日前", None, "2031-06-15"), ("6月16日前", None, "2031-06-16"))
    told = check(draft.plan(), draft.text, workdays=days, codes=("P209",))
    assert [draft.text[one.span.start : one.span.end] for one in told] == ["6月15日前"]


def test_limits_are_held_against_the_date_of_issue() -> None:
    def draft(end: str) -> Draft:
        return Draft(issued="2031-05-29").task("1", "一、", "巡查", time=(f"{end[8:]}日前", None, end))

    assert draft("2031-05-20").found("P211") == ["20日前"]
    assert draft("2031-06-03").found("P211") == []
    assert draft("2031-06-02").found("P212") == ["02日前"]
    assert draft("2031-06-03").found("P212") == []
