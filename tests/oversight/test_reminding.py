"""One message a person a working day, in the hours for it, of all that waits; whatever the clock does."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from build import Wanted, a_campaign, a_person, a_standing, a_task, an_assignment
from luoshi.campaigns.models import Assignment, Campaign, Feedback, Rhythm
from luoshi.campaigns.rhythm.keep import Rounds, set_rhythm
from luoshi.kit.verdict import Refused
from luoshi.kit.workdays import Workdays
from luoshi.orgs.access import INSTALLER, standing
from luoshi.orgs.holidays import calendar
from luoshi.orgs.models import Person
from luoshi.oversight.models import Contact, RemindedDay
from luoshi.oversight.reminding.contact import NewContact, NoSuchLink, Unreachable, set_contact, stop, stop_token
from luoshi.oversight.reminding.hours import next_hour
from luoshi.oversight.reminding.owed import owed
from luoshi.oversight.reminding.remind import remind, reminders
from luoshi.platform.outbox.models import Message

UNIT = "县住建局"
TODAY = date(2026, 6, 17)
EVERY_DAY = Workdays(lambda day: True, date(2027, 12, 31))
WEEKDAYS = Workdays(lambda day: day.weekday() < 5, date(2027, 12, 31))


class Clock:
    """A clock that tests set, in the local time of the product."""

    def __init__(self) -> None:
        self.set(TODAY, 9)

    def set(self, day: date, hour: int, minute: int = 0) -> None:
        self.now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_default_timezone())

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)


@pytest.fixture
def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Clock:
    settings.OUTBOX_CHANNELS = {"mail": "unused", "wecom": "unused"}
    settings.ADDRESS = "https://luoshi.example.org"
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def liaison(db: None, clock: Clock) -> Person:
    person = a_person("liaison", UNIT, "林知夏")
    set_contact(NewContact(person.pk, "mail", "lin@example.org"), by=INSTALLER)
    return person


def under_way(*tasks: Wanted) -> Campaign:
    campaign = a_campaign(*tasks, issued=True)
    campaign.frozen_today, campaign.state = None, "running"
    campaign.save()
    return campaign


def change(campaign: Campaign, number: int, **columns: object) -> None:
    Assignment.objects.filter(pk=an_assignment(campaign, number).pk).update(**columns)


def weekly(campaign: Campaign, number: int) -> None:
    """A task of which a report has been asked each week since May."""
    set_rhythm(campaign, Rounds("weekly", 5, "方案第五部分"), by=a_standing(), task=a_task(campaign, number))
    Rhythm.objects.update(since=date(2026, 5, 1))
    change(campaign, number, issued_at=datetime(2026, 5, 1, tzinfo=UTC), start=None)


@pytest.fixture
def campaign(liaison: Person) -> Campaign:
    """One assignment of each kind, and one that waits for nobody in the unit."""
    campaign = under_way(*(Wanted(f"任务{n}", due=date(2026, 6, 30)) for n in range(1, 8)))
    change(campaign, 1, state="in_progress", due=date(2026, 6, 16))
    change(campaign, 2, state="in_progress", returns=1)
    change(campaign, 4, state="in_progress", due=date(2026, 6, 18))
    weekly(campaign, 4)
    change(campaign, 5, state="in_progress", due=date(2026, 6, 24))
    change(campaign, 6, state="in_progress")
    change(campaign, 7, state="submitted", due=date(2026, 6, 1))
    return campaign


def test_each_open_assignment_counts_once_for_what_presses_most(campaign: Campaign, liaison: Person) -> None:
    assert [(digest.person_id, digest.counts) for digest in owed()] == [
        (liaison.pk, Counter(overdue=1, returned=1, to_sign=1, report=1, soon=1))
    ]  # fmt: skip
    change(campaign, 2, due=date(2026, 6, 1))
    Feedback.objects.create(assignment=an_assignment(campaign, 4), by_name="林知夏", progress=10, said="一句")
    assert owed()[0].counts == Counter(overdue=2, to_sign=1, soon=2)


def test_the_message_says_how_many_and_where_and_how_to_stop_and_no_name(campaign: Campaign, liaison: Person) -> None:
    assert remind() == 1
    message = Message.objects.get()
    assert (message.key, message.to) == (f"reminder:{liaison.pk}:2026-06-17", "lin@example.org")
    first, second = message.body.splitlines()
    assert first == (
        "有 5 项待办（逾期1、退回1、待签收1、待反馈1、临期1），请登录：https://luoshi.example.org/"
    )  # fmt: skip
    assert second.endswith(f"https://luoshi.example.org/reminders/stop/{stop_token(liaison.pk)}/")
    assert not {"任务", "林知夏", UNIT} & {word for word in ("任务", "林知夏", UNIT) if word in message.body}


def test_a_report_is_owed_also_while_an_extension_waits_for_its_answer(campaign: Campaign) -> None:
    change(campaign, 4, state="change_review", held="in_progress")
    assert owed()[0].counts["report"] == 1
    change(campaign, 5, state="change_review", held="in_progress")
    assert owed()[0].counts == Counter(overdue=1, returned=1, to_sign=1, report=1)


def test_several_campaigns_and_units_are_one_message(campaign: Campaign, liaison: Person) -> None:
    under_way(Wanted("另一项", due=date(2026, 6, 20)))
    assert reminders()[0].digest.total == 6
    assert remind() == 1


def test_heads_are_reminded_where_a_unit_has_no_liaison(liaison: Person) -> None:
    head = a_person("unit_head", "县水利局")
    a_person("unit_head", UNIT)
    under_way(Wanted("甲"), Wanted("乙", units=("县水利局",)))
    assert {digest.person_id for digest in owed()} == {liaison.pk, head.pk}


@pytest.mark.parametrize("state", ["draft", "consulting", "suspended", "closed"])
def test_a_campaign_that_is_not_under_way_reminds_nobody(campaign: Campaign, state: str) -> None:
    Campaign.objects.update(state=state)
    assert (owed(), remind()) == ([], 0)


def test_a_sample_reminds_nobody(campaign: Campaign) -> None:
    Campaign.objects.update(is_sample=True)
    assert owed() == []


def test_who_cannot_be_reached_or_stopped_it_gets_nothing(campaign: Campaign, liaison: Person, settings: Any) -> None:
    settings.OUTBOX_CHANNELS = {"wecom": "unused"}
    assert reminders() == []
    settings.OUTBOX_CHANNELS = {"mail": "unused"}
    assert len(reminders()) == 1
    stop(stop_token(liaison.pk))
    stop(stop_token(liaison.pk))
    assert reminders() == []
    assert remind() == 0


def test_only_the_right_link_stops_reminders(liaison: Person) -> None:
    stranger = a_person("liaison", UNIT)
    for token in ("", str(liaison.pk), stop_token(liaison.pk)[:-1], stop_token(stranger.pk)):
        with pytest.raises(NoSuchLink):
            stop(token)
    assert Contact.objects.get().stopped_at is None


@pytest.mark.parametrize(
    ("channel", "to"),
    [("mail", "lin"), ("mail", "a@b\nBcc: c@d.org"), ("wecom", "1380"), ("pigeon", "lin@example.org")],
)
def test_an_address_that_cannot_be_right_is_refused(liaison: Person, channel: str, to: str) -> None:
    with pytest.raises(Unreachable):
        set_contact(NewContact(liaison.pk, channel, to), by=standing(liaison))
    assert Contact.objects.get().to == "lin@example.org"


def test_each_keeps_their_own_contact_and_nobody_elses(liaison: Person) -> None:
    set_contact(NewContact(liaison.pk, "wecom", "13800000000"), by=standing(liaison))
    with pytest.raises(Refused):
        set_contact(NewContact(liaison.pk, "wecom", "13900000000"), by=a_standing("office"))
    set_contact(NewContact(liaison.pk, "", ""), by=standing(liaison))
    assert not Contact.objects.exists()


@pytest.mark.parametrize("hour", [0, 7, 20, 23])
def test_quiet_hours_are_quiet(campaign: Campaign, clock: Clock, hour: int) -> None:
    clock.set(TODAY, hour)
    assert remind() == 0
    assert not RemindedDay.objects.exists()


def test_a_morning_that_was_missed_is_made_good_in_the_day(campaign: Campaign, clock: Clock) -> None:
    clock.set(TODAY, 19, 59)
    assert remind() == 1


def test_a_clock_set_back_or_ahead_reminds_nobody_twice_for_a_day(campaign: Campaign, clock: Clock) -> None:
    assert remind() == 1
    for hours in (-1, 1, -1, 24, -24, 0):
        clock.now += timedelta(hours=hours)
        remind()
    keys = list(Message.objects.values_list("key", flat=True))
    assert [key[-10:] for key in sorted(keys)] == ["2026-06-17", "2026-06-18"]


def test_a_whole_campaign_reminds_once_on_each_working_day_and_on_no_other(campaign: Campaign, clock: Clock) -> None:
    """From the middle of September to the middle of October 2025, over the long holidays and two days made up for
    them, asked every hour, with a clock that now and then jumps back an hour or a day."""
    Assignment.objects.update(due=date(2025, 9, 1))
    day, days = date(2025, 9, 15), calendar()
    while day < date(2025, 10, 20):
        for hour in range(24):
            clock.set(day, hour)
            remind()
            if (day.toordinal() + hour) % 7 == 0:
                clock.now -= timedelta(hours=1 if hour % 2 else 24)
                remind()
        day += timedelta(days=1)
    reminded = set(RemindedDay.objects.values_list("day", flat=True))
    worked = {day for n in range(35) if days.is_workday(day := date(2025, 9, 15) + timedelta(n))}
    assert reminded - {date(2025, 9, 14)} == worked
    assert {date(2025, 9, 28), date(2025, 10, 11)} <= worked, "days made up on a weekend"
    assert not {date(2025, 10, day) for day in range(1, 9)} & reminded
    assert Message.objects.count() == len(reminded)


@given(st.integers(0, 350 * 86_400), st.sampled_from([EVERY_DAY, WEEKDAYS]))
def test_the_next_hour_is_the_first_moment_at_which_people_may_be_disturbed(seconds: int, days: Workdays) -> None:
    asked = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    found = next_hour(asked, days)
    local = timezone.localtime(found)
    assert found >= asked
    assert days.is_workday(local.date())
    assert 8 <= local.hour < 20
    assert next_hour(found, days) == found
    if found > asked:
        assert next_hour(found - timedelta(seconds=1), days) == found
