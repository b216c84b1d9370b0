"""The sample goes whole, and takes nothing along that something else uses."""

from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

import build
from luoshi.campaigns.adopt import adopt
from luoshi.campaigns.feedback import Quantity, Report, Submission, report, sign, submit
from luoshi.campaigns.inside.entrust import Entrusting, entrust
from luoshi.campaigns.inside.hand_over import Handing, hand_over
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Campaign, Target
from luoshi.campaigns.remove import may_remove, remove_sample
from luoshi.campaigns.verify import Verification, send_back
from luoshi.journal.models import Chain, Entry
from luoshi.journal.verify import verify
from luoshi.kit.verdict import Refused
from luoshi.opinions.intake.receive import NewOpinion, enter
from luoshi.opinions.triage.decide import Decision, accept
from luoshi.orgs.access import INSTALLER, Standing, standing
from luoshi.orgs.models import Person, Post, Unit, UnitSet
from luoshi.orgs.people import NewPerson, add_person, open_link
from luoshi.orgs.units import NewSet, NewUnit, add_unit, put_set
from luoshi.oversight.items import Filters
from luoshi.oversight.reminding.contact import NewContact, set_contact
from luoshi.platform.files.models import StoredFile
from luoshi.platform.jobs.models import Job
from luoshi.platform.jobs.run import run
from luoshi.platform.search.queries import find
from luoshi.problems.models import Closeout
from luoshi.problems.rectify.evidence import NewEvidence, attach
from luoshi.problems.register import NewProblem, register
from luoshi.reports.feeds import NewFeed, open_feed
from luoshi.reports.jobs import ask_for
from problems.way import a_problem

pytestmark = pytest.mark.django_db
ROLES = ("office", "liaison", "supervisor")
STAYS = ("journal", "contenttypes", "auth", "sessions", "django_q")


def rows() -> Counter[str]:
    """How many rows each table has, apart from the journal and what belongs to the frameworks."""
    models = [model for model in apps.get_models() if model._meta.app_label not in STAYS]
    return Counter({model._meta.label: n for model in models if (n := model._default_manager.count())})


def a_sample() -> tuple[Campaign, Standing]:
    """(a sample lived a little, its clerk), in a county of its own."""
    county = add_unit(NewUnit("样例县", is_sample=True), by=INSTALLER)
    bureau = add_unit(NewUnit("样例县住建局", county.pk, is_sample=True), by=INSTALLER)
    put_set(NewSet("样例各局", (bureau.pk,), is_sample=True), by=INSTALLER)
    people = [
        add_person(NewPerson(name, unit, role, is_sample=True), by=INSTALLER)
        for name, unit, role in (
            ("甲", county.pk, "office"),
            ("乙", bureau.pk, "liaison"),
            ("丙", county.pk, "supervisor"),
        )
    ]
    clerk, liaison, supervisor = map(standing, people)
    open_link(people[1].pk, by=INSTALLER)
    wanted = build.Wanted("样例排查", ("样例县住建局",), ("样例各局",), targets=(build.Quota("10处", 10, "处"),))
    campaign = adopt(build.a_proposal(*build.a_plan(wanted), is_sample=True), by=INSTALLER).campaign
    issue(campaign, by=clerk)
    held = build.an_assignment(campaign)
    sign(held, by=liaison)
    report(held, Report(50, "查了5处", quantities=(Quantity(Target.objects.get(campaign=campaign).pk, 5),)), by=liaison)
    submit(held, Submission("清单"), by=liaison)
    send_back(held, Verification("不全"), by=supervisor)
    build.a_proposal(*build.a_plan(build.Wanted("没有采纳")), is_sample=True)
    run(ask_for(campaign, clerk, Filters()).pk)
    return campaign, clerk


