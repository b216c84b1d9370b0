"""What a giver has erased is gone from the problems that took it over; what the office found itself stays."""

from collections.abc import Sequence
from dataclasses import fields, replace

import pytest
from django.apps import apps

from build import a_campaign, a_standing
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.models import Campaign
from luoshi.journal.models import Entry
from luoshi.journal.verify import verify
from luoshi.kit.verdict import Refused
from luoshi.opinions.intake.receive import NewOpinion, Receipt, enter
from luoshi.opinions.triage.screen import Screening, screen
from luoshi.platform.files.store import store
from luoshi.platform.sheets.models import Batch, Row
from luoshi.problems.erase import erase_opinion
from luoshi.problems.models import Problem
from luoshi.problems.register import NewProblem, change, gather, register
from luoshi.problems.sheet import ProblemsGround, kind_of
from problems.way import a_problem, again

pytestmark = pytest.mark.django_db
WORDS = "我家住三号楼，楼道灯坏了两个月，邻居老人摔过一跤"


def given(words: str = WORDS) -> tuple[Campaign, Receipt]:
    """A campaign and an opinion in it."""
    campaign = a_campaign()
    return campaign, enter(campaign, [NewOpinion(words)], by=a_standing())[0]


def registered(campaign: Campaign, item: str, receipts: Sequence[Receipt]) -> Problem:
    new = NewProblem(item, "opinion", opinions=tuple(one.opinion.pk for one in receipts))
    return register(campaign, new, by=a_standing())


def found_in_tables(words: str) -> list[str]:
    """The tables that hold these words, the journal's among them."""
    return [
        model._meta.label
        for model in apps.get_models()
        if any(words in repr(row) for row in model._default_manager.values())
    ]


@pytest.mark.parametrize("item", [WORDS, f"群众反映：{WORDS}。", WORDS.replace("，", "；").replace("我家住", "")])
def test_a_problem_made_of_the_givers_words_loses_them(item: str) -> None:
    campaign, receipt = given()
    problem = registered(campaign, item, [receipt])
    erase_opinion(receipt.code)
    problem.refresh_from_db()
    assert (problem.item, problem.number, problem.state) == (problem.erased_item, 1, "registered")
    assert found_in_tables("老人摔过") == []
    entry = Entry.objects.get(act="problem.erase")
    assert (entry.actor_id, entry.actor, entry.subjects) == (None, "提出人", str(problem.pk))
    assert list(verify()) == []


def test_what_the_office_found_in_its_own_words_stays_with_the_other_givers_behind_it() -> None:
    campaign, receipt = given()
    other = enter(campaign, [NewOpinion("路灯也不亮")], by=a_standing())[0]
    problem = registered(campaign, "老旧小区公共照明管护责任不落实", [receipt, other])
    erase_opinion(receipt.code)
    problem.refresh_from_db()
    assert problem.item == "老旧小区公共照明管护责任不落实"
    assert not Entry.objects.filter(act="problem.erase").exists()


OFFICE = (
    "老旧小区公共照明设施管护主体不明确，物业、社区、产权单位之间职责交叉，日常巡查流于形式，损坏以后无人报修，"
    "经费没有列入年度预算，导致群众夜间出行存在安全隐患，此类情况在城东、城西、河口三个片区较为普遍"
)
"""A sentence of the office's own, longer than what the giver said."""


@pytest.mark.parametrize(
    "item",
    [
        f"{OFFICE}。有群众反映：“{WORDS}”",
        f"{OFFICE}；{OFFICE.replace('照明', '消防').replace('城', '乡')}；另有电梯、围墙、下水、停车、绿化、门禁、"
        f"充电、晾晒、垃圾分类等事项，逐项列出台账，明确专人负责并按月通报进度。原话：{WORDS}",
    ],
)
def test_words_quoted_within_a_longer_sentence_go_wherever_they_stand(item: str) -> None:
    campaign, receipt = given()
    problem = registered(campaign, item, [receipt])
    erase_opinion(receipt.code)
    problem.refresh_from_db()
    assert problem.item == problem.erased_item
    assert found_in_tables("老人摔过") == []


def test_of_several_givers_joined_in_one_problem_each_can_have_their_words_erased() -> None:
    campaign, receipt = given()
    others = "；".join(("公交站台没有雨棚，下雨天等车都淋湿", "菜市场门口乱停车，消防通道常被堵住", "河边护栏松动多时"))
    problem = registered(campaign, f"{WORDS}；{others}", [receipt])
    erase_opinion(receipt.code)
    assert found_in_tables("老人摔过") == []
    problem.refresh_from_db()
    assert problem.item == problem.erased_item


