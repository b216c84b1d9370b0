"""问题台账 and 整改台账 as they are handed in: their columns, and cells that say what the problems say."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from build import TODAY, Wanted, a_campaign, a_standing
from luoshi.campaigns.models import Campaign
from luoshi.kit.tables import Workbook
from luoshi.platform.sheets.keys import subject_of
from luoshi.press.xlsx import write_workbook
from luoshi.problems.closeout.apply import Refusal, send_back
from luoshi.problems.models import Problem
from luoshi.problems.rules import ProblemRule, set_rules
from luoshi.problems.sheet import kind_of
from luoshi.reports.problems import problem_ledger, rectification_ledger
from problems.way import STEPS, UNIT, WAYS, a_cast, a_problem, again

pytestmark = pytest.mark.django_db
PROBLEM_HEADS = [
    "序号", "问题编号", "问题来源", "问题类别", "具体表现", "涉及单位", "原因分析", "发现时间", "牵头领导", "责任单位",
    "整改类型", "是否转入整改台账", "备注",
]  # fmt: skip
WORK_HEADS = [
    "序号", "问题（编号）", "整改目标", "整改措施", "责任领导", "责任单位", "责任人", "整改时限", "整改进展", "完成情况",  # noqa: E501
    "佐证材料", "申请销号时间", "核查单位及人员", "核查意见", "销号时间", "回头看情况", "备注",
]  # fmt: skip


def all_states() -> Campaign:
    """A campaign with a problem in each state."""
    campaign, cast = a_campaign(Wanted("排查小区", (UNIT,)), is_sample=True), a_cast()
    for state in WAYS:
        Campaign.objects.filter(pk=campaign.pk).update(frozen_today=TODAY)
        a_problem(state, cast=cast, campaign=Campaign.objects.get(pk=campaign.pk))
    Campaign.objects.filter(pk=campaign.pk).update(frozen_today=TODAY + timedelta(60))
    return Campaign.objects.get(pk=campaign.pk)


def sheets(book: Workbook) -> dict[str, list[list[object]]]:
    """The rows of each sheet of the written file from its head row on."""
    target = BytesIO()
    write_workbook(book, target)
    read = openpyxl.load_workbook(BytesIO(target.getvalue()))
    found = {}
    for sheet in read.worksheets:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        start = next(n for n, row in enumerate(rows) if row[0] in ("序号", "责任单位"))
        found[sheet.title] = rows[start:]
    return found


def test_every_problem_stands_in_the_ledger_with_the_key_by_which_it_comes_back() -> None:
    campaign = all_states()
    head, *rows = sheets(problem_ledger(campaign, a_standing()))["问题台账"]
    assert head[:13] == PROBLEM_HEADS
    assert [row[1] for row in rows] == [row.code for row in Problem.objects.all()]
    keys = [subject_of(kind_of(campaign.pk), str(row[13])) for row in rows]
    assert keys == list(Problem.objects.values_list("pk", flat=True))
    assert [row[11] for row in rows].count("否") == 3


def test_the_rectification_ledger_says_how_each_stands_and_by_which_form_it_was_struck_off() -> None:
    campaign = all_states()
    found = sheets(rectification_ledger(campaign, a_standing()))
    assert list(found) == ["整改台账", "整改记录", "驳回记录", "统计汇总"]
    head, *rows = found["整改台账"]
    assert head == WORK_HEADS
    assert len(rows) == len(WAYS) - 3
    struck = next(row for row in rows if "已销号" in str(row[16]))
    assert struck[9] == "100%" and "现场看了" in str(struck[13]) and struck[14]
    assert found["统计汇总"][-1][:2] == ["合计", len(WAYS)]


def test_the_weak_form_is_printed_and_refusals_are_listed() -> None:
    cast, campaign = a_cast(), a_campaign(Wanted("排查小区", (UNIT,)), is_sample=True)
    set_rules(campaign, ProblemRule(is_weak=True), by=cast.office)
    problem, _cast = a_problem("close_requested", cast=cast, campaign=campaign)
    send_back(problem, Refusal("三号楼没亮"), by=cast.supervisor)
    STEPS["apply"](again(problem), cast)
    book = rectification_ledger(campaign, cast.office)
    assert ("销号方式", "另一单位现场核查，公示10个工作日；乙类由办公室按周销号") in book.sheets[0].facts
    refusals = sheets(book)["驳回记录"]
    assert [row[7] for row in refusals[1:]] == ["三号楼没亮"]


def test_a_unit_takes_away_its_own_problems_alone() -> None:
    campaign = all_states()
    rows = sheets(problem_ledger(campaign, a_standing("liaison", "县气象局")))["问题台账"][1:]
    assert rows == []
