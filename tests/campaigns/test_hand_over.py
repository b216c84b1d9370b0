"""A leaver's open items go to a successor of the same unit in one act, which can be taken back."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from build import Wanted, a_campaign, a_person, a_post, a_standing, an_assignment
from luoshi.campaigns import feedback, verify
from luoshi.campaigns.feedback import Submission, Unanswered
from luoshi.campaigns.inside.divide import Step, add_step, finish_step
from luoshi.campaigns.inside.entrust import Entrusting, entrust
from luoshi.campaigns.inside.hand_over import Handing, hand_over, in_hand, may_undo, undo_hand_over
from luoshi.campaigns.inside.queries import doers, handover, handovers
from luoshi.campaigns.models import Assignment, Handover, Inside, Subtask
from luoshi.campaigns.verify import Verification
from luoshi.journal.models import Entry
from luoshi.journal.queries import history
from luoshi.journal.record import SYSTEM
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import standing
from luoshi.orgs.lend import NewLoan, lend
from luoshi.orgs.models import Person

pytestmark = pytest.mark.django_db
UNIT = "县住建局"


@pytest.fixture
def leaver() -> Person:
    """Somebody of 县住建局 who does one assignment there, has a step of another, and works for a second unit too."""
    person = a_person("liaison", UNIT, "甲")
    a_post(person, "liaison", "县司法局")
    campaign = a_campaign(Wanted("一"), Wanted("二"), Wanted("三", units=("县司法局",)), issued=True)
    mine, step, other = (an_assignment(campaign, number) for number in (1, 2, 3))
    by = a_standing("unit_head", UNIT)
    entrust(mine, Entrusting(person.pk), by=by)
    add_step(step, Step("核对图纸", person.pk), by=by)
    entrust(other, Entrusting(person.pk), by=a_standing("unit_head", "县司法局"))
    return person


def handing(leaver: Person, successor: Person) -> Handing:
    return Handing(leaver.posts.get(unit__name=UNIT).unit_id, leaver.pk, successor.pk)


def test_what_is_shown_before_is_what_moves(leaver: Person) -> None:
    successor = a_person("liaison", UNIT, "乙")
    given = handing(leaver, successor)
    shown = in_hand(given.unit_id, leaver.pk)
    made = hand_over(given, by=a_standing("liaison", UNIT))
    assert (len(made.inside), made.subtasks) == (len(shown.inside), [step.pk for step in shown.subtasks])
    assert in_hand(given.unit_id, leaver.pk).total == 0
    assert in_hand(given.unit_id, successor.pk).total == shown.total == 2


def test_what_the_leaver_has_in_another_unit_stays(leaver: Person) -> None:
    hand_over(handing(leaver, a_person("liaison", UNIT)), by=a_standing("liaison", UNIT))
    assert in_hand(leaver.posts.get(unit__name="县司法局").unit_id, leaver.pk).total == 1


def test_who_hands_over_in_somebody_s_stead_is_told_so(leaver: Person) -> None:
    head, borrower = a_person("unit_head", UNIT, "丙"), a_person("reader", "县水利局", "丁")
    until = timezone.localdate() + timedelta(days=1)
    lend(NewLoan(head.posts.get().pk, borrower.pk, until), by=standing(head))
    hand_over(handing(leaver, a_person("liaison", UNIT)), by=standing(borrower))
    assert history(SYSTEM, 1)[0].post == standing(borrower).acting().post


def test_handing_over_writes_one_entry_with_the_ids(leaver: Person) -> None:
    before = Entry.objects.count()
    made = hand_over(handing(leaver, a_person("liaison", UNIT)), by=a_standing("liaison", UNIT))
    entry = Entry.objects.latest("pk")
    written = [one for one in Entry.objects.order_by("-pk")[: Entry.objects.count() - before] if one.kind == "handover"]
    assert written == [entry]
    data = json.loads(entry.data)
    assert (data["inside"], data["subtasks"], data["leaver"]) == (made.inside, made.subtasks, leaver.pk)


def test_handing_over_restarts_no_clock(leaver: Person) -> None:
    before = list(Assignment.objects.order_by("pk").values())
    hand_over(handing(leaver, a_person("liaison", UNIT)), by=a_standing("liaison", UNIT))
    assert list(Assignment.objects.order_by("pk").values()) == before


def test_what_is_closed_stays_with_who_did_it(leaver: Person) -> None:
    row, by = an_assignment(Assignment.objects.all()[0].campaign, 1), a_standing("liaison", UNIT)
    feedback.sign(row, by=by)
    feedback.submit(row, Submission("清单"), by=by)
    verify.accept(row, Verification(), by=a_standing())
    made = hand_over(handing(leaver, a_person("liaison", UNIT)), by=by)
    assert (made.inside, len(made.subtasks)) == ([], 1)
    assert doers([row.pk]) == {row.pk: "甲"}


@pytest.mark.parametrize(
    ("successor", "field"), [("self", "successor"), ("stranger", "successor"), ("disabled", "successor")]
)
def test_only_somebody_else_of_the_unit_takes_over(leaver: Person, successor: str, field: str) -> None:
    other = leaver if successor == "self" else a_person("liaison", "县水利局" if successor == "stranger" else UNIT)
    if successor == "disabled":
        other.is_active = False
        other.save()
    with pytest.raises(Unanswered) as raised:
        hand_over(handing(leaver, other), by=a_standing("liaison", UNIT))
    assert raised.value.field == field
    assert not Handover.objects.exists()


def test_who_has_nothing_in_hand_hands_nothing_over(leaver: Person) -> None:
    idle = a_person("liaison", UNIT)
    with pytest.raises(Unanswered, match="没有要交接"):
        hand_over(Handing(handing(leaver, idle).unit_id, idle.pk, leaver.pk), by=a_standing("liaison", UNIT))


def test_the_unit_and_the_administrator_hand_over_and_nobody_else(leaver: Person) -> None:
    given = handing(leaver, a_person("liaison", UNIT))
    for role, unit in (("liaison", "县水利局"), ("office", "领导小组办公室"), ("reader", UNIT)):
        with pytest.raises(Refused, match=UNIT):
            hand_over(given, by=a_standing(role, unit))
    assert hand_over(given, by=a_standing("admin_system"))


def test_taking_it_back_leaves_what_moved_on_since(leaver: Person) -> None:
    successor, third = a_person("liaison", UNIT, "乙"), a_person("liaison", UNIT, "丙")
    by = a_standing("unit_head", UNIT)
    made = hand_over(handing(leaver, successor), by=by)
    row = Assignment.objects.get(doers__pk=made.inside[0])
    entrust(row, Entrusting(third.pk), by=by)
    assert undo_hand_over(made, by=by) == 1
    assert doers([row.pk]) == {row.pk: "丙"}
    assert Subtask.objects.get().person == leaver
    with pytest.raises(Refused, match="已经撤回"):
        undo_hand_over(made, by=by)


def test_a_step_that_the_successor_finished_is_not_taken_back(leaver: Person) -> None:
    successor, by = a_person("liaison", UNIT), a_standing("unit_head", UNIT)
    made = hand_over(handing(leaver, successor), by=by)
    finish_step(Subtask.objects.get(), by=by)
    assert undo_hand_over(made, by=by) == 1
    assert Subtask.objects.get().person == successor


def test_nothing_goes_back_to_who_has_left(leaver: Person) -> None:
    by = a_standing("unit_head", UNIT)
    hand_over(handing(leaver, a_person("liaison", UNIT)), by=by)
    made = handover(handovers(leaver.posts.get(unit__name=UNIT).unit_id)[0].pk)
    assert made
    assert may_undo(by, made)
    leaver.posts.filter(unit__name=UNIT).delete()
    assert "不在本单位" in may_undo(by, made).reason


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans()), max_size=6))
@settings(derandomize=True, max_examples=15)
def test_however_often_it_changes_hands_every_item_has_one_hand(steps: list[tuple[int, int, bool]]) -> None:
    people = [a_person("liaison", UNIT) for _number in range(3)]
    row, by = an_assignment(a_campaign(Wanted("一"), title="甲乙", issued=True)), a_standing("unit_head", UNIT)
    entrust(row, Entrusting(people[0].pk), by=by)
    add_step(row, Step("核对", people[0].pk), by=by)
    for giver, taker, is_undone in steps:
        try:
            made = hand_over(Handing(row.unit_id, people[giver].pk, people[taker].pk), by=by)
            assert not is_undone or undo_hand_over(made, by=by) == 2
        except Unanswered as wrong:
            assert str(wrong)
    assert sum(in_hand(row.unit_id, person.pk).total for person in people) == 2
    assert Inside.objects.filter(assignment=row, until=None).count() == 1
