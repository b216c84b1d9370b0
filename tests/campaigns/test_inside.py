"""A unit says who does an assignment and in which steps; it alone and wide roles see it."""

from datetime import date

import pytest

from build import Wanted, a_campaign, a_person, a_standing, an_assignment
from luoshi.campaigns import feedback
from luoshi.campaigns.feedback import Submission, Unanswered
from luoshi.campaigns.inside.divide import Step, add_step, change_step, drop_step, finish_step, resume_step
from luoshi.campaigns.inside.entrust import Entrusting, entrust
from luoshi.campaigns.inside.queries import arrangement, doers, subtask
from luoshi.campaigns.models import Assignment, Inside, Subtask
from luoshi.campaigns.waiting import steps_done
from luoshi.journal.models import Entry
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import Standing, standing

pytestmark = pytest.mark.django_db
UNIT = "县住建局"


@pytest.fixture
def row() -> Assignment:
    """An assignment of 县住建局 with a joint unit, in progress."""
    found = an_assignment(a_campaign(Wanted("排查小区", support=("县水利局",)), issued=True))
    feedback.sign(found, by=liaison())
    return found


def liaison(unit: str = UNIT) -> Standing:
    return a_standing("liaison", unit)


def test_naming_who_does_it_keeps_who_did_it_before(row: Assignment) -> None:
    first, second, by = a_person("liaison", UNIT, "甲"), a_person("reader", UNIT, "乙"), liaison()
    entrust(row, Entrusting(first.pk), by=by)
    entrust(row, Entrusting(second.pk), by=by)
    shown = arrangement(by, row)
    assert shown
    assert [(one.name, one.until is None) for one in shown.doers] == [("甲", False), ("乙", True)]
    assert shown.doer == shown.doers[1]
    assert doers([row.pk]) == {row.pk: "乙"}


def test_naming_who_does_it_does_not_restart_the_clock(row: Assignment) -> None:
    before = Assignment.objects.values().get(pk=row.pk)
    entrust(row, Entrusting(a_person("liaison", UNIT).pk), by=liaison())
    assert Assignment.objects.values().get(pk=row.pk) == before


def test_naming_the_same_person_again_changes_nothing(row: Assignment) -> None:
    person, by = a_person("liaison", UNIT), liaison()
    entrust(row, Entrusting(person.pk), by=by)
    entries = Entry.objects.count()
    entrust(row, Entrusting(person.pk), by=by)
    assert (Inside.objects.count(), Entry.objects.count()) == (1, entries)


def test_it_can_be_left_to_nobody_in_particular(row: Assignment) -> None:
    by = liaison()
    entrust(row, Entrusting(a_person("liaison", UNIT).pk), by=by)
    assert entrust(row, Entrusting(None), by=by) is None
    assert doers([row.pk]) == {}


@pytest.mark.parametrize("stranger", ["other unit", "disabled", "nobody"])
def test_only_somebody_of_the_unit_does_it(row: Assignment, stranger: str) -> None:
    person = a_person("liaison", "县水利局" if stranger == "other unit" else UNIT)
    if stranger == "disabled":
        person.is_active = False
        person.save()
    wanted = 0 if stranger == "nobody" else person.pk
    with pytest.raises(Unanswered) as raised:
        entrust(row, Entrusting(wanted), by=liaison())
    assert raised.value.field == "person"


def test_an_open_step_keeps_the_result_from_being_handed_in(row: Assignment) -> None:
    by = liaison()
    step = add_step(row, Step("核对图纸"), by=by)
    with pytest.raises(Refused, match="“核对图纸”"):
        feedback.submit(row, Submission("清单一份"), by=by)
    finish_step(step, by=by)
    feedback.submit(row, Submission("清单一份"), by=by)
    assert row.state == "submitted"


def test_of_many_open_steps_three_are_named_and_all_are_counted(row: Assignment) -> None:
    by = liaison()
    for title in "甲乙丙丁":
        add_step(row, Step(title), by=by)
    reason = steps_done(row).reason
    assert "4项" in reason
    assert "“甲”、“乙”、“丙”等" in reason


def test_a_step_names_what_whose_and_until_when(row: Assignment) -> None:
    by, person = liaison(), a_person("reader", UNIT, "乙")
    step = add_step(row, Step(" 核对图纸 ", person.pk, date(2026, 6, 16)), by=by)
    change_step(step, Step("核对竣工图纸", person.pk, date(2026, 6, 16)), by=by)
    shown = arrangement(by, row)
    assert shown
    assert [(one.title, one.person, one.is_late) for one in shown.steps] == [("核对竣工图纸", "乙", True)]


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (Step(" "), "title"),
        (Step("字" * 201), "title"),
        (Step("甲", None, date(2026, 7, 1)), "due"),
        (Step("甲", 0), "person"),
    ],
)
def test_a_step_that_cannot_be_says_which_field_is_wrong(row: Assignment, step: Step, field: str) -> None:
    with pytest.raises(Unanswered) as raised:
        add_step(row, step, by=liaison())
    assert raised.value.field == field
    assert not Subtask.objects.exists()


def test_whose_step_it_is_may_finish_it_and_arrange_nothing(row: Assignment) -> None:
    person = a_person("reader", UNIT)
    step = add_step(row, Step("核对图纸", person.pk), by=liaison())
    finish_step(step, by=standing(person))
    assert step.done_at
    with pytest.raises(Refused):
        resume_step(step, by=standing(person))


def test_a_finished_step_can_be_taken_up_again_and_a_step_dropped_once(row: Assignment) -> None:
    by = liaison()
    step = add_step(row, Step("核对图纸"), by=by)
    finish_step(step, by=by)
    resume_step(step, by=by)
    assert not steps_done(row)
    twin = subtask(row, step.pk)
    assert twin
    drop_step(step, by=by)
    assert steps_done(row)
    with pytest.raises(AlreadyMoved):
        drop_step(twin, by=by)


def test_every_act_inside_a_unit_writes_exactly_one_entry(row: Assignment) -> None:
    by, person = liaison(), a_person("liaison", UNIT)
    step = add_step(row, Step("甲"), by=by)
    acts = [
        lambda: entrust(row, Entrusting(person.pk), by=by),
        lambda: entrust(row, Entrusting(None), by=by),
        lambda: change_step(step, Step("乙"), by=by),
        lambda: finish_step(step, by=by),
        lambda: resume_step(step, by=by),
        lambda: drop_step(step, by=by),
    ]
    for act in acts:
        before = Entry.objects.count()
        act()
        assert Entry.objects.count() == before + 1


def test_joint_units_do_not_see_inside(row: Assignment) -> None:
    add_step(row, Step("核对图纸"), by=liaison())
    assert arrangement(liaison("县水利局"), row) is None
    seen = arrangement(a_standing("supervisor", "督导组"), row)
    assert seen
    assert (len(seen.steps), seen.people, seen.may_arrange.granted) == (1, (), False)


@pytest.mark.parametrize(("state", "word"), [("submitted", "等待验收"), ("done", "已办结"), ("cancelled", "撤销")])
def test_what_is_handed_in_or_over_is_not_arranged(row: Assignment, state: str, word: str) -> None:
    row.state = state
    with pytest.raises(Refused, match=word):
        entrust(row, Entrusting(None), by=liaison())
    with pytest.raises(Refused, match=word):
        add_step(row, Step("甲"), by=liaison())


def test_other_units_arrange_nothing(row: Assignment) -> None:
    with pytest.raises(Refused, match=UNIT):
        add_step(row, Step("甲"), by=liaison("县水利局"))