def test_the_sample_leaves_no_row_in_any_table_and_the_journal_holds() -> None:
    build.a_unit("真实县")
    before = rows()
    campaign, _clerk = a_sample()
    chain = campaign.chain
    assert Job.objects.get().state == "done"
    remove_sample(campaign, by=INSTALLER)
    assert rows() == before
    assert find("样例", None) == []
    assert Entry.objects.filter(chain__name=chain).exists()
    assert Entry.objects.get(act="sample.remove").chain == Chain.objects.get(name="system")
    assert list(verify()) == []


def test_files_that_prove_the_sample_s_work_go_with_it_unless_other_work_holds_the_same() -> None:
    campaign, _clerk = a_sample()
    Campaign.objects.filter(pk=campaign.pk).update(frozen_today=build.TODAY)
    problem, cast = a_problem("rectifying", campaign=Campaign.objects.get(pk=campaign.pk))
    other, _cast = a_problem("rectifying", cast=cast)
    own, shared = (NewEvidence("说明.txt", words.encode()) for words in ("样例里修好了灯", "两处都修好了灯"))
    files = [attach(problem, given, by=cast.liaison).file.pk for given in (own, shared)]
    attach(other, shared, by=cast.liaison)
    remove_sample(campaign, by=INSTALLER)
    assert list(StoredFile.objects.filter(pk__in=files).values_list("pk", flat=True)) == files[1:]


def test_what_the_sample_s_people_handed_over_and_kept_for_themselves_goes_with_them(settings: Any) -> None:
    settings.OUTBOX_CHANNELS = {"mail": "unused"}
    before = rows()
    campaign, clerk = a_sample()
    liaison, bureau = Person.objects.get(name="乙"), Unit.objects.get(name="样例县住建局")
    successor = add_person(NewPerson("丁", bureau.pk, "liaison", is_sample=True), by=INSTALLER)
    entrust(build.an_assignment(campaign), Entrusting(liaison.pk), by=standing(liaison))
    hand_over(Handing(bureau.pk, liaison.pk, successor.pk), by=standing(liaison))
    set_contact(NewContact(liaison.pk, "mail", "yi@example.org"), by=standing(liaison))
    open_feed(NewFeed(), by=standing(liaison))
    open_feed(NewFeed(bureau.pk), by=clerk)
    assert remove_sample(campaign, by=INSTALLER) == ()
    assert rows() == before


def test_a_handover_of_real_work_stays_with_those_whom_it_names() -> None:
    campaign, _clerk = a_sample()
    real = build.a_campaign(build.Wanted("真实排查", ("样例县住建局",)), issued=True)
    liaison, bureau = Person.objects.get(name="乙"), Unit.objects.get(name="样例县住建局")
    successor = add_person(NewPerson("丁", bureau.pk, "liaison", is_sample=True), by=INSTALLER)
    entrust(build.an_assignment(real), Entrusting(liaison.pk), by=standing(liaison))
    made = hand_over(Handing(bureau.pk, liaison.pk, successor.pk), by=standing(liaison))
    assert {one.name for one in remove_sample(campaign, by=INSTALLER)} >= {"乙", "丁"}
    made.refresh_from_db()
    assert (made.leaver, made.successor) == (liaison, successor)


def test_removing_many_people_asks_no_more_often_than_removing_few() -> None:
    asked = []
    for more in (0, 20):
        campaign, _clerk = a_sample()
        county = Unit.objects.get(name="样例县")
        for number in range(more):
            add_person(NewPerson(f"另{number}", county.pk, "liaison", is_sample=True), by=INSTALLER)
        with CaptureQueriesContext(connection) as caught:
            remove_sample(campaign, by=INSTALLER)
        asked.append(len(caught))
    assert asked[1] <= asked[0] + 2


def test_another_campaign_keeps_all_its_rows() -> None:
    kept = build.a_campaign(build.Wanted("真实排查"), issued=True)
    run(ask_for(kept, INSTALLER, Filters()).pk)
    before = rows()
    remove_sample(a_sample()[0], by=INSTALLER)
    assert rows() == before
    assert {hit.title for hit in find("真实", None)} == {"真实排查"}


