"""A campaign goes from draft to close: the first issue starts it, while it rests nothing but reading goes on."""

from datetime import timedelta

import pytest

from build import Wanted, a_campaign, a_standing, an_assignment
from campaigns.people import WHY, YES, People, a_row, not_ours, nothing, people, posts
from luoshi.campaigns import course
from luoshi.campaigns.access import may, may_issue, may_report
from luoshi.campaigns.close import Closing, Finding, close, may_close, open_work
from luoshi.campaigns.course import Cause, may_steer
from luoshi.campaigns.feedback import Report, Submission, Unanswered, report, sign, submit
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.campaigns.review.answer import grant
from luoshi.campaigns.review.ask import ask_cancel, ask_return
from luoshi.campaigns.states import ASSIGNMENT, CAMPAIGN
from luoshi.campaigns.verify import Verification, accept
from luoshi.journal.models import Entry
from luoshi.kit.machine import AlreadyMoved, Move
from luoshi.kit.verdict import Refused

pytestmark = pytest.mark.django_db
FLOOD = Cause("全力防汛")


@pytest.fixture
def cast() -> People:
    return people()


def closing(*tasks: Wanted) -> Campaign:
    campaign = a_campaign(*tasks, issued=True)
    course.begin_closing(campaign, by=a_standing("office"))
    return campaign


def test_the_first_issue_starts_a_campaign_with_an_entry_of_its_own(cast: People) -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙"))
    assert campaign.state == "draft"
    first, second = campaign.tasks.values_list("pk", flat=True)
    entries = Entry.objects.count()
    issue(campaign, [first], by=cast.office)
    assert (campaign.state, Entry.objects.count()) == ("running", entries + 2)
    issue(campaign, [second], by=cast.office)
    assert Entry.objects.count() == entries + 3
    assert list(Entry.objects.filter(act="campaign.start").values_list("source", "target")) == [("draft", "running")]


def test_an_issue_that_sends_nothing_out_starts_nothing(cast: People) -> None:
    campaign = a_campaign(Wanted("甲", units=("无名局",)), unknown=("无名局",))
    issue(campaign, by=cast.office)
    assert campaign.state == "draft"


def test_a_draft_sent_out_for_opinions_is_started_by_the_first_issue_too(cast: People) -> None:
    campaign = a_campaign()
    course.consult(campaign, by=cast.office)
    issue(campaign, by=cast.office)
    assert campaign.state == "running"


def test_the_whole_course_writes_one_entry_a_move(cast: People) -> None:
    campaign = a_campaign()
    acts = [
        ("consulting", lambda: course.consult(campaign, by=cast.office)),
        ("suspended", lambda: course.suspend(campaign, FLOOD, by=cast.leader)),
        ("consulting", lambda: course.resume(campaign, by=cast.leader)),
        ("running", lambda: course.start(campaign, by=cast.group_head)),
        ("closing", lambda: course.begin_closing(campaign, by=cast.office)),
        ("suspended", lambda: course.suspend(campaign, FLOOD, by=cast.group_head)),
        ("closing", lambda: course.resume(campaign, by=cast.group_head)),
        ("closed", lambda: close(campaign, Closing(), findings=nothing, by=cast.office)),
        ("running", lambda: course.reopen(campaign, FLOOD, by=cast.leader)),
    ]
    for state, act in acts:
        entries = Entry.objects.count()
        act()
        assert (campaign.state, Entry.objects.count()) == (state, entries + 1)


WHO = {
    "consult": {"office", "clerk", "leader", "group_head"},
    "start": {"office", "clerk", "leader", "group_head"},
    "begin_closing": {"office", "clerk", "leader", "group_head"},
    "close": {"office", "clerk", "leader", "group_head"},
    "suspend": {"leader", "group_head"},
    "resume": {"leader", "group_head"},
    "reopen": {"leader", "group_head"},
}


@pytest.mark.parametrize("move", CAMPAIGN.moves, ids=lambda move: move.name)
def test_who_steers(cast: People, move: Move) -> None:
    campaign = Campaign(state=move.sources[0])
    verdicts = {post: may_steer(who, move, campaign) for post, who in posts(cast)}
    assert {post for post, verdict in verdicts.items() if verdict} == WHO[move.name]
    assert all(verdict or verdict.reason for verdict in verdicts.values())


def test_a_move_that_does_not_start_here_is_denied_in_words(cast: People) -> None:
    for state in CAMPAIGN.states:
        for move in CAMPAIGN.moves:
            if state.code not in move.sources:
                assert may_steer(cast.group_head, move, Campaign(state=state.code)).reason


def test_a_campaign_stops_and_goes_on_for_a_reason_alone(cast: People) -> None:
    campaign = a_campaign(issued=True)
    with pytest.raises(Unanswered):
        course.suspend(campaign, Cause(" "), by=cast.leader)
    course.begin_closing(campaign, by=cast.office)
    with pytest.raises(Unanswered):
        course.reopen(campaign, Cause(""), by=cast.leader)
    assert Campaign.objects.get().state == "closing"


