"""Handing out calendars by secret links, looking through them, and ending them."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from luoshi.campaigns.models import Assignment
from luoshi.campaigns.states import FINISHED
from luoshi.journal.record import SYSTEM, record
from luoshi.kit.verdict import GRANTED, Verdict, demand, denied
from luoshi.orgs.access import Standing, standing
from luoshi.orgs.models import Person, Unit
from luoshi.reports.models import Feed

ROLES = ("liaison", "unit_head")
ACROSS = ("office", "supervisor")
NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A calendar of one's own work, or of the unit's."""

    unit_id: int | None = None


def may_open(who: Standing, unit_id: int | None) -> Verdict:
    """Whether this person may have that calendar: the unit's people, the office and the inspectors a unit's."""
    if unit_id is None or who.in_unit(unit_id, *ROLES) or who.has(*ACROSS):
        return GRANTED
    return denied(_("单位的日历由本单位联络员、负责人，或领导小组办公室、督导组订阅。"))


def open_feed(new: NewFeed, *, by: Standing) -> str:
    """A new secret for that calendar, told this once; the one before it ends."""
    demand(may_open(by, new.unit_id))
    if new.unit_id is not None and not Unit.objects.filter(pk=new.unit_id).exists():
        demand(denied(_("没有这个单位，请另选。")))
    token, owner_id = secrets.token_urlsafe(32), by.person_id or 0
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=owner_id)
        _live(by).filter(unit=new.unit_id).update(ended_at=timezone.now())
        Feed.objects.create(owner_id=owner_id, unit_id=new.unit_id, digest=_digest(token), made_at=timezone.now())
        _record("open_calendar", by, new.unit_id)
    return token


def end_feed(feed_id: int, *, by: Standing) -> None:
    """End one's own calendar link; one that has ended stays so."""
    with transaction.atomic():
        row = _live(by).select_for_update(of=("self",)).filter(pk=feed_id).first()
        if row is not None:
            Feed.objects.filter(pk=row.pk).update(ended_at=timezone.now())
            _record("end_calendar", by, row.unit_id)


def calendar(token: str, task_url: Callable[[int, int, int], str]) -> bytes | None:
    """The calendar of that secret as it is now; None once it has ended, or its owner may have it no more.

    `task_url` gives the address of (campaign, task, assignment).
    """
    feed = Feed.objects.select_related("owner", "unit").filter(digest=_digest(token), ended_at=None).first()
    if feed is None or not feed.owner.is_active:
        return None
    who = standing(feed.owner)
    if not may_open(who, feed.unit_id):
        return None
    now = timezone.now()
    if feed.used_at is None or now - feed.used_at > NOTED_EVERY:
        Feed.objects.filter(pk=feed.pk).update(used_at=now)
    name = _("%(name)s的完成时限") % {"name": feed.unit.name if feed.unit else feed.owner.name}
    return _written(name, _due(who, feed), task_url)


def _due(who: Standing, feed: Feed) -> QuerySet[Assignment]:
    """What is open and has a limit: of the unit, or of the owner's units and in the owner's own hands."""
    if feed.unit_id is not None:
        mine = Q(unit=feed.unit_id)
    else:
        units = [unit for role, unit in who.posts if role in ROLES]
        mine = Q(unit__in=units) | Q(doers__person=feed.owner_id, doers__until=None)
    rows = Assignment.objects.filter(mine, due__isnull=False).exclude(state__in=(*FINISHED, "cancelled"))
    going_on = rows.exclude(campaign__state__in=("suspended", "closed"))
    return going_on.select_related("campaign", "task", "unit").order_by("due", "pk").distinct()


def _written(name: str, rows: QuerySet[Assignment], task_url: Callable[[int, int, int], str]) -> bytes:
    made = Calendar()
    made.add("prodid", "-//Luoshi//calendar//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for row in rows:
        made.add_component(_event(row, task_url(row.campaign_id, row.task_id, row.pk)))
    return bytes(made.to_ical())


def _event(row: Assignment, url: str) -> Event:
    event = Event()
    event.add("uid", f"assignment-{row.pk}-{row.campaign_id}@luoshi")
    event.add("dtstamp", row.last_at or row.issued_at)
    event.add("dtstart", row.due)
    event.add("dtend", (row.due or timezone.localdate()) + timedelta(days=1))
    event.add("summary", f"{row.task.title}（{row.unit.name}）")
    event.add("description", _("%(campaign)s，进度%(n)s%%") % {"campaign": row.campaign.title, "n": row.progress})
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event


def _live(who: Standing) -> QuerySet[Feed]:
    return Feed.objects.filter(owner=who.person_id, ended_at=None)


def _record(act: str, by: Standing, unit_id: int | None) -> None:
    record(SYSTEM, f"person.{act}", "person", [by.person_id or 0], by=by.acting(), data={"unit": unit_id})


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
