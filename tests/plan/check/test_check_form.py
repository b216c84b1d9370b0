"""Questions about numbers, brackets and slips of the pen."""

import pytest

from luoshi.plan.model import Annex
from plan.check.draft import Draft


def items(*markers: str) -> Draft:
    draft = Draft()
    for at, marker in enumerate(markers, start=1):
        draft.item(str(at), marker, f"巡查第{'甲乙丙丁戊己'[at - 1]}段")
    return draft


@pytest.mark.parametrize(
    ("markers", "wrong"),
    [
        (("一、", "二、", "三、"), []),
        (("一、", "二、", "二、"), ["二、"]),
        (("一、", "二、", "四、"), ["四、"]),
        (("1.", "2、", "3．"), []),
        (("①", "②", "④"), ["④"]),
        (("（一）", "（二）", "（一）"), []),
        (("一是", "二是", "四是"), ["四是"]),
        (("第一阶段", "第三阶段"), ["第三阶段"]),
        (("二、", "三、"), ["二、"]),
        ((), []),
    ],
)
def test_numbers_that_repeat_or_skip_are_found(markers: tuple[str, ...], wrong: list[str]) -> None:
    assert items(*markers).found("P301") == wrong


def test_a_list_may_go_on_counting_under_the_next_heading() -> None:
    draft = Draft().item("1", "一、", "排查").item("1.1", "1.", "看").item("1.2", "2.", "记")
    assert draft.item("2", "二、", "整治").item("2.1", "3.", "清").found("P301") == []


def test_a_number_that_stands_in_the_text_unrecognized_is_not_missed() -> None:
    draft = Draft().item("1", "一、", "排查", "。做法：二、另起一段")
    assert draft.item("2", "三、", "整治").found("P301") == []


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("（青石镇牵头，白桥镇配合）", 0),
        ("（青石镇牵头，白桥镇配合", 1),
        ("青石镇牵头，白桥镇配合）", 1),
        ("（青石镇牵头)", 0),
        ("〔青石镇牵头）", 0),
        ("贯彻《河湖办法。", 1),
        ("围绕“一河一策推进“清岸”行动。", 1),
        ("1)看水位，2)看岸线，（3）看闸门", 0),
        ("“看水位”“看岸线”，（看‘闸门’）", 0),
        ("the dike’s gate", 0),
        ("看“水位（岸线”）", 2),
    ],
)
def test_lonely_brackets_are_found(words: str, places: int) -> None:
    assert len(Draft().task("1", "一、", "巡查河岸", body=words).found("P302")) == places


def test_a_quotation_may_run_over_a_broken_line_but_not_over_a_paragraph() -> None:
    assert Draft().task("1", "一、", "巡查", body="围绕“一河\n\n一策”推进").found("P302") == []
    assert Draft().task("1", "一、", "巡查", body="做到“一河一策（一段一长）\n分段包干”").found("P302") == []
    assert Draft().task("1", "一、", "巡查", body="围绕“一河一策推进。\n另外”照办").found("P302") == ["“", "”"]


def test_what_a_page_prints_around_the_plan_is_not_its_own() -> None:
    draft = Draft()
    draft.task("1", "一、", "巡查河岸")
    draft.write("分享到：（微信 字体【大 中")
    assert draft.findings() == ()


def test_an_annex_that_is_cited_and_not_there_is_found() -> None:
    assert Draft().task("1", "一、", "巡查", body="填报要求详见附件2。").found("P303") == ["附件2"]
    assert Draft().task("1", "一、", "巡查", body="填报要求（见附表）。").found("P303") == ["附表"]


def test_annexes_listed_or_carried_are_there() -> None:
    draft = Draft().task("1", "一、", "巡查", body="填报要求详见附件2。")
    draft.write("附件：1.巡查表\n附件2 登记表\n")
    assert draft.found("P303") == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("云岭县水利局云岭县水利局牵头", ["云岭县水利局云岭县水利局"]),
        ("层层压实，讨论讨论，认认真真", []),
        ("建设美丽河湖、建设美丽乡村", []),
        ("加强组织领导\n加强组织领导，压实责任", []),
    ],
)
def test_phrases_printed_twice_are_found(words: str, wrong: list[str]) -> None:
    assert Draft().task("1", "一、", "巡查", body=words).found("P304") == wrong


def test_stops_side_by_side_are_found() -> None:
    assert Draft().task("1", "一、", "巡查", body="看水位，，记水位；。完").found("P305") == ["，，", "；。"]


def test_blanks_are_found_once_each() -> None:
    draft = Draft().task("1", "一、", "巡查", body="由××局牵头，××局汇总，XX月底前完成，联系人____。")
    assert draft.found("P306") == ["×局", "XX月", "____"]
    assert Draft().task("1", "一、", "巡查", body="**县水利局**牵头，长2×3米。").found("P306") == []


def test_blanks_of_a_form_in_an_annex_are_for_others_to_fill() -> None:
    draft = Draft().task("1", "一、", "巡查", body="按附件1登记。").item("2", "附件1", "登记表", "填表人______")
    draft.annexes = [Annex("登记表", "2", draft.nodes[-1].span)]
    assert draft.found("P306") == []


def test_document_numbers_in_other_brackets_are_found() -> None:
    draft = Draft().task("1", "一、", "巡查", body="按照云政办发[2031]5号、云水发〔2031〕6号执行。")
    assert draft.found("P307") == ["[2031]"]
