"""A person decides on each difference of a revised plan: what is left, what cannot be applied, what comes back."""

import json
from dataclasses import replace
from datetime import date

import pytest

import build
from build import Quota, Wanted
from campaigns.revisions import MEETING, ROADS, SURVEY, a_campaign, a_revision, only, take
from luoshi.campaigns.models import Assignment, Campaign, Duty, PlanChange, Stage, Target, Task
from luoshi.campaigns.propose import discard, may_discard
from luoshi.campaigns.revise.apply import days
from luoshi.campaigns.revise.decide import apply_change, apply_changes, decline_change, may_apply, verdicts
from luoshi.journal.models import Entry, EntryText
from luoshi.journal.transition import AlreadyMoved
from luoshi.journal.verify import verify
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER, Standing

pytestmark = pytest.mark.django_db
LIAISON = Standing(9, "联络员", frozenset({("liaison", 1)}))


def rows(campaign: Campaign) -> str:
    """All rows of the campaign's plan, as text."""
    models = (Campaign.objects.filter(pk=campaign.pk), Stage.objects.filter(campaign=campaign),
              Task.objects.filter(campaign=campaign), Duty.objects.filter(task__campaign=campaign),
              Target.objects.filter(campaign=campaign), Assignment.objects.filter(campaign=campaign))  # fmt: skip
    return json.dumps([list(found.order_by("pk").values()) for found in models], default=str)


def test_declining_leaves_every_row_as_it_was() -> None:
    campaign = a_campaign(issued=True)
    before = rows(campaign)
    changes = a_revision(
        campaign, replace(MEETING, title="开会"), replace(ROADS, units=("县水利局",)), title="另一个方案"
    )
    assert len(changes) >= 4
    for change in changes:
        decline_change(change, by=INSTALLER)
    assert rows(campaign) == before


def test_handing_a_revision_in_changes_nothing_by_itself() -> None:
    campaign = a_campaign(issued=True)
    before = rows(campaign)
    a_revision(campaign, replace(MEETING, title="开会"), title="另一个方案")
    assert rows(campaign) == before


def test_every_decision_is_one_entry_with_its_words_and_the_journal_holds() -> None:
    campaign = a_campaign()
    one, other = a_revision(campaign, MEETING, SURVEY, replace(ROADS, due=date(2026, 9, 1)), issuer="县政府办公室")
    apply_change(one, by=INSTALLER)
    decline_change(other, by=INSTALLER)
    entries = list(Entry.objects.filter(kind="change").order_by("seq"))
    assert [(entry.act, entry.subjects, entry.chain.name) for entry in entries] == [
        ("change.apply", str(one.pk), campaign.chain),
        ("change.decline", str(other.pk), campaign.chain),
    ]
    assert EntryText.objects.get(entry=entries[0]).text == one.body["message"]
    assert list(verify()) == []


def test_a_difference_is_decided_once() -> None:
    campaign = a_campaign()
    change = only(a_revision(campaign, issuer="县政府办公室"), "head", "changed")
    stale = PlanChange.objects.get(pk=change.pk)
    apply_change(change, by=INSTALLER)
    assert "已经定过" in may_apply(INSTALLER, change).reason
    with pytest.raises(AlreadyMoved):
        apply_change(stale, by=INSTALLER)
    with pytest.raises(AlreadyMoved):
        decline_change(change, by=INSTALLER)
    assert Entry.objects.filter(kind="change").count() == 1


def test_only_planners_decide() -> None:
    change = only(a_revision(a_campaign(), issuer="县政府办公室"), "head", "changed")
    with pytest.raises(Refused):
        apply_change(change, by=LIAISON)
    with pytest.raises(Refused):
        decline_change(change, by=LIAISON)


def test_what_a_person_edited_away_before_adoption_is_left_to_them() -> None:
    campaign = a_campaign()
    Task.objects.filter(campaign=campaign, number=3).delete()
    Target.objects.filter(campaign=campaign).update(value=30, text="30个")
    new = replace(SURVEY, targets=(Quota("不少于20个", 20, "个"),))
    changes = a_revision(campaign, MEETING, new, replace(ROADS, due=date(2026, 9, 1)))
    assert [bool(may_apply(INSTALLER, change)) for change in changes] == [False, False]
    assert all("手工核对" in may_apply(INSTALLER, change).reason for change in changes)


def test_a_newer_revision_takes_the_place_of_an_older_one() -> None:
    campaign = a_campaign()
    old = a_revision(campaign, issuer="县政府办公室")
    new = a_revision(campaign, issuer="县委办公室")
    assert "后来又交了修订稿" in may_apply(INSTALLER, old[0]).reason
    discard(new[0].proposal, by=INSTALLER)
    assert may_apply(INSTALLER, old[0])


