"""The end of a problem: nobody closes their own, nothing closes without a verified record, givers are answered once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from build import TODAY, a_campaign, a_person, a_post, a_standing
from luoshi.campaigns.feedback import Unanswered
from luoshi.journal.models import Entry
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import standing
from luoshi.orgs.lend import NewLoan, lend
from luoshi.orgs.models import Person
from luoshi.problems.closeout.apply import Application, Check, apply, verify
from luoshi.problems.closeout.look_back import Draw, Found, draw, recheck, relapse, sample
from luoshi.problems.closeout.strike import WeeklyList, publicise, strike_off, strike_off_weekly
from luoshi.problems.models import Closeout, LookBack, Problem
from luoshi.problems.rectify.plan import Measure, RectificationPlan, approve_plan, propose_plan
from luoshi.problems.rectify.report import Report, report
from luoshi.problems.register import Why
from luoshi.problems.rules import ProblemRule, set_rules
from problems.way import OTHER, UNIT, WHY, a_problem, again, checked, on, work_off

pytestmark = pytest.mark.django_db


def test_a_unit_cannot_apply_while_a_remedy_is_not_done() -> None:
    problem, cast = a_problem("rectifying")
    with pytest.raises(Refused, match="换灯"):
        apply(problem, Application("差不多了"), by=cast.head)


def test_the_head_alone_applies() -> None:
    problem, cast = a_problem("rectifying")
    work_off(problem, cast)
    with pytest.raises(Refused):
        apply(again(problem), Application("好了"), by=cast.liaison)


def test_a_unit_cannot_verify_its_own_rectification() -> None:
    problem, _cast = a_problem("close_requested")
    both = a_person("supervisor", "督导组")
    a_post(both, "liaison", UNIT)
    with pytest.raises(Refused, match="整改单位"):
        verify(problem, checked(standing(both)), by=standing(both))


def test_a_unit_that_does_a_remedy_cannot_verify_the_problem() -> None:
    problem, cast = a_problem("assigned")
    other = a_standing("supervisor", OTHER)
    plan = RectificationPlan("灯亮", (Measure("换灯", next(iter(other.units))),), "周启明")
    propose_plan(problem, plan, by=cast.liaison)
    approve_plan(again(problem), by=cast.leader)
    work_off(again(problem), cast)
    apply(again(problem), Application("好了"), by=cast.head)
    with pytest.raises(Refused, match="整改单位"):
        verify(again(problem), checked(other), by=other)


def test_an_applicant_who_changed_posts_cannot_verify_what_they_applied_for() -> None:
    problem, cast = a_problem("close_requested")
    person = Person.objects.get(pk=cast.head.person_id)
    person.posts.all().delete()
    a_post(person, "supervisor", "督导组")
    with pytest.raises(Refused, match="您申请了"):
        verify(problem, checked(standing(person)), by=standing(person))


def test_who_reported_on_it_cannot_verify_it() -> None:
    problem, cast = a_problem("close_requested")
    person = Person.objects.get(pk=cast.liaison.person_id)
    person.posts.all().delete()
    a_post(person, "office", "领导小组办公室")
    with pytest.raises(Refused, match="您反馈过"):
        verify(problem, checked(standing(person)), by=standing(person))


def test_a_lent_post_does_not_make_a_verifier_of_somebody_from_the_unit() -> None:
    problem, cast = a_problem("close_requested")
    lender = Person.objects.get(pk=cast.supervisor.person_id)
    loan = NewLoan(lender.posts.get().pk, cast.head.person_id or 0, timezone.localdate())
    lend(loan, by=standing(lender))
    borrowed = standing(Person.objects.get(pk=cast.head.person_id))
    assert borrowed.has("supervisor")
    with pytest.raises(Refused):
        verify(problem, checked(borrowed), by=borrowed)


def test_a_class_a_problem_wants_a_supervisor() -> None:
    problem, cast = a_problem("close_requested", grade="A")
    with pytest.raises(Refused, match="甲类"):
        verify(problem, checked(cast.office), by=cast.office)
    assert verify(again(problem), checked(cast.supervisor), by=cast.supervisor).verdict == "passed"


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("note", Check("", "某", TODAY)),
        ("seen_on", Check("看了", "某", None)),
        ("seen_on", Check("看了", "某", TODAY + timedelta(1))),
        ("signature", Check("看了", "别人", TODAY)),
    ],
)
def test_a_check_has_a_note_a_day_and_the_verifiers_own_name(field: str, given: Check) -> None:
    problem, cast = a_problem("close_requested")
    with pytest.raises(Unanswered) as unanswered:
        verify(problem, given, by=cast.supervisor)
    assert unanswered.value.field == field
    assert again(problem).state == "close_requested"


def test_it_is_not_struck_off_before_the_public_notice_is_over() -> None:
    problem, cast = a_problem("verified")
    with pytest.raises(Refused, match="先公示"):
        strike_off(problem, by=cast.office)
    publicise(problem, by=cast.office)
    assert problem.notice_until == problem.campaign.calendar.after(TODAY, 10)
    with pytest.raises(Refused, match="公示到"):
        strike_off(on(problem, problem.notice_until), by=cast.office)
    strike_off(on(problem, problem.notice_until + timedelta(1)), by=cast.office)
    assert again(problem).state == "struck_off"


def test_without_a_notice_it_is_struck_off_right_after_the_check() -> None:
    problem, cast = a_problem("verified")
    set_rules(problem.campaign, ProblemRule(notice_days=0), by=cast.office)
    with pytest.raises(Refused):
        publicise(problem, by=cast.office)
    strike_off(again(problem), by=cast.office)


def test_the_weekly_list_is_for_class_b_where_the_campaign_allows_it_and_says_so() -> None:
    problem, cast = a_problem("close_requested")
    weighty, _cast = a_problem("close_requested", cast=cast, campaign=problem.campaign, grade="A")
    with pytest.raises(Refused, match="现场核查"):
        strike_off_weekly([problem], WeeklyList("逐件核对"), by=cast.office)
    set_rules(problem.campaign, ProblemRule(is_weak=True), by=cast.office)
    rows = [again(problem), again(weighty)]
    with pytest.raises(Refused, match="甲类"):
        strike_off_weekly(rows, WeeklyList("逐件核对"), by=cast.office)
    assert again(problem).state == "close_requested"
    strike_off_weekly(rows[:1], WeeklyList("逐件核对"), by=cast.office)
    struck = again(problem)
    assert struck.state == "struck_off" and struck.closeout is not None
    assert (struck.closeout.form, struck.closeout.verified_by_id) == ("weekly", cast.office.person_id)


def test_the_database_refuses_a_close_without_a_record_and_a_check_by_the_applicant() -> None:
    problem, cast = a_problem("close_requested")
    for state in ("verified", "publicised", "struck_off", "rechecked"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Problem.objects.filter(pk=problem.pk).update(**{"state": state})
    own = {"verified_by": cast.head.person_id, "verified_at": problem.registered_at, "note": "好"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Closeout.objects.filter(problem=problem).update(verdict="passed", **own)
    with pytest.raises(IntegrityError), transaction.atomic():
        Closeout.objects.filter(problem=problem).update(verdict="passed")


def test_what_comes_back_after_a_close_needs_a_new_record() -> None:
    problem, cast = a_problem("relapsed")
    assert (problem.number, problem.round, problem.closeout_id, problem.struck_off_on) == (1, 2, None, None)
    again_plan = RectificationPlan("灯长亮", (Measure("装声控灯"),), due=problem.campaign.today + timedelta(30))
    propose_plan(problem, again_plan, by=cast.liaison)
    approve_plan(again(problem), by=cast.leader)
    with pytest.raises(Refused):
        strike_off(again(problem), by=cast.office)
    with pytest.raises(Refused, match="声控灯"):
        apply(again(problem), Application("好了"), by=cast.head)


def test_the_sample_is_the_same_for_the_same_seed_and_never_draws_from_one_frame_twice() -> None:
    first, cast = a_problem("struck_off")
    for _time in range(4):
        Campaign = type(first.campaign)
        Campaign.objects.filter(pk=first.campaign_id).update(frozen_today=TODAY)
        a_problem("struck_off", cast=cast, campaign=again(first).campaign)
    late = on(first, TODAY + timedelta(60)).campaign
    looks = draw(late, Draw(30, "731904"), by=cast.office)
    ids = list(Problem.objects.order_by("pk").values_list("pk", flat=True))
    assert [look.problem_id for look in looks] == sample(ids, "731904", 20)
    assert (len(looks), LookBack.objects.count()) == (1, 5)
    assert draw(late, Draw(30, "another"), by=cast.office) == []
    assert draw(late, Draw(90, "731904"), by=cast.office) == []
    with pytest.raises(Refused):
        draw(late, Draw(30, "1"), by=cast.supervisor)


def test_a_look_back_holds_or_finds_a_relapse_and_ends_what_was_drawn() -> None:
    problem, cast = a_problem("struck_off")
    set_rules(problem.campaign, ProblemRule(share=100), by=cast.office)
    draw(on(problem, TODAY + timedelta(60)).campaign, Draw(30, "1"), by=cast.office)
    recheck(again(problem), Found("仍然亮着"), by=cast.supervisor)
    assert LookBack.objects.get().finding == "holds"
    draw(on(problem, TODAY + timedelta(120)).campaign, Draw(90, "2"), by=cast.office)
    relapse(again(problem), Why("又坏了"), by=cast.supervisor)
    assert list(LookBack.objects.order_by("days").values_list("finding", flat=True)) == ["holds", "relapsed"]


def test_nobody_of_the_unit_looks_back_at_its_own_work() -> None:
    problem, _cast = a_problem("struck_off")
    both = a_person("supervisor", "督导组")
    a_post(both, "liaison", UNIT)
    with pytest.raises(Refused):
        recheck(problem, Found("好"), by=standing(both))


def test_words_of_acts_stand_in_the_journal_as_digests_alone() -> None:
    problem, cast = a_problem("close_requested")
    report_row = problem.reports.first()
    assert report_row is not None
    verify(problem, Check("看了三号楼老周家", cast.supervisor.name, TODAY), by=cast.supervisor)
    told = "".join(Entry.objects.values_list("data", flat=True))
    assert "老周" not in told and report_row.said not in told
    assert a_campaign().pk != problem.campaign_id
    assert WHY.reason not in told
    with pytest.raises(Refused):
        report(again(problem), Report(10, "再报"), by=cast.liaison)
