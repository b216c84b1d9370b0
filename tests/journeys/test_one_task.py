"""One task's whole life in a real browser: issued, extended, urged, sent back twice, accepted, and put on paper."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from build import a_person, a_unit
from journeys import walk_chart, walk_export, walk_home, walk_lists, walk_papers, walk_plan, walk_urging, walk_work
from journeys.seen import sign_in
from journeys.truth import Truth
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.orgs.models import Person
from luoshi.plan.reading import Reading, read_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAN = """云岭县农村饮水保障行动方案

云政办发〔2026〕31号

为让村民喝上稳定合格的自来水，县政府决定在全县开展农村饮水保障行动，特制定本方案。

一、工作步骤

（一）排查摸底阶段（2026年6月8日至6月30日）

1.排查供水管网。逐村排查供水管网和水源井，建立问题台账，完成排查管网不少于120公里，2026年6月30日前完成。（牵头单位：县水务局；配合单位：县住建局、县财政局）

2.检测水质。对全部水源取样检测，完成水样检测不少于60份，2026年6月16日前完成。（牵头单位：县疾控中心；配合单位：县水务局）

3.公布服务电话。在每个村公布报修电话，2026年6月15日前完成。（牵头单位：县水务局）

（二）改造提升阶段（2026年7月1日至9月30日）

1.改造老旧管网。更换漏损严重的管道，完成改造管网不少于45公里，2026年9月20日前完成。（牵头单位：县水务局；配合单位：县住建局）

2.总结评估。形成评估报告，2026年9月30日前完成。（牵头单位：县政府督查室）

云岭县人民政府办公室
2026年6月3日
"""
ISSUED, LATE = date(2026, 6, 8), date(2026, 6, 24)
ASKED, GRANTED = date(2026, 7, 20), date(2026, 7, 15)
Desk = Callable[[str, str, str], Page]


@pytest.fixture
def desk(browser: Browser, live_server) -> Iterator[Desk]:
    """Opens a browser for somebody new with that role, in that unit, of that name, and lets them in."""
    contexts = []

    def made(role: str, unit: str, name: str) -> Page:
        contexts.append(browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900}))
        page = contexts[-1].new_page()
        sign_in(page, a_person(role, unit, name))
        return page

    yield made
    for context in contexts:
        context.close()


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """The plan's file; the units that it names are in the organization."""
    for name in ("县水务局", "县疾控中心", "县住建局", "县财政局", "县政府督查室"):
        a_unit(name)
    path = tmp_path / "云岭县农村饮水保障行动方案.txt"
    path.write_text(PLAN)
    return path


def test_a_task_is_followed_from_the_plan_to_the_ledgers(desk: Desk, document: Path) -> None:
    office = desk("office", "行动领导小组办公室", "林书禾")
    reading = read_file(document)
    campaign = issued(office, document, reading)
    assert reasons(campaign) == ["正常", "正常", "临期", "未启动", "未启动"], "soon_days + 1 ahead is green"
    held = Assignment.objects.select_related("unit", "task", "campaign").get(campaign=campaign, task__number=1)
    unit, checker = desk("liaison", "县水务局", "韩牧之"), desk("supervisor", "行动督导组", "何望川")
    begun(unit, held)
    extended(desk, office, held)
    walk_urging.urge(checker, held, "韩牧之", "请抓紧排查")
    sent_back_twice(unit, checker, held)
    assert reasons(campaign)[0] == "多次退回"
    what_moves(office, campaign, reading, held)
    closed(unit, checker, held)
    stand_at(campaign, LATE)
    assert reasons(campaign) == ["办结", "逾期", "逾期", "未启动", "未启动"]
    assert [gauge.is_met for gauge in Truth(campaign.pk).gauges()] == [True, False, False]
    what_moves(office, campaign, reading, held)
    taken_away(office, campaign, reading)


def issued(office: Page, document: Path, reading: Reading) -> Campaign:
    """The campaign of the plan, with all its tasks out."""
    proposal = walk_plan.hand_in(office, document)
    walk_plan.adopt_page(office, proposal, reading)
    campaign = walk_plan.adopt(office, reading)
    stand_at(campaign, ISSUED)
    walk_plan.issue(office, Truth(campaign.pk))
    return campaign


def stand_at(campaign: Campaign, day: date) -> None:
    """Let that day count as today."""
    Campaign.objects.filter(pk=campaign.pk).update(frozen_today=day)


def reasons(campaign: Campaign) -> list[str]:
    """Why each task has its light, in the order of the plan."""
    return [row.reason for row in Truth(campaign.pk).rows]


def begun(unit: Page, held: Assignment) -> None:
    """The unit signs and reports for the first time."""
    walk_work.opened(unit, held)
    walk_work.sign(unit)
    walk_work.report(unit, 40, "查了四个村的管网", "30")


def extended(desk: Desk, office: Page, held: Assignment) -> None:
    """The unit's head asks for more time and is granted some of it; both stand on the task's page."""
    held = Assignment.objects.select_related("unit", "task", "campaign").get(pk=held.pk)
    walk_work.ask_extension(desk("unit_head", "县水务局", "沈知行"), held, ASKED, "三个村的图纸还没有找齐")
    walk_lists.tasks(office, Truth(held.campaign_id))
    walk_work.grant_extension(desk("leader", "县政府", "周启明"), held, GRANTED, "抓紧找齐图纸")
    held.refresh_from_db()
    assert (held.original_due, held.due) == (date(2026, 6, 30), GRANTED)


def sent_back_twice(unit: Page, checker: Page, held: Assignment) -> None:
    """What the unit hands in is sent back, and sent back once more."""
    for reason in ("缺管网图", "管网图没有签字"):
        walk_work.opened(unit, held)
        walk_work.submit(unit, "台账一份，附在卷里")
        walk_work.opened(checker, held)
        walk_work.decide(checker, "send_back", reason)


def closed(unit: Page, checker: Page, held: Assignment) -> None:
    """The unit makes good what was missing, and the third round is accepted."""
    walk_work.opened(unit, held)
    walk_work.report(unit, 95, "补齐了管网图", "95.5")
    walk_work.submit(unit, "台账和管网图各一份")
    walk_work.opened(checker, held)
    walk_work.decide(checker, "accept", "核对无误")


def what_moves(office: Page, campaign: Campaign, reading: Reading, held: Assignment) -> None:
    """The pages whose numbers move with the work."""
    truth = Truth(campaign.pk)
    walk_home.home(office, truth, reading)
    walk_lists.tasks(office, truth, empty_too=True)
    walk_chart.chart(office, truth)
    walk_work.targets(office, truth)
    walk_lists.units(office, truth)
    walk_work.history(office, truth)
    (row,) = [row for row in truth.rows if row.held and row.held.pk == held.pk]
    assert row.held
    walk_work.task(office, truth, row.held)


def taken_away(office: Page, campaign: Campaign, reading: Reading) -> None:
    """任务清单, 督办台账 and 督办单."""
    truth, clerk = Truth(campaign.pk), Person.objects.get(name="林书禾")
    walk_export.export(office, truth, reading, clerk)
    walk_papers.urging_ledger(office, truth, clerk)
    walk_papers.slips(office, truth)
