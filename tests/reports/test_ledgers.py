"""Ledgers say what the lists say, in the words of the plan in which each task stands."""

from datetime import date

import pytest

from build import TODAY, Quota, Wanted, a_campaign, a_person, a_plan, a_proposal, a_standing, a_task, an_assignment
from luoshi.campaigns import feedback
from luoshi.campaigns.models import Task
from luoshi.orgs.access import Standing, standing
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import tally
from luoshi.reports import ledgers

pytestmark = pytest.mark.django_db
HEADS = [column.head for column in ledgers.TASK_COLUMNS]


@pytest.fixture
def office() -> Standing:
    return a_standing()


def test_a_row_says_what_is_known_of_its_item(office: Standing) -> None:
    goal = Quota("不少于25个", 25, "个")
    wanted = Wanted("排查", support=("县水利局",), leaders=("周启明",), due=date(2026, 6, 30), targets=(goal,))
    campaign = a_campaign(wanted, issued=True)
    liaison = standing(a_person("liaison", "县住建局"))
    row = an_assignment(campaign)
    feedback.sign(row, by=liaison)
    feedback.report(row, feedback.Report(40, "排查过半"), by=liaison)
    (cells,) = ledgers.task_rows(campaign, office, Filters())
    said = dict(zip(HEADS, cells, strict=True))
    assert said["具体措施"] == "1.排查，不少于25个，6月30日前完成。（责任单位：县住建局、县水利局）"
    assert [said[head] for head in ("牵头领导", "牵头单位", "责任（配合）单位", "形象进度")] == [
        "周启明", "县住建局", "县水利局", "40% 排查过半",
    ]  # fmt: skip
    assert said["目标要求/量化指标"] == "排查不少于25个"
    assert said["责任人"] == liaison.name
    assert said["备注"].startswith("办理中；")


def test_a_task_of_a_revised_plan_is_quoted_from_that_plan(office: Standing) -> None:
    campaign = a_campaign(Wanted("甲"))
    revised = a_proposal("修订稿：办好乙事。", a_plan(Wanted("乙"))[1])
    Task.objects.filter(pk=a_task(campaign).pk).update(revision=revised, span_start=4, span_end=8)
    (cells,) = ledgers.task_rows(campaign, office, Filters())
    assert cells[2] == "办好乙事"


def test_the_ledger_of_a_unit_holds_its_own_items_alone(office: Standing) -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙", units=("县水利局",)), issued=True)
    liaison = a_standing("liaison", "县水利局")
    assert [cells[1] for cells in ledgers.task_rows(campaign, liaison, Filters())] == ["乙"]
    assert [cells[1] for cells in ledgers.duty_rows(campaign, liaison, Filters())] == ["县水利局"]


def test_rows_are_the_items_that_the_list_counts_however_many_chunks_they_fill(
    office: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledgers, "CHUNK", 2)
    campaign = a_campaign(*(Wanted(f"任务{n}", due=TODAY if n % 2 else None) for n in range(5)), issued=True)
    for filters in (Filters(), Filters(due_to=TODAY)):
        rows = list(ledgers.task_rows(campaign, office, filters))
        assert [cells[0] for cells in rows] == list(range(1, tally(campaign, office, filters).total + 1))


def test_each_unit_has_one_row_with_what_it_leads_and_supports(office: Standing) -> None:
    a_person("liaison", "县水利局", name="邵北辰")
    campaign = a_campaign(
        Wanted("甲", support=("县水利局",), leaders=("周启明",)), Wanted("乙", units=("县水利局",)), issued=True
    )
    rows = [cells[1:6] for cells in ledgers.duty_rows(campaign, office, Filters())]
    assert rows == [("县住建局", "1. 甲", "", "周启明", ""), ("县水利局", "2. 乙", "1. 甲", "周启明", "邵北辰")]
