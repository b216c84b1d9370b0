"""A task that waits for another cannot be handed in before it, and no two wait for each other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build import Wanted, a_campaign, a_standing, a_task, an_assignment
from luoshi.campaigns import feedback, verify
from luoshi.campaigns.blockers.block import Wait, add_blocker, remove_blocker
from luoshi.campaigns.blockers.queries import blocked, waits
from luoshi.campaigns.feedback import Submission, Unanswered
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Blocker, Campaign, Task
from luoshi.campaigns.verify import Verification
from luoshi.campaigns.waiting import unblocked
from luoshi.journal.models import Entry
from luoshi.kit.verdict import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    """Four tasks of one unit, issued."""
    return a_campaign(*(Wanted(title) for title in "甲乙丙丁"), issued=True)


def wait(campaign: Campaign, task: int, waits_for: int) -> Wait:
    return Wait(a_task(campaign, task).pk, a_task(campaign, waits_for).pk)


def close(campaign: Campaign, number: int) -> None:
    row, by = an_assignment(campaign, number), a_standing("liaison", "县住建局")
    feedback.sign(row, by=by)
    feedback.submit(row, Submission("清单"), by=by)
    verify.accept(row, Verification(), by=a_standing())


def test_a_task_waits_until_the_other_is_done(campaign: Campaign) -> None:
    add_blocker(campaign, wait(campaign, 2, 1), by=a_standing())
    row = an_assignment(campaign, 2)
    assert "第1项“甲”" in unblocked(row).reason
    assert blocked(campaign.pk) == {row.task_id}
    with pytest.raises(Refused, match="第1项“甲”"):
        close(campaign, 2)
    close(campaign, 1)
    assert unblocked(row)
    assert blocked(campaign.pk) == frozenset()


def test_a_task_that_was_never_issued_blocks_and_a_cancelled_one_does_not() -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙"))
    issue(campaign, [a_task(campaign, 2).pk], by=a_standing())
    add_blocker(campaign, wait(campaign, 2, 1), by=a_standing())
    row = an_assignment(campaign, 2)
    assert not unblocked(row)
    Task.objects.filter(campaign=campaign, number=1).update(cancelled_at=campaign.adopted_at)
    assert unblocked(row)


def test_both_ends_show_the_wait(campaign: Campaign) -> None:
    add_blocker(campaign, wait(campaign, 2, 1), by=a_standing())
    add_blocker(campaign, wait(campaign, 3, 2), by=a_standing())
    shown = waits(a_task(campaign, 2).pk)
    assert [(row.number, row.title, row.is_open) for row in shown.waits_for] == [(1, "甲", True)]
    assert [(row.number, row.title, row.is_open) for row in shown.waiting] == [(3, "丙", True)]


def test_a_circle_is_refused_and_named(campaign: Campaign) -> None:
    for task, other in ((2, 1), (3, 2)):
        add_blocker(campaign, wait(campaign, task, other), by=a_standing())
    with pytest.raises(Unanswered, match="第1项→第3项→第2项→第1项"):
        add_blocker(campaign, wait(campaign, 1, 3), by=a_standing())
    assert Blocker.objects.count() == 2


def test_no_task_waits_for_itself_or_for_one_of_another_campaign(campaign: Campaign) -> None:
    other = a_campaign(Wanted("戊"), title="另一个")
    task = a_task(campaign)
    with pytest.raises(Unanswered, match="第1项→第1项"):
        add_blocker(campaign, Wait(task.pk, task.pk), by=a_standing())
    with pytest.raises(Unanswered, match="本活动"):
        add_blocker(campaign, Wait(task.pk, a_task(other).pk), by=a_standing())


def test_waiting_twice_is_waiting_once_and_ends_once(campaign: Campaign) -> None:
    asked = wait(campaign, 2, 1)
    entries = Entry.objects.count()
    for _time in range(2):
        add_blocker(campaign, asked, by=a_standing())
    for _time in range(2):
        remove_blocker(campaign, asked, by=a_standing())
    written = Entry.objects.filter(act__in=("task.block", "task.unblock"))
    assert (Blocker.objects.count(), written.count()) == (0, 2)
    assert Entry.objects.count() > entries


def test_the_office_alone_says_what_waits(campaign: Campaign) -> None:
    for role, unit in (("liaison", "县住建局"), ("supervisor", "督导组"), ("leader", "县委")):
        with pytest.raises(Refused, match="领导小组办公室"):
            add_blocker(campaign, wait(campaign, 2, 1), by=a_standing(role, unit))


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=12))
@settings(derandomize=True, max_examples=20)
def test_whatever_is_tried_some_task_can_always_be_done_next(pairs: list[tuple[int, int]]) -> None:
    held = a_campaign(*(Wanted(title) for title in "甲乙丙丁"), title="甲乙丙")
    by = a_standing()
    for task, other in pairs:
        try:
            add_blocker(held, wait(held, task, other), by=by)
        except Unanswered as refused:
            assert "→" in str(refused)
    left = set(Task.objects.filter(campaign=held).values_list("pk", flat=True))
    edges = set(Blocker.objects.filter(task__campaign=held).values_list("task_id", "waits_for_id"))
    while left:
        free = {task for task in left if not any((task, other) in edges for other in left)}
        assert free
        left -= free