def test_a_unit_that_something_else_uses_stays_with_those_above_it() -> None:
    campaign, _clerk = a_sample()
    build.a_campaign(build.Wanted("真实排查", ("样例县住建局",)))
    remove_sample(campaign, by=INSTALLER)
    assert list(Unit.objects.filter(is_sample=True).values_list("name", flat=True)) == ["样例县", "样例县住建局"]


def test_who_and_what_real_problems_and_opinions_name_stays_and_the_reason_is_told() -> None:
    campaign, _clerk = a_sample()
    county, bureau = (Unit.objects.get(name=name) for name in ("样例县", "样例县住建局"))
    second, third = (standing(Person.objects.get(name=name)) for name in ("乙", "丙"))
    real = build.a_campaign()
    given = enter(real, [NewOpinion("灯坏了")], by=build.a_standing())[0].opinion
    accept(given, Decision(unit_id=bureau.pk), by=build.a_standing())
    problem = register(real, NewProblem("灯坏了", concerns_id=bureau.pk), by=third)
    told = {one.name: one.why for one in remove_sample(campaign, by=INSTALLER)}
    assert told == {
        "丙": "别的活动里有他办的事",
        "样例县": "下面还有保留的单位",
        "样例县住建局": "别的活动里用到它",
    }
    assert not Person.objects.filter(pk=second.person_id).exists()
    problem.refresh_from_db()
    assert (problem.registered_by_id, problem.concerns_id) == (third.person_id, bureau.pk)
    assert Entry.objects.get(act="sample.remove").data == (
        f'{{"people":[{third.person_id}],"units":[{bureau.pk},{county.pk}]}}'
    )


def test_whoever_verified_a_real_problem_stays() -> None:
    campaign, _clerk = a_sample()
    head = Person.objects.get(name="乙")
    problem, _cast = a_problem("close_requested")
    Closeout.objects.filter(problem=problem).update(applied_by=head)
    remove_sample(campaign, by=INSTALLER)
    assert Closeout.objects.get(problem=problem).applied_by == head


def test_a_unit_in_somebodys_own_set_stays() -> None:
    campaign, _clerk = a_sample()
    mine = build.a_set("我的一组", ["样例县住建局"])
    remove_sample(campaign, by=INSTALLER)
    assert mine.members.get().name == "样例县住建局"
    assert list(UnitSet.objects.all()) == [mine]


def test_a_persons_own_post_in_a_sample_unit_stays() -> None:
    campaign, _clerk = a_sample()
    person = build.a_person("liaison", "样例县住建局", "真人")
    remove_sample(campaign, by=INSTALLER)
    assert Post.objects.get(person=person).unit.name == "样例县住建局"


def test_whoever_removes_the_sample_from_within_is_not_locked_out() -> None:
    campaign, clerk = a_sample()
    remove_sample(campaign, by=clerk)
    assert list(Person.objects.filter(is_sample=True)) == [Person.objects.get(pk=clerk.person_id)]


def test_a_file_that_the_user_handed_in_as_well_stays() -> None:
    campaign, _clerk = a_sample()
    own = build.a_proposal(*build.a_plan(build.Wanted("真实的")))
    own.file = campaign.proposal.file
    own.save()
    remove_sample(campaign, by=INSTALLER)
    assert StoredFile.objects.filter(pk=own.file_id).exists()


def test_only_a_sample_is_removed_and_only_by_planners() -> None:
    campaign, real = a_sample()[0], build.a_campaign()
    assert "只有样例" in may_remove(INSTALLER, real).reason
    liaison = Standing(9, "联络员", frozenset({("liaison", 1)}))
    for who, what in ((INSTALLER, real), (liaison, campaign)):
        with pytest.raises(Refused):
            remove_sample(what, by=who)
    assert Campaign.objects.count() == 2
