"""Joint units are asked for an opinion; every answer stays, and who has not answered is known."""

from datetime import date

import pytest

from build import Wanted, a_campaign, a_person, a_post, a_standing, a_unit, an_assignment
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.joint.consult import Opinion, Question, consult, give_opinion
from luoshi.campaigns.joint.queries import consultation, consultations, waiting_for
from luoshi.campaigns.models import Assignment, Consultation, JointOpinion
from luoshi.journal.models import Entry
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import Standing, standing

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 20)
ASKED = Question("排查范围是否合适", DUE)


@pytest.fixture
def row() -> Assignment:
    """An assignment of 县住建局 that two units support."""
    return an_assignment(a_campaign(Wanted("排查小区", support=("县水利局", "县司法局")), issued=True))


def liaison(unit: str = "县住建局") -> Standing:
    return a_standing("liaison", unit)


def test_units_answer_and_the_rest_is_known(row: Assignment) -> None:
    asked = consult(row, ASKED, by=liaison())
    give_opinion(asked, Opinion("amend", "应含河道两侧"), by=liaison("县水利局"))
    (shown,) = consultations(liaison(), row)
    assert [(one.unit, one.stance_label, one.said) for one in shown.answers] == [
        ("县水利局", "有修改意见", "应含河道两侧")
    ]
    assert (shown.unanswered, shown.is_late) == (("县司法局",), False)


def test_an_answer_is_appended_and_never_overwritten(row: Assignment) -> None:
    asked, by = consult(row, ASKED, by=a_standing("office")), liaison("县水利局")
    give_opinion(asked, Opinion("object", "范围过大"), by=by)
    give_opinion(asked, Opinion("agree"), by=by)
    (shown,) = consultations(by, row)
    assert [(one.stance, one.is_latest) for one in shown.answers] == [("object", False), ("agree", True)]


def test_who_owes_an_answer_finds_the_question(row: Assignment) -> None:
    asked = consult(row, ASKED, by=liaison())
    owing = frozenset({a_unit("县水利局").pk})
    assert list(waiting_for(owing)) == [asked]
    assert not waiting_for(frozenset({row.unit_id})).exists()
    give_opinion(asked, Opinion("agree"), by=liaison("县水利局"))
    assert not waiting_for(owing).exists()
    assert list(waiting_for(frozenset({a_unit("县司法局").pk}))) == [asked]


def test_late_is_derived_and_a_late_answer_is_taken(row: Assignment) -> None:
    asked = consult(row, ASKED, by=liaison())
    row.campaign.frozen_today = date(2026, 6, 22)
    row.campaign.save()
    assert consultations(liaison(), row)[0].is_late
    held = consultation(row, asked.pk)
    assert held
    give_opinion(held, Opinion("agree"), by=liaison("县水利局"))
    give_opinion(held, Opinion("agree"), by=liaison("县司法局"))
    assert not consultations(liaison(), row)[0].is_late


def test_some_of_the_joint_units_can_be_asked(row: Assignment) -> None:
    one = a_unit("县水利局").pk
    asked = consult(row, Question("范围", DUE, (one,)), by=liaison())
    assert [unit.pk for unit in asked.units.all()] == [one]
    with pytest.raises(Refused, match="被征求意见"):
        give_opinion(asked, Opinion("agree"), by=liaison("县司法局"))


def test_a_unit_that_joins_later_was_not_asked(row: Assignment) -> None:
    consult(row, ASKED, by=liaison())
    row.joints.create(unit=a_unit("县信访局"))
    assert consultations(liaison(), row)[0].unanswered == ("县水利局", "县司法局")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Question(" ", DUE), "question"),
        (Question("范围", date(2026, 6, 16)), "due"),
        (Question("范围", DUE, ()), "units"),
        (Question("范围", DUE, (0,)), "units"),
    ],
)
def test_a_question_that_cannot_be_asked_names_its_field(row: Assignment, asked: Question, field: str) -> None:
    with pytest.raises(Unanswered) as raised:
        consult(row, asked, by=liaison())
    assert raised.value.field == field
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [(Opinion("maybe"), "stance"), (Opinion("object", " "), "said"), (Opinion("agree", "", 0), "unit")],
)
def test_an_answer_that_says_nothing_names_its_field(row: Assignment, given: Opinion, field: str) -> None:
    asked = consult(row, ASKED, by=liaison())
    with pytest.raises(Unanswered) as raised:
        give_opinion(asked, given, by=liaison("县水利局"))
    assert raised.value.field == field
    assert not JointOpinion.objects.exists()


def test_who_works_for_two_units_says_for_which(row: Assignment) -> None:
    both = a_person("liaison", "县水利局")
    a_post(both, "liaison", "县司法局")
    asked = consult(row, ASKED, by=liaison())
    with pytest.raises(Unanswered):
        give_opinion(asked, Opinion("agree"), by=standing(both))
    made = give_opinion(asked, Opinion("agree", unit_id=a_unit("县司法局").pk), by=standing(both))
    assert made.unit.name == "县司法局"


def test_only_lead_unit_and_office_ask_and_only_while_it_is_worked_on(row: Assignment) -> None:
    with pytest.raises(Refused, match="县住建局"):
        consult(row, ASKED, by=liaison("县水利局"))
    row.state = "done"
    with pytest.raises(Refused, match="不再征求"):
        consult(row, ASKED, by=liaison())


def test_where_no_unit_supports_nobody_is_asked() -> None:
    alone = an_assignment(a_campaign(Wanted("甲"), issued=True))
    with pytest.raises(Refused, match="没有配合单位"):
        consult(alone, ASKED, by=liaison())


def test_asking_and_answering_write_one_entry_each(row: Assignment) -> None:
    before = Entry.objects.filter(chain__name=row.chain).count()
    asked = consult(row, ASKED, by=liaison())
    give_opinion(asked, Opinion("agree"), by=liaison("县水利局"))
    assert Entry.objects.filter(chain__name=row.chain).count() == before + 2
