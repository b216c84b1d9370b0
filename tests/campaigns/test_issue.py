"""Issuing makes one assignment a task and lead unit, sets expanded, once; and says what could not go out."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build import Wanted, a_campaign, a_set, a_standing, a_task, a_unit, an_assignment
from luoshi.campaigns.issue import issue, parties, preview
from luoshi.campaigns.models import Assignment, Duty, Joint, Task
from luoshi.campaigns.settle import Party, each_leads, give, settle
from luoshi.journal.models import Entry
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.holidays import calendar
from luoshi.oversight.queries import one

pytestmark = pytest.mark.django_db


def units_of(campaign_id: int, number: int) -> list[tuple[str, str]]:
    """(lead unit, supporting units) of the assignments of a task."""
    rows = Assignment.objects.filter(campaign_id=campaign_id, task__number=number).order_by("pk")
    return [(row.unit.name, "、".join(row.joints.order_by("pk").values_list("unit__name", flat=True))) for row in rows]


def test_the_first_unit_leads_and_the_others_support() -> None:
    campaign = a_campaign(Wanted("甲", units=("县住建局", "县水利局"), support=("县司法局",)), issued=True)
    assert units_of(campaign.pk, 1) == [("县住建局", "县水利局、县司法局")]


def test_a_set_gives_one_to_each_active_member() -> None:
    a_set("各乡镇", ["甲镇", "乙镇", "丙镇"])
    gone = a_unit("丙镇")
    gone.is_active = False
    gone.save()
    campaign = a_campaign(Wanted("甲", units=("各乡镇",), support=("县水利局", "甲镇")), issued=True)
    assert units_of(campaign.pk, 1) == [("甲镇", "县水利局"), ("乙镇", "县水利局")]


def test_a_supporting_set_joins_with_its_members() -> None:
    a_set("各乡镇", ["甲镇", "乙镇"])
    campaign = a_campaign(Wanted("甲", support=("各乡镇",)), issued=True)
    assert units_of(campaign.pk, 1) == [("县住建局", "甲镇、乙镇")]


def test_each_listed_unit_leads_when_the_task_says_so() -> None:
    campaign = a_campaign(Wanted("甲", units=("县住建局", "县水利局"), support=("县司法局",)))
    each_leads(a_task(campaign), True, by=a_standing())
    issue(campaign, by=a_standing())
    assert units_of(campaign.pk, 1) == [("县住建局", "县司法局"), ("县水利局", "县司法局")]
    with pytest.raises(Refused, match="已下发"):
        each_leads(a_task(campaign), False, by=a_standing())


def test_what_goes_out_is_what_the_preview_said() -> None:
    a_set("各乡镇", ["甲镇", "乙镇"])
    campaign = a_campaign(
        Wanted("甲"), Wanted("乙", units=("各乡镇",)), Wanted("丙", units=("某单位",)), unknown=("某单位",)
    )
    said = preview(campaign)
    assert (len(said.ready), said.assignments, said.without_unit, said.already) == (2, 3, (a_task(campaign, 3).pk,), ())
    assert not Assignment.objects.exists()
    assert issue(campaign, by=a_standing()) == said
    assert Assignment.objects.count() == 3
    assert set(Assignment.objects.values_list("state", flat=True)) == {"issued"}
    assert preview(campaign).already == (a_task(campaign, 1).pk, a_task(campaign, 2).pk)


def test_nothing_is_issued_twice_and_an_empty_act_writes_no_entry() -> None:
    campaign = a_campaign(issued=True)
    entries = Entry.objects.count()
    done = issue(campaign, by=INSTALLER)
    assert (done.ready, done.assignments) == ((), 0)
    assert Assignment.objects.count() == 1
    assert Entry.objects.count() == entries


def test_only_the_chosen_tasks_go_out_under_one_entry() -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙"), Wanted("丙"))
    entries = Entry.objects.count()
    issue(campaign, [a_task(campaign, 1).pk, a_task(campaign, 3).pk], by=a_standing(name="罗星禾"))
    assert sorted(Assignment.objects.values_list("task__number", flat=True)) == [1, 3]
    entry = Entry.objects.latest("pk")
    made = Assignment.objects.order_by("pk").values_list("pk", flat=True)
    assert (entry.act, entry.subjects) == ("assignment.issue", ",".join(map(str, made)))
    assert Entry.objects.filter(act="assignment.issue").count() == 1
    assert Entry.objects.count() >= entries + 1


def test_cancelled_tasks_and_other_campaigns_stay() -> None:
    campaign, other = a_campaign(Wanted("甲"), Wanted("乙")), a_campaign(title="另一个")
    Task.objects.filter(pk=a_task(campaign, 2).pk).update(cancelled_at="2026-06-01T00:00Z")
    issue(campaign, by=INSTALLER)
    assert list(Assignment.objects.values_list("task__number", "campaign")) == [(1, campaign.pk)]
    assert len(preview(other).ready) == 1


def test_an_assignment_takes_the_task_s_dates_with_their_working_days() -> None:
    campaign = a_campaign(issued=True)
    row, days = an_assignment(campaign), calendar()
    assert (row.start, row.due, row.original_due) == (row.task.start, row.task.due, row.task.due)
    assert row.start and row.due
    assert row.start < campaign.today
    assert (row.start_n, row.due_n) == (days.number(campaign.today), days.number(row.due))


def test_a_task_issued_late_is_not_behind_on_the_day_it_arrives() -> None:
    campaign = a_campaign(Wanted("甲", start=date(2026, 5, 11), due=date(2026, 6, 30)), issued=True)
    (item,) = one(campaign, a_standing(), a_task(campaign).pk)
    assert (item.start, item.expected, item.reason.name) == (date(2026, 5, 11), 0, "on_time")


@pytest.mark.parametrize("role", ["liaison", "supervisor", "leader", "reader"])
def test_only_the_office_issues(role: str) -> None:
    campaign = a_campaign()
    with pytest.raises(Refused, match="领导小组办公室"):
        issue(campaign, by=a_standing(role, "县住建局"))
    assert not Assignment.objects.exists()


def test_settling_a_name_counts_wherever_the_plan_has_it() -> None:
    campaign = a_campaign(Wanted("甲", units=("住建部门",)), Wanted("乙", support=("住建部门",)), unknown=("住建部门",))
    assert len(preview(campaign).without_unit) == 1
    assert settle(campaign, Party("住建部门", a_unit("县住建局").pk), by=a_standing()) == 2
    assert preview(campaign).without_unit == ()
    assert set(Duty.objects.filter(name="住建部门").values_list("unit__name", flat=True)) == {"县住建局"}


def test_a_person_of_the_same_name_is_no_unit() -> None:
    campaign = a_campaign(Wanted("甲", units=("方静安",), leaders=("方静安",)), unknown=("方静安",))
    settle(campaign, Party("方静安", a_unit("县委办公室").pk), by=INSTALLER)
    assert Duty.objects.get(role="lead_person").unit is None


def test_a_task_without_a_unit_is_given_its_lead_once() -> None:
    campaign = a_campaign(Wanted("甲", units=(), leaders=("方静安",)))
    task = a_task(campaign)
    give(task, Party("县委办公室", a_unit("县委办公室").pk), by=a_standing())
    assert units_of(campaign.pk, 1) == []
    with pytest.raises(Refused):
        give(task, Party("县住建局", a_unit("县住建局").pk), by=a_standing())
    issue(campaign, by=INSTALLER)
    assert units_of(campaign.pk, 1) == [("县委办公室", "")]


PARTIES = st.lists(
    st.tuples(
        st.sampled_from(["lead_unit", "unit", "support_unit", "person"]),
        st.one_of(st.none(), st.integers(1, 6)),
        st.one_of(st.none(), st.integers(1, 2)),
    ),
    max_size=6,
)
SETS = {1: [7, 8], 2: [1, 9]}


@given(PARTIES, st.booleans())
@settings(derandomize=True, deadline=None)
def test_who_leads_does_not_support_and_nobody_is_named_twice(duties: list, each: bool) -> None:
    rows = [
        Duty(role=role, name="", order=n, unit_id=unit, unit_set_id=None if unit else unit_set)
        for n, (role, unit, unit_set) in enumerate(duties)
    ]
    leads, joint = parties(Task(each_leads=each), rows, SETS)
    assert len({*leads, *joint}) == len(leads) + len(joint)
    named = {row.unit_id for row in rows if row.unit_id and row.role != "person"}
    named |= {n for row in rows if row.unit_set_id and row.role != "person" for n in SETS[row.unit_set_id]}
    assert {*leads, *joint} == named or not leads
    if any(row.role in ("lead_unit", "unit") and (row.unit_id or row.unit_set_id) for row in rows):
        assert leads


def test_a_joint_unit_is_kept_once() -> None:
    campaign = a_campaign(Wanted("甲", support=("县水利局", "县水利局")), issued=True)
    assert Joint.objects.filter(assignment__campaign=campaign).count() == 1
