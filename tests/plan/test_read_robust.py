"""Reading never fails, whatever the text: spans inside it, items in order, children enclosed, work linear."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.kit.spans import Span
from luoshi.plan.codec import from_json, to_json
from luoshi.plan.grammar.texts import listed
from luoshi.plan.model import Plan
from luoshi.plan.read import read_text

FRAGMENTS = (
    *listed(
        "一、 二、 三、 （一） （二） (三) 1. 2、 3． （1） (2) 1） 2) ① ② ③ 一是 二是 三要 -- —— • 10带头 abc 12.5"
    ),
    *listed(
        "第一阶段 第二阶段： 第一章 附件1 附件： 动员部署 开展排查 建立台账 加强领导 各镇人民政府： 来源：青石县水务局"
    ),
    *listed(
        "责任单位： 牵头领导: 配合单位： 完成时限： 时间安排。 整改措施： 县水务局、县林业局 〔工作牵头单位:乡河长办〕"
    ),
    *listed(
        "（县水务局牵头，各镇配合） 2031年3月1日 3月上旬至5月底 6月30日前 每月3日前 全年 即日起 年底前 11月至次年2月"
    ),
    *listed(
        "不少于3次 95%以上 1-2个 召开一次会议 每人撰写1篇 百分之五 48小时内办结 《河道管理办法》 （青水发〔2031〕3号）"
    ),
    *listed(
        "“五个一” 即： 组长：林青山 副组长:王 海 副局长 由林青山同志任组长 关于开展河道清理行动的实施方案 青石县水务局"
    ),
    *(
        " 序号 任务 责任单位 完成时限 ",
        " 1 清理河道 县水务局 6月底前 ",
        " 2 巡查河道 各镇 长期坚持 ",
        "问题牵头单位配合单位备注1.",
    ),
    *("序号\t任务\t责任单位\n", "1\t清理河道\t县水务局\n", "\n", "\n\n", "\t", "\u3000", "\ufeff", "\x00", "𠮷"),
    *listed("。 ， ； ： 、 “ ” 《 》 （ ）"),
)
TEXTS = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=60).map("".join)


def spans_of(plan: Plan) -> Iterator[Span]:
    """Every span in the plan."""
    for item in (*plan.outline, *plan.stages, *plan.people, *plan.references, *plan.annexes):
        yield item.span
    for stage in plan.stages:
        yield from [stage.time.span] if stage.time else []
    for task in plan.tasks:
        yield task.span
        yield from (part.span for part in (*task.duties, *task.targets, *([task.time] if task.time else [])))
    yield from [plan.window.span] if plan.window else []
    yield from (span for _, span in plan.head_spans)


def check_shape(text: str, plan: Plan) -> None:
    """What holds of every plan, whatever it was read from."""
    assert all(0 <= span.start < span.end <= len(text) for span in spans_of(plan))
    for items in (plan.outline, plan.stages, plan.tasks):
        assert [item.span.start for item in items] == sorted(item.span.start for item in items)
    nodes = {node.id: node for node in plan.outline}
    assert len(nodes) == len(plan.outline)
    for node in plan.outline:
        above = node.id.rpartition(".")[0]
        assert node.level == node.id.count(".") + 1
        assert not above or nodes[above].span.contains(node.span)
        assert node.title == node.title.strip()
    for task in plan.tasks:
        assert task.node in nodes
    titles = {stage.title for stage in plan.stages}
    assert {task.stage for task in plan.tasks} <= titles | {None}
    assert from_json(to_json(plan)) == plan


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_mixture_of_fragments_reads_to_a_well_formed_plan(text: str) -> None:
    check_shape(text, read_text(text))


@given(st.text())
def test_any_text_reads_to_a_well_formed_plan(text: str) -> None:
    check_shape(text, read_text(text))


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_reading_twice_yields_the_same_plan(text: str) -> None:
    assert read_text(text) == read_text(text)


HOSTILE = (
    *listed("（ ） （） 《 《a》 “ 1. ①② ①甲②乙 一、甲二、乙 （一）甲。（二）乙。 责任单位： ：a 2031年5月1日 1月、"),
    *listed(
        "一是甲；二是乙； --甲乙。 第一阶段：甲。 张三任组长， 完成1个 每 各 1%、 （甲局牵头，乙局配合） 甲局、 关于"
    ),
    *listed("印发《甲方案》 序号任务责任单位1甲2乙"),
    *(
        "1、a\n",
        "\n",
        " ",
        "--甲乙\n",
        "附件1 甲\n",
        "附件：甲\n",
        "甲局\n2031年1月1日\n",
        "组长：张三 ",
        "1\t甲\t乙局\n",
    ),
    *("一、甲\n（一）乙\n1.丙\n（1）丁\n①戊\n", "甲乙方案\n", "①甲乙。丙责任单位：甲局\n"),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    small, large = (_steps(piece * (size // len(piece))) for size in (4_000, 16_000))
    assert large < 8 * small + 20_000


def _steps(text: str) -> int:
    """How many functions are entered while the text is read, those written in C included."""
    count = 0

    def step(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        read_text(text)
    finally:
        sys.setprofile(before)
    return count
