"""Opinions behind problems: which may be put there, who reads them, and that each giver is answered once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from build import a_campaign, a_unit
from luoshi.campaigns.feedback import Unanswered
from luoshi.journal.models import Entry
from luoshi.kit.verdict import Refused
from luoshi.opinions.intake.receive import NewOpinion, enter
from luoshi.opinions.models import Answer, Opinion
from luoshi.opinions.triage.decide import Decision, accept
from luoshi.opinions.triage.merge import merge
from luoshi.opinions.triage.screen import Screening, screen
from luoshi.problems.closeout.strike import WeeklyList, strike_off, strike_off_weekly
from luoshi.problems.models import Problem
from luoshi.problems.queries import problem_for, story
from luoshi.problems.register import NewProblem, gather, register
from luoshi.problems.rules import ProblemRule, set_rules
from problems.way import APPLIED, OTHER, STEPS, UNIT, Cast, a_cast, a_problem, again

pytestmark = pytest.mark.django_db


def opinions(cast: Cast, count: int = 3) -> list[Opinion]:
    """Opinions of one campaign that were accepted and wait for their answer."""
    campaign = a_campaign(is_sample=True)
    rows = [one.opinion for one in enter(campaign, [NewOpinion(f"灯坏了{n}") for n in range(count)], by=cast.office)]
    for row in rows:
        held = Opinion.objects.get(pk=row.pk)
        screen(held, Screening(), by=cast.office)
        accept(held, Decision(unit_id=a_unit(UNIT).pk), by=cast.office)
    return [Opinion.objects.select_related("campaign").get(pk=row.pk) for row in rows]


def applied_for(given: list[Opinion], cast: Cast) -> Problem:
    """A problem from these opinions whose close-out was applied for."""
    problem = register(
        given[0].campaign,
        NewProblem("楼道灯无人管", "opinion", opinions=tuple(row.pk for row in given)),
        by=cast.office,
    )
    for name in APPLIED:
        STEPS[name](problem, cast)
    return again(problem)


def test_striking_off_answers_every_giver_behind_it_once_with_one_entry() -> None:
    cast = a_cast()
    given = opinions(cast)
    problem = applied_for(given, cast)
    set_rules(problem.campaign, ProblemRule(notice_days=0), by=cast.office)
    STEPS["verify"](problem, cast)
    assert Answer.objects.count() == 0
    assert strike_off(again(problem), by=cast.office) == 3
    assert {row.state for row in Opinion.objects.all()} == {"answered"}
    assert Answer.objects.count() == 3
    told = Entry.objects.get(act="opinion.answer")
    assert told.subjects == ",".join(str(row.pk) for row in given)
    for step in ("relapse", "propose_plan", "approve_plan", "work_off", "apply", "verify"):
        STEPS[step](again(problem), cast)
    assert strike_off(again(problem), by=cast.office) == 0
    assert Answer.objects.count() == 3


def test_the_weekly_list_answers_too() -> None:
    cast = a_cast()
    problem = applied_for(opinions(cast, 2), cast)
    set_rules(problem.campaign, ProblemRule(is_weak=True), by=cast.office)
    assert strike_off_weekly([again(problem)], WeeklyList("逐件核对"), by=cast.office) == 2


def test_the_weekly_list_asks_as_often_for_many_problems_as_for_two() -> None:
    cast = a_cast()
    given = opinions(cast, 7)
    rows = [applied_for([one], cast) for one in given[:6]]
    gather(rows[0], (given[6].pk, given[1].pk), by=cast.office)
    set_rules(rows[0].campaign, ProblemRule(is_weak=True), by=cast.office)
    asked = []
    for few in (rows[:2], rows[2:]):
        ready = [again(row) for row in few]
        with CaptureQueriesContext(connection) as queries:
            strike_off_weekly(ready, WeeklyList("逐件核对"), by=cast.office)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 45
    told = {one.pk: sorted(row.text for row in one.answers.all()) for one in given}
    assert [len(told[one.pk]) for one in given] == [1, 2, 1, 1, 1, 1, 1]
    assert all("编号0002" in told[given[1].pk][n] or "编号0001" in told[given[1].pk][n] for n in (0, 1))
    assert [again(row).closeout.form for row in rows] == ["weekly"] * 6  # type: ignore[union-attr]


def test_opinions_gathered_by_a_clerk_come_along_and_one_opinion_may_stand_behind_several_problems() -> None:
    cast = a_cast()
    given = opinions(cast)
    merge(given[:2], by=cast.office)
    first = register(given[0].campaign, NewProblem("灯", opinions=(given[0].pk,)), by=cast.office)
    assert set(first.voices.values_list("opinion_id", flat=True)) == {given[0].pk, given[1].pk}
    second = register(given[0].campaign, NewProblem("电", opinions=(given[0].pk,)), by=cast.office)
    gather(again(second), (given[2].pk,), by=cast.office)
    assert second.voices.count() == 3 and first.voices.count() == 2


def test_a_group_brings_along_only_what_its_reader_may_read() -> None:
    cast = a_cast()
    given = opinions(cast)
    merge(given, by=cast.office)
    Opinion.objects.filter(pk=given[1].pk).update(is_restricted=True)
    Opinion.objects.filter(pk=given[2].pk).update(unit=a_unit(OTHER))
    own = NewProblem("灯", concerns_id=a_unit(UNIT).pk, opinions=(given[0].pk,))
    for who, count in ((cast.liaison, 1), (cast.office, 2)):
        assert register(given[0].campaign, own, by=who).voices.count() == count


def test_nothing_is_gathered_behind_what_is_struck_off() -> None:
    cast = a_cast()
    given = opinions(cast)
    problem, _cast = a_problem("struck_off", cast=cast, campaign=given[0].campaign)
    with pytest.raises(Refused, match="了结"):
        gather(problem, (given[0].pk,), by=cast.office)
    assert not problem.voices.exists()


def test_an_opinion_that_somebody_may_not_read_cannot_be_put_behind_a_problem_nor_read_there() -> None:
    cast = a_cast()
    campaign = a_campaign()
    hidden = enter(campaign, [NewOpinion("某人收钱", is_restricted=True)], by=cast.supervisor)[0].opinion
    with pytest.raises(Unanswered):
        register(campaign, NewProblem("收钱", opinions=(hidden.pk,)), by=cast.office)
    problem = register(campaign, NewProblem("收钱", opinions=(hidden.pk,)), by=cast.supervisor)
    voices = {}
    for name, who in (("supervisor", cast.supervisor), ("office", cast.office)):
        read = problem_for(who, campaign, problem.number)
        assert read is not None
        voices[name] = len(story(campaign, read, who).voices)
    assert voices == {"supervisor": 1, "office": 0}