def test_a_revision_that_the_campaign_follows_in_something_cannot_be_discarded() -> None:
    change = only(a_revision(a_campaign(), issuer="县政府办公室"), "head", "changed")
    assert may_discard(INSTALLER, change.proposal)
    apply_change(change, by=INSTALLER)
    with pytest.raises(Refused, match="已照这份修订稿改了1处"):
        discard(change.proposal, by=INSTALLER)


def test_what_was_applied_is_not_proposed_again_and_what_was_left_is() -> None:
    campaign = a_campaign()
    tasks = (replace(MEETING, title="召开部署会"), SURVEY, replace(ROADS, due=date(2026, 9, 1)))
    applied, left = a_revision(campaign, *tasks)
    apply_change(applied, by=INSTALLER)
    decline_change(left, by=INSTALLER)
    again = a_revision(campaign, *tasks)
    assert [change.body["message"] for change in again] == [left.body["message"]]


def test_a_revision_back_to_the_adopted_plan_proposes_to_take_the_change_back() -> None:
    campaign = a_campaign()
    take("time", "changed", campaign, MEETING, SURVEY, replace(ROADS, due=date(2026, 9, 1)))
    apply_change(only(a_revision(campaign), "time", "changed"), by=INSTALLER)
    assert build.a_task(campaign, 3).due == date(2026, 8, 31)


def test_a_task_that_a_revision_added_is_changed_by_the_next_not_doubled() -> None:
    campaign = a_campaign()
    new = Wanted("改造管网", units=("县水利局",), stage=2, due=date(2026, 9, 1))
    take("task", "added", campaign, MEETING, SURVEY, ROADS, new)
    change = only(a_revision(campaign, MEETING, SURVEY, ROADS, replace(new, due=date(2026, 9, 9))), "time", "changed")
    apply_change(change, by=INSTALLER)
    assert list(Task.objects.filter(title="改造管网").values_list("due", flat=True)) == [date(2026, 9, 9)]


def test_verdicts_for_a_whole_revision_take_few_queries(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    campaign = build.a_campaign(*(Wanted(f"任务{n}号排查", due=date(2026, 6, 1)) for n in range(30)))
    changes = a_revision(campaign, *(Wanted(f"任务{n}号排查", due=date(2026, 6, 2)) for n in range(30)))
    with django_assert_max_num_queries(8):
        assert all(verdicts(INSTALLER, changes).values())
    assert len(changes) == 30


def test_tasks_own_times_are_applied_without_reading_the_whole_plan_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    campaign, day = a_campaign(), date(2026, 9, 1)
    changes = a_revision(campaign, replace(MEETING, due=date(2026, 4, 20)), SURVEY, replace(ROADS, due=day))
    monkeypatch.setattr(days, "followed", lambda campaign: pytest.fail("the plan was read"))
    for change in changes:
        apply_change(change, by=INSTALLER)
    due = Task.objects.filter(campaign=campaign).order_by("number").values_list("due", flat=True)
    assert [due[0], due[2]] == [date(2026, 4, 20), day]


def moved(campaign: Campaign) -> list[PlanChange]:
    """Two tasks put into other stages."""
    changes = a_revision(campaign, MEETING, replace(SURVEY, stage=2), replace(ROADS, stage=1))
    assert [(one.body["subject"], one.body["kind"]) for one in changes] == [("task", "moved")] * 2
    return changes


def days_of(campaign: Campaign) -> list[tuple[object, ...]]:
    return list(Task.objects.filter(campaign=campaign).order_by("number").values_list("start", "due", "stage__title"))


def test_tasks_that_move_together_move_as_one_by_one_and_the_plan_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    single, together = a_campaign(), a_campaign()
    for change in moved(single):
        apply_change(change, by=INSTALLER)
    changes, read, followed = moved(together), [], days.followed
    monkeypatch.setattr(days, "followed", lambda campaign: read.append(campaign) or followed(campaign))
    assert apply_changes(changes, by=INSTALLER) == {}
    assert read == [together]
    assert days_of(together) == days_of(single)
    assert set(PlanChange.objects.values_list("state", flat=True)) == {"applied"}


def test_a_difference_that_cannot_be_applied_leaves_the_others_applied() -> None:
    campaign = a_campaign()
    one, other = moved(campaign)
    decline_change(PlanChange.objects.get(pk=one.pk), by=INSTALLER)
    assert apply_changes([one, other], by=INSTALLER) == {one.pk: "这一处刚被别人定过。"}
    assert list(PlanChange.objects.order_by("number").values_list("state", flat=True)) == ["declined", "applied"]
    assert Task.objects.get(campaign=campaign, title=SURVEY.title).stage.title == "调研查摆阶段"
