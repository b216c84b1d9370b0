"""Calendars by secret links: the due days of what is open, for whoever may see it, until the link ends."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from build import Wanted, a_campaign, a_standing, a_unit, an_assignment
from luoshi.campaigns.feedback import Report, Submission, report, sign, submit
from luoshi.campaigns.verify import Verification, accept
from luoshi.journal.queries import history
from luoshi.journal.record import SYSTEM
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Person, Post
from luoshi.reports.feeds import NewFeed, calendar, end_feed, open_feed
from luoshi.reports.models import Feed
from luoshi.reports.queries import feeds

pytestmark = pytest.mark.django_db
LEAD, OTHER = "县住建局", "县水利局"


@pytest.fixture
def liaison() -> Standing:
    return a_standing("liaison", LEAD, "郑一川")


def address(campaign_id: int, task_id: int, assignment_id: int) -> str:
    return f"https://luoshi.example/{campaign_id}/{task_id}/{assignment_id}"


def events(token: str) -> list[tuple[str, date, date]]:
    """(summary, begins, ends) of what a calendar program reads."""
    made = calendar(token, address)
    assert made is not None
    whole = Calendar.from_ical(made)
    return [(str(e["summary"]), e["dtstart"].dt, e["dtend"].dt) for e in whole.walk("VEVENT")]


def test_a_person_gets_the_open_assignments_of_the_own_units_a_day_each(liaison: Standing) -> None:
    due = date(2026, 6, 30)
    campaign = a_campaign(Wanted("甲"), Wanted("乙", (OTHER,)), Wanted("丙", due=None, stage=None), issued=True)
    token = open_feed(NewFeed(), by=liaison)
    assert events(token) == [("甲（县住建局）", due, due + timedelta(days=1))]
    row = an_assignment(campaign)
    whole = Calendar.from_ical(calendar(token, address) or b"")
    assert str(whole["x-wr-calname"]) == "郑一川的完成时限"
    (event,) = whole.walk("VEVENT")
    assert str(event["url"]) == address(campaign.pk, row.task_id, row.pk)
    assert str(event["uid"]) == f"assignment-{row.pk}-{campaign.pk}@luoshi"


def test_what_is_done_is_in_no_calendar(liaison: Standing) -> None:
    campaign = a_campaign(Wanted("甲"), issued=True)
    token = open_feed(NewFeed(liaison_unit(liaison)), by=liaison)
    row = an_assignment(campaign)
    sign(row, by=liaison)
    report(row, Report(100, "办结"), by=liaison)
    submit(row, Submission("成果"), by=liaison)
    assert len(events(token)) == 1
    accept(row, Verification(), by=a_standing("supervisor", "督导组"))
    assert events(token) == []


def liaison_unit(who: Standing) -> int:
    return next(iter(who.units))


def test_a_unit_calendar_holds_what_the_unit_leads_and_none_of_what_it_supports(liaison: Standing) -> None:
    a_campaign(Wanted("甲", support=(OTHER,)), Wanted("乙", (OTHER,)), issued=True)
    office = a_standing()
    assert [e[0] for e in events(open_feed(NewFeed(a_unit(OTHER).pk), by=office))] == ["乙（县水利局）"]
    with pytest.raises(Refused):
        open_feed(NewFeed(a_unit(OTHER).pk), by=liaison)


def test_a_new_link_ends_the_one_before_and_an_ended_one_says_nothing(liaison: Standing) -> None:
    first = open_feed(NewFeed(), by=liaison)
    second = open_feed(NewFeed(), by=liaison)
    assert (calendar(first, address), events(second)) == (None, [])
    assert [view.unit for view in feeds(liaison)] == ["", LEAD]
    stranger = a_standing("liaison", LEAD)
    held = feeds(liaison)[0].id
    assert held is not None
    end_feed(held, by=stranger)
    assert calendar(second, address) is not None
    end_feed(held, by=liaison)
    assert (calendar(second, address), calendar("随便写的", address)) == (None, None)
    assert history(SYSTEM, 1)[0].act == "person.end_calendar"


def test_who_left_the_unit_or_is_kept_out_gets_nothing_by_an_old_link(liaison: Standing) -> None:
    a_campaign(Wanted("甲"), issued=True)
    unit, own = open_feed(NewFeed(liaison_unit(liaison)), by=liaison), open_feed(NewFeed(), by=liaison)
    Post.objects.filter(person=liaison.person_id).delete()
    assert (calendar(unit, address), events(own)) == (None, [])
    Person.objects.filter(pk=liaison.person_id).update(is_active=False)
    assert calendar(own, address) is None


def test_only_a_digest_of_the_secret_is_kept(liaison: Standing) -> None:
    token = open_feed(NewFeed(), by=liaison)
    row = Feed.objects.get()
    assert token not in (row.digest, *(line.data for line in history(SYSTEM, 5)))
    calendar(token, address)
    row.refresh_from_db()
    assert row.used_at is not None


def test_a_calendar_of_a_unit_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="没有这个单位"):
        open_feed(NewFeed(10**6), by=a_standing("office"))
    assert not Feed.objects.exists()