def test_while_a_campaign_rests_every_act_is_refused_in_words(cast: People) -> None:
    row = a_row()
    ask_cancel(row, WHY, by=cast.office)
    course.suspend(row.campaign, FLOOD, by=cast.leader)
    row = Assignment.objects.select_related("campaign", "unit").get(pk=row.pk)
    for state in ASSIGNMENT.states:
        held = Assignment(pk=row.pk, campaign=row.campaign, unit=row.unit, state=state.code, issued_at=row.issued_at)
        for move in ASSIGNMENT.moves_from(state.code):
            verdicts = [may(who, move, held) for _post, who in posts(cast)]
            assert not any(verdicts)
            assert all("暂停" in verdict.reason for verdict in verdicts)
    held = Assignment(pk=row.pk, campaign=row.campaign, unit=row.unit, state="in_progress")
    assert "暂停" in may_report(cast.liaison, held).reason
    assert "暂停" in may_issue(cast.office, row.campaign).reason


def test_who_read_the_campaign_before_it_rested_does_nothing(cast: People) -> None:
    row = a_row()
    sign(row, by=cast.liaison)
    stale = Assignment.objects.select_related("campaign", "unit").get(pk=row.pk)
    course.suspend(Campaign.objects.get(), FLOOD, by=cast.leader)
    entries = Entry.objects.count()
    for act in (
        lambda: report(stale, Report(50, "办了一半"), by=cast.liaison),
        lambda: submit(stale, Submission("清单"), by=cast.liaison),
        lambda: issue(stale.campaign, by=cast.office),
    ):
        with pytest.raises(Refused, match="暂停"):
            act()
    assert Entry.objects.count() == entries


def test_who_read_the_campaign_before_it_moved_does_not_move_it(cast: People) -> None:
    campaign = a_campaign(issued=True)
    stale = Campaign.objects.get()
    course.begin_closing(campaign, by=cast.office)
    with pytest.raises(AlreadyMoved):
        course.suspend(stale, FLOOD, by=cast.leader)


def test_after_resuming_work_goes_on_where_it_stood(cast: People) -> None:
    row = a_row()
    ask_return(row, not_ours(), by=cast.head)
    course.suspend(row.campaign, FLOOD, by=cast.leader)
    course.resume(row.campaign, by=cast.leader)
    grant(row, YES, by=cast.office)
    assert row.state == "cancelled"


def test_a_campaign_with_open_work_is_closed_by_its_head_alone_and_for_a_reason(cast: People) -> None:
    campaign = closing(Wanted("甲"), Wanted("乙"))
    with pytest.raises(Refused, match="未办结的任务2件"):
        close(campaign, Closing("算了"), findings=nothing, by=cast.leader)
    with pytest.raises(Unanswered) as raised:
        close(campaign, Closing(" "), findings=nothing, by=cast.group_head)
    assert raised.value.field == "reason"
    close(campaign, Closing("并入常态工作"), findings=nothing, by=cast.group_head)
    entry = Entry.objects.get(act="campaign.close")
    assert '"open":{"assignments":2}' in entry.data
    assert entry.texts.get().text == "并入常态工作"


def test_what_stands_open_in_later_rooms_counts_as_well(cast: People) -> None:
    campaign = a_campaign()
    course.start(campaign, by=cast.office)
    course.begin_closing(campaign, by=cast.office)
    found = (Finding("problems", "未销号的问题", 3),)
    with pytest.raises(Refused, match="未销号的问题3件"):
        close(campaign, Closing("算了"), findings=lambda _held: found, by=cast.office)
    assert may_close(cast.group_head, campaign, found)
    close(campaign, Closing(), findings=nothing, by=cast.office)
    assert campaign.state == "closed"


def test_done_archived_and_cancelled_work_keeps_no_campaign_open(cast: People) -> None:
    campaign = closing(Wanted("甲"), Wanted("乙"))
    first, second = an_assignment(campaign, 1), an_assignment(campaign, 2)
    ask_cancel(first, WHY, by=cast.office)
    grant(first, YES, by=cast.leader)
    sign(second, by=cast.liaison)
    submit(second, Submission("清单"), by=cast.liaison)
    assert [(found.code, found.n) for found in open_work(campaign)] == [("assignments", 1)]
    accept(second, Verification(), by=cast.office)
    close(campaign, Closing(), findings=nothing, by=cast.office)
    assert campaign.state == "closed"


def test_the_slips_of_a_campaign_are_numbered_without_a_gap(cast: People) -> None:
    campaign = a_campaign(*(Wanted(f"第{n}项") for n in range(4)))
    ids = list(campaign.tasks.values_list("pk", flat=True))
    issue(campaign, ids[2:], by=cast.office)
    issue(campaign, by=cast.office)
    other = a_campaign(Wanted("另一项"), title="另一个", issued=True)
    slips = Assignment.objects.filter(campaign=campaign).order_by("slip").values_list("slip", flat=True)
    assert list(slips) == [1, 2, 3, 4]
    assert an_assignment(other).slip == 1


def test_a_slip_is_printed_with_the_year_of_its_issue() -> None:
    row = a_row()
    assert row.slip_number == "〔2026〕1号"
    row.issued_at += timedelta(365)
    assert row.slip_number == "〔2027〕1号"
