"""A recurring task goes out for the period that runs, and again when the next one begins."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from build import TODAY, Wanted, a_campaign, a_set, a_standing, a_task, an_assignment
from luoshi.campaigns.course import Cause, resume, suspend
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Assignment, Campaign, Task
from luoshi.campaigns.recur import make_all_due, make_due
from luoshi.campaigns.review.answer import Answer, grant
from luoshi.campaigns.review.ask import Request, ask_cancel
from luoshi.journal.models import Entry
from luoshi.journal.verify import verify
from luoshi.kit.periods import DAY
from luoshi.oversight.items import counted

pytestmark = pytest.mark.django_db
START, END = date(2026, 4, 21), date(2026, 9, 30)


def recurring(
    wanted: Wanted | None = None, recurrence: str = "monthly", words: str = "每月20日前", today: date = TODAY
) -> Campaign:
    """A campaign with one task that recurs by these words, issued on that day."""
    campaign = a_campaign(wanted or Wanted("报送情况", support=("县水利局",)), today=today)
    Task.objects.update(recurrence=recurrence, time_text=words, start=START, due=END)
    issue(campaign, by=a_standing())
    return campaign


def told(campaign: Campaign) -> list[tuple[int, str]]:
    rows = Assignment.objects.filter(campaign=campaign).order_by("pk")
    return [(row.occurrence, f"{row.start:%m%d}-{row.due:%m%d}") for row in rows]


def test_it_goes_out_for_the_period_that_runs() -> None:
    campaign = recurring()
    assert told(campaign) == [(1, "0601-0620")]
    row = an_assignment(campaign)
    assert (row.original_due, row.due_n) == (row.due, campaign.calendar.number(date(2026, 6, 20)))


@pytest.mark.parametrize(
    ("today", "period"),
    [(date(2026, 4, 1), "0501-0520"), (date(2026, 6, 25), "0701-0720"), (date(2026, 12, 1), "0901-0920")],
)
def test_between_periods_it_goes_out_for_the_next_and_after_them_for_the_last(today: date, period: str) -> None:
    assert told(recurring(today=today)) == [(1, period)]


def test_what_is_done_once_goes_out_for_its_own_days() -> None:
    campaign = recurring(recurrence="", words="9月30日前")
    assert told(campaign) == [(0, "0421-0930")]
    assert make_due(campaign, END) == []


def test_it_goes_out_again_when_the_next_period_begins_and_only_once() -> None:
    campaign = recurring()
    assert make_due(campaign, date(2026, 6, 30)) == []
    (made,) = make_due(campaign, date(2026, 7, 1))
    assert make_due(campaign, date(2026, 7, 1)) == []
    assert (made.occurrence, made.start, made.due) == (2, date(2026, 7, 1), date(2026, 7, 20))
    assert list(made.joints.values_list("unit__name", flat=True)) == ["县水利局"]
    assert (made.state, made.slip) == ("issued", 2)


def test_after_a_standstill_every_period_that_began_goes_out() -> None:
    campaign = recurring()
    make_due(campaign, date(2026, 8, 2))
    assert told(campaign) == [(1, "0601-0620"), (2, "0701-0720"), (3, "0801-0820")]
    make_due(campaign, date(2027, 8, 1))
    assert told(campaign)[3:] == [(4, "0901-0920")]


def test_a_batch_is_one_entry_by_nobody_and_the_chain_holds() -> None:
    campaign = recurring(Wanted("报送情况", units=("县住建局", "县司法局")))
    before = Entry.objects.count()
    made = make_due(campaign, date(2026, 8, 1))
    entry = Entry.objects.latest("pk")
    assert Entry.objects.count() == before + 1
    assert (entry.act, entry.actor_id, entry.actor, entry.chain.name) == (
        "assignment.recur",
        None,
        "系统",
        campaign.chain,
    )
    assert entry.subjects == ",".join(str(row.pk) for row in made)
    assert json.loads(entry.data)["assignments"] == len(made) == 2
    assert list(verify()) == []


def test_each_unit_of_a_set_gets_every_period() -> None:
    a_set("各乡镇", ["东镇", "西镇"])
    campaign = recurring(Wanted("报送情况", units=("各乡镇",)))
    make_due(campaign, date(2026, 7, 1))
    rows = Assignment.objects.filter(campaign=campaign).order_by("occurrence", "unit__name")
    assert [(row.occurrence, row.unit.name) for row in rows] == [(1, "东镇"), (1, "西镇"), (2, "东镇"), (2, "西镇")]


def test_every_period_counts_in_the_task_s_standing() -> None:
    campaign = recurring()
    make_due(campaign, date(2026, 8, 1))
    assert counted(campaign, a_standing()).filter(pk=a_task(campaign).pk).count() == 3


def test_no_unit_has_the_same_period_twice() -> None:
    row = an_assignment(recurring())
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            campaign=row.campaign, task=row.task, unit=row.unit, occurrence=1, slip=9, issued_at=row.issued_at
        )


def test_what_was_cancelled_does_not_come_again() -> None:
    campaign = recurring()
    row = an_assignment(campaign)
    ask_cancel(row, Request("不再需要"), by=a_standing())
    grant(row, Answer("同意"), by=a_standing("leader", "县委"))
    assert make_due(campaign, date(2026, 9, 1)) == []


def test_a_cancelled_task_and_a_campaign_that_stands_still_bring_nothing_forth() -> None:
    campaign = recurring()
    leader = a_standing("leader", "县委")
    suspend(campaign, Cause("机构调整"), by=leader)
    assert make_due(campaign, date(2026, 7, 1)) == []
    resume(campaign, by=leader)
    Task.objects.update(cancelled_at=campaign.adopted_at)
    assert make_due(campaign, date(2026, 7, 1)) == []


def test_the_schedule_lets_all_running_campaigns_go_on_and_leaves_a_sample_alone() -> None:
    first, second = recurring(), recurring()
    Campaign.objects.update(frozen_today=date(2026, 7, 1))
    Campaign.objects.filter(pk=second.pk).update(is_sample=True)
    make_all_due()
    assert (len(told(first)), len(told(second))) == (2, 1)


@given(st.lists(st.integers(0, 40), max_size=6), st.sampled_from(["每月20日前", "每月8日、18日、28日", "每月底"]))
@settings(derandomize=True, max_examples=15)
def test_however_the_days_pass_every_period_goes_out_once_in_order(steps: list[int], words: str) -> None:
    campaign, day = recurring(words=words, today=START), START
    for step in steps:
        day += step * DAY
        make_due(campaign, day)
    rows = list(Assignment.objects.filter(campaign=campaign).order_by("occurrence"))
    assert [row.occurrence for row in rows] == list(range(1, len(rows) + 1))
    assert [row.slip for row in rows] == list(range(1, len(rows) + 1))
    assert all(row.start and row.due and START <= row.start <= row.due <= END for row in rows)
    assert all(one.due < other.start for one, other in zip(rows, rows[1:], strict=False))  # type: ignore[operator]
    assert all(row.start <= day for row in rows[1:])  # type: ignore[operator]