def test_a_word_or_two_that_the_office_shares_with_a_short_opinion_take_nothing_away() -> None:
    campaign, receipt = given("路灯坏")
    problem = registered(campaign, "老旧小区路灯管护责任不落实", [receipt])
    erase_opinion(receipt.code)
    problem.refresh_from_db()
    assert problem.item == "老旧小区路灯管护责任不落实"


def test_words_that_a_clerk_tidied_go_too_and_problems_of_other_opinions_are_left() -> None:
    campaign, receipt = given()
    screen(receipt.opinion, Screening("三号楼楼道灯长期不亮，老人出行不便"), by=a_standing())
    taken = registered(campaign, "三号楼楼道灯长期不亮，老人出行不便", [receipt])
    apart = registered(campaign, WORDS, [])
    erase_opinion(receipt.code)
    taken.refresh_from_db()
    apart.refresh_from_db()
    assert (taken.item, apart.item) == (taken.erased_item, WORDS)


def test_the_line_of_a_table_that_corrected_the_problem_loses_the_words_and_keeps_the_rest() -> None:
    campaign, receipt = given()
    problem = registered(campaign, WORDS, [receipt])
    batch = Batch.objects.create(kind=kind_of(campaign.pk), asked_by=1, file=store(b"x", "x.csv"), name="x.csv")
    said = {"item": WORDS, "area": "便民"}
    line = Row.objects.create(
        batch=batch, number=1, cells=said, verdict="changed", subject_id=problem.pk, before=said, after=said
    )
    erase_opinion(receipt.code)
    line.refresh_from_db()
    assert line.cells == line.before == line.after == {"item": problem.erased_item, "area": "便民"}


def test_the_line_of_a_table_loses_the_words_also_where_it_reworded_them_for_the_problem() -> None:
    campaign, receipt = given()
    problem = registered(campaign, "老旧小区公共照明管护责任不落实", [receipt])
    batch = Batch.objects.create(kind=kind_of(campaign.pk), asked_by=1, file=store(b"x", "x.csv"), name="x.csv")
    now = {"item": problem.item}
    line = Row.objects.create(
        batch=batch, number=1, cells=now, verdict="changed", subject_id=problem.pk, before={"item": WORDS}, after=now
    )
    erase_opinion(receipt.code)
    line.refresh_from_db()
    assert (line.cells, line.before, line.after) == (now, {"item": problem.erased_item}, now)
    assert found_in_tables("老人摔过") == []


def test_the_office_says_in_its_own_words_what_an_erased_problem_at_work_is_and_nothing_else_of_it() -> None:
    campaign, receipt = given()
    problem, cast = a_problem("rectifying", campaign=campaign)
    gather(problem, (receipt.opinion.pk,), by=cast.office)
    Problem.objects.filter(pk=problem.pk).update(item=WORDS)
    erase_opinion(receipt.code)
    erased = again(problem)
    own = as_registered(erased, item="老旧小区公共照明管护责任不落实")
    for who in (cast.liaison, cast.head):
        with pytest.raises(Refused):
            change(erased, own, by=who)
    with pytest.raises(Unanswered, match="只能补写具体表现"):
        change(erased, replace(own, grade="A"), by=cast.office)
    change(erased, own, by=cast.office)
    assert (again(problem).item, again(problem).state) == (own.item, "rectifying")
    with pytest.raises(Refused, match="不再改登记内容"):
        change(again(problem), own, by=cast.office)


def test_a_ledger_with_two_erased_problems_of_one_unit_comes_back_as_it_went_out() -> None:
    campaign, receipt = given()
    other = enter(campaign, [NewOpinion("公交站台没有雨棚，下雨天等车都淋湿")], by=a_standing())[0]
    for words, one in ((WORDS, receipt), ("公交站台没有雨棚，下雨天等车都淋湿", other)):
        registered(campaign, words, [one])
        erase_opinion(one.code)
    ground = ProblemsGround(campaign, a_standing(), ())
    assert [ground.take(values, key).reasons for key, values in ground.rows()] == [{}, {}]


def as_registered(problem: Problem, **said: str) -> NewProblem:
    """What was registered of the problem, with these words instead."""
    kept = {field.name: getattr(problem, field.name) for field in fields(NewProblem) if field.name != "opinions"}
    return NewProblem(**kept | said)
