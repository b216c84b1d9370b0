"""Questions about what the plan says: twice, otherwise than it counts, without a day."""

import pytest

from plan.check.draft import Dates, Draft

LONG = "对全县六条主要河流逐段排查险工险段，登记位置、长度和隐患类型，建立一处一档"
JUNE: Dates = ("6月底前", None, "2031-06-30")


def test_a_task_whose_words_stand_in_an_earlier_one_is_found() -> None:
    draft = Draft().task("1", "一、", "排查险段", body=f"汛前{LONG}，并报县水利局。")
    assert draft.task("2", "二、", "建立档案", body=f"{LONG}。").found("P401") == ["建立档案"]


def test_a_long_title_printed_twice_is_one_task_and_a_usual_one_is_not() -> None:
    draft = Draft().task("1", "一、", "召开全县河岸整治推进会", body="春天开。")
    assert draft.task("2", "二、", "召开全县河岸整治推进会", body="夏天再开一次。").found("P401") == [
        "召开全县河岸整治推进会"
    ]
    assert (
        Draft()
        .task("1", "一、", "组织形式", body="集中学。")
        .task("2", "二、", "组织形式", body="实地看。")
        .found("P401")
        == []
    )


def test_what_an_item_holds_does_not_repeat_it() -> None:
    draft = Draft().task("1", "一、", "排查险段", body=f"{LONG}。")
    assert draft.task("1.1", "1.", "分工", body=f"{LONG}。").found("P401") == []


def announced(words: str, items: int) -> list[str]:
    draft = Draft().item("1", "一、", words)
    for at in range(1, items + 1):
        draft.item(f"1.{at}", f"{at}.", f"第{'甲乙丙丁'[at - 1]}件事")
    return draft.found("P402")


@pytest.mark.parametrize(
    ("words", "items", "contradicted"),
    [
        ("抓好四项重点工作：", 3, True),
        ("抓好三项重点工作：", 3, False),
        ("做到“四个到位”，即：", 3, True),
        ("要落实下列四项措施。", 3, True),
        ("推进五大任务", 4, True),
        ("第二个方面：", 3, False),
        ("重点抓好排查、整治2个环节", 3, False),
        ("2031年重点工作：", 3, False),
        ("用两个月时间办好下面的事：", 3, False),
        ("下午5点前报送：", 3, False),
    ],
)
def test_announced_numbers_are_held_against_the_items(words: str, items: int, contradicted: bool) -> None:
    assert bool(announced(words, items)) is contradicted


def test_announced_stages_are_counted() -> None:
    draft = Draft().item("1", "一、", "实施步骤", "。行动分四个阶段进行。")
    for at, title in enumerate(("排查阶段", "整治阶段", "总结阶段"), start=1):
        draft.stage(f"1.{at}", f"（{'一二三'[at - 1]}）", title)
    assert draft.found("P402") == ["分四个阶段"]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("从水位、岸线、闸门四个方面查找问题", ["四个方面"]),
        ("从水位、岸线、闸门三个方面查找问题", []),
        ("从水位、岸线和闸门、堤防四个方面查找", []),
        ("从水位、岸线、闸门等六个方面查找问题", []),
        ("从水位、岸线、闸门、堤防等三个方面查找问题", ["三个方面"]),
        ("县、乡、村三级联动", []),
        ("围绕（水位、岸线、闸门）等五个方面", []),
    ],
)
def test_enumerations_are_held_against_their_number(words: str, wrong: list[str]) -> None:
    assert Draft().task("1", "一、", "巡查", body=words).found("P403") == wrong


def test_a_target_for_which_no_day_is_set_is_found() -> None:
    draft = Draft().item("1", "一、", "重点任务").task("1.1", "1.", "清理", body="清理岸线30公里。", time=JUNE)
    draft.task("1.2", "2.", "补种", body="补种林木300亩。", targets=(("300亩", "林木", "=", 300, "亩"),))
    draft.task("1.3", "3.", "立牌", body="立牌20块。", targets=(("20块", "牌", "=", 20, "块"),))
    assert draft.found("P404") == ["300亩"]
    assert any("等2个" in finding.message for finding in draft.findings())


def test_a_window_sets_the_day_for_all_targets() -> None:
    draft = (
        Draft()
        .period("2031年", "2031-01-01", "2031-12-31")
        .item("1", "一、", "重点任务")
        .task("1.1", "1.", "清理", time=JUNE)
    )
    draft.task("1.2", "2.", "补种", body="补种林木300亩。", targets=(("300亩", "林木", "=", 300, "亩"),))
    assert draft.found("P404") == []


def test_two_quotas_for_one_thing_are_found_at_the_second() -> None:
    draft = Draft().task(
        "1", "一、", "学习", body="集中学习不少于20学时。", targets=(("不少于20学时", "集中学习", ">=", 20, "学时"),)
    )
    draft.task(
        "2", "二、", "要求", body="集中学习不少于30学时。", targets=(("不少于30学时", "集中学习", ">=", 30, "学时"),)
    )
    assert draft.found("P405") == ["不少于30学时"]


def test_quotas_that_rise_from_year_to_year_are_no_contradiction() -> None:
    draft = Draft()
    for at, (year, share) in enumerate(((2031, 80), (2032, 90)), start=1):
        target = (f"{share}%以上", "治理率", ">=", share, "%")
        draft.task(
            str(at), f"{'一二'[at - 1]}、", "治理", body=f"到{year}年，治理率达{share}%以上。", targets=(target,)
        )
    assert draft.found("P405") == []


def test_two_meetings_are_no_contradiction() -> None:
    draft = Draft().task("1", "一、", "动员", body="开会1次。", targets=(("开会1次", "座谈会", "=", 1, "次"),))
    assert (
        draft.task("2", "二、", "推进", body="开会2次。", targets=(("开会2次", "座谈会", "=", 2, "次"),)).found("P405")
        == []
    )


def test_a_title_of_last_year_is_found() -> None:
    assert Draft("2030年河岸整治行动方案", issued="2031-03-01").task("1", "一、", "巡查").found("P406") == ["2030"]
    for title in ("2031年河岸整治行动方案", "2035年远景方案", "2030—2032年河岸整治行动方案"):
        assert Draft(title, issued="2031-03-01").task("1", "一、", "巡查").found("P406") == []
    assert Draft("2030年度考核反馈问题整改方案", issued="2031-03-01").task("1", "一、", "巡查").found("P406") == []
