"""Texts are made even before they are read, and what was read points into the text as it was."""

import pytest

from luoshi.plan.grammar.source import Source
from luoshi.plan.read import read_text

PLAN = """青石县清河行动实施方案
为改善河道环境，根据县委、县政府的统一部署，县水务局决定在全县范围内开展清河行动，现结合实际制定本实施方案，请各单位认真贯彻执行。
一、总体要求
坚持生态优先、绿色发展，坚持问题导向、目标导向，通过集中清理、日常巡查、宣传引导等多种方式，推动河道面貌明显改善，群众满意度明显提升。
二、重点任务
（一）清理河道垃圾。组织各镇对辖区内支渠、水库开展全面清理，做到河面无漂浮物、河岸无堆放物、河中无障碍物，2031年5月底前清理支渠不少于30条。（责任单位：县水务局、各镇人民政府）
（二）整治入河排口。对沿河企业、养殖场、居民小区的排口逐一登记造册，建立问题台账，明确整改措施和完成时限，确保污水不直接入河。（牵头单位：县环保局；配合单位：县水务局、县农业农村局）
（三）加强日常巡查。县级河长每月巡查不少于1次，镇级河长每周巡查不少于1次，发现问题及时交办，做到小问题不过夜、大问题有着落。
三、保障措施
（一）加强领导。成立清河行动领导小组，由副县长林青山任组长，县水务局局长王海任副组长，各镇主要负责人为成员，统筹推进各项工作。
青石县水务局
2031年3月5日
"""


def wrapped(width: int, indent: str) -> str:
    """The plan as a page of that width."""
    paragraphs = (indent + line for line in PLAN.splitlines())
    return "\n".join(line[i : i + width] for line in paragraphs for i in range(0, len(line), width)) + "\n"


@pytest.mark.parametrize("width", [24, 31, 40])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_a_wrapped_page_reads_like_its_paragraphs(width: int, indent: str) -> None:
    page, plain = read_text(wrapped(width, indent)), read_text(PLAN)
    assert [(n.level, n.marker, n.title) for n in page.outline] == [(n.level, n.marker, n.title) for n in plain.outline]
    assert [[(d.role, d.name) for d in t.duties] for t in page.tasks] == [
        [(d.role, d.name) for d in t.duties] for t in plain.tasks
    ]
    assert [(p.name, p.role) for p in page.people] == [(p.name, p.role) for p in plain.people]


def test_spans_point_into_the_page_as_it_was() -> None:
    page = wrapped(31, "")
    plan = read_text(page)
    for task in plan.tasks:
        for duty in task.duties:
            assert page[duty.span.start : duty.span.end].replace("\n", "") == duty.name
    for node in plan.outline:
        assert page[node.span.start :].replace("\n", "").startswith(f"{node.marker}{node.title}")


def test_a_text_with_a_paragraph_a_line_is_left_alone() -> None:
    assert Source.of(PLAN).text == PLAN
    assert Source.of("一、清理河道清理河道清理河道\n" * 40).cuts == ()


def test_a_joined_text_lacks_nothing_but_line_ends() -> None:
    page = wrapped(31, "")
    source = Source.of(page)
    assert source.text.replace("\n", "") == page.replace("\n", "")
    assert len(source.text) + len(source.cuts) == len(page)


def test_wide_digits_and_straight_quotes_read_and_come_back_as_written() -> None:
    text = (
        '清河方案\n一、实施步骤\n（一）动员阶段\n（二）"清河"阶段\n1．开展"一河一策"行动，'
        "２０３１年６月底前覆盖率达９０％，确保支渠水库全部纳入整治范围。\n"
    )
    plan = read_text(text)
    task = plan.tasks[-1]
    assert task.stage == plan.stages[1].title == '"清河"阶段'
    assert task.title == '开展"一河一策"行动'
    assert task.time is not None
    assert (task.time.text, task.time.end) == ("２０３１年６月底前", "2031-06-30")
    assert [(t.text, t.value, t.unit) for t in task.targets] == [("９０％", 90, "%")]


def test_an_odd_straight_quote_is_left_as_it_is() -> None:
    assert Source.of('一、开展"清河行动').text == '一、开展"清河行动'


def test_a_page_with_the_same_blanks_before_every_line_reads_like_its_paragraphs() -> None:
    page = "".join(f"    {line}\n" for line in wrapped(31, "").splitlines())
    assert [n.title for n in read_text(page).outline] == [n.title for n in read_text(PLAN).outline]
    assert [t.targets[0].value for t in read_text(page).tasks if t.targets] == [
        t.targets[0].value for t in read_text(PLAN).tasks if t.targets
    ]


HANGING = """青石县清河行动方案
        为改善河道环境,根据县水务局统一部署,结合实
际,制定本方案.
        一、重点任务
        (一)清理河道.清理支渠30条,每条支渠每月巡查
不少于2次.
        责任人:林某
        (二)整治排口.对沿河排口逐一登记,5月底前完成整
治.
        责任人:王某
"""


def test_lines_without_indent_go_on_with_the_indented_paragraph_above() -> None:
    plan = read_text(HANGING, year=2031)
    assert [(t.value, t.unit, t.per) for t in plan.tasks[0].targets] == [(30, "条", None), (2, "次", "每月")]
    assert [task.time and task.time.end for task in plan.tasks] == [None, "2031-05-31"]


@pytest.mark.parametrize(("written", "end"), [("9月3O日前", "2031-09-30"), ("9月l5日前", "2031-09-15")])
def test_letters_misread_for_digits_read_as_digits_and_come_back_as_written(written: str, end: str) -> None:
    task = read_text(f"清河方案\n一、重点任务\n（一）清理河道。{written}完成。", year=2031).tasks[0]
    assert task.time is not None
    assert (task.time.text, task.time.end) == (written, end)


def test_traditional_characters_read_as_simplified_ones_and_come_back_as_written() -> None:
    text = (
        "關於清理河道的方案\n一、重點任務\n（一）清理支渠。每場時長不少於2小時。\n牽頭單位：縣水務局\n責任單位：各鎮\n"
    )
    task = read_text(text).tasks[0]
    assert [(duty.role, duty.name) for duty in task.duties] == [("lead_unit", "縣水務局"), ("unit", "各鎮")]
    assert [(target.comparator, target.per) for target in task.targets] == [(">=", "每場")]


def test_a_simplified_text_with_a_stray_traditional_character_is_left_alone() -> None:
    assert Source.of("由於乾旱，县水务局組织浇灌").text == "由於乾旱，县水务局組织浇灌"
