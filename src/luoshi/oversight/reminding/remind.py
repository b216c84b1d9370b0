"""The day's reminders: the first call in the hours of a working day sends them, and no later call of that day."""

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from luoshi.orgs.holidays import calendar
from luoshi.oversight.models import Contact, RemindedDay
from luoshi.oversight.reminding.contact import stop_token
from luoshi.oversight.reminding.hours import next_hour
from luoshi.oversight.reminding.owed import KINDS, Digest, owed
from luoshi.platform.outbox.post import NewMessage, channels, post

LABELS = {
    "overdue": gettext_noop("逾期"),
    "returned": gettext_noop("退回"),
    "to_sign": gettext_noop("待签收"),
    "report": gettext_noop("待反馈"),
    "soon": gettext_noop("临期"),
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person would be sent: by which channel, where, and of how much."""

    digest: Digest
    channel: str
    to: str


def reminders() -> list[Reminder]:
    """What would be sent if people were reminded now: to all who can be reached and did not stop it."""
    rows = Contact.objects.filter(stopped_at=None, channel__in=channels(), person__is_active=True)
    contacts = {person: (channel, to) for person, channel, to in rows.values_list("person_id", "channel", "to")}
    if not contacts:
        return []
    return [Reminder(digest, *contacts[digest.person_id]) for digest in owed() if digest.person_id in contacts]


def remind() -> int:
    """Post the day's reminders unless it is a quiet hour, a day off, or done; returns how many. Runs every ten minutes.

    A clock that is set back sends nothing again; one that runs ahead has had its say for the day that it showed.
    """
    now = timezone.now()
    day = timezone.localdate(now)
    if next_hour(now, calendar()) != now or RemindedDay.objects.filter(day=day).exists():
        return 0
    try:
        with transaction.atomic():
            found = reminders()
            RemindedDay.objects.create(day=day, at=now, people=len(found))
            with override("zh-hans"):
                return post(_message(reminder, day.isoformat()) for reminder in found)
    except IntegrityError:  # another worker was first
        return 0


def _message(reminder: Reminder, day: str) -> NewMessage:
    digest = reminder.digest
    parts = _("、").join(f"{_(LABELS[kind])}{digest.counts[kind]}" for kind in KINDS if digest.counts[kind])
    lines = (
        _("有 %(n)s 项待办（%(parts)s），请登录：%(link)s")
        % {"n": digest.total, "parts": parts, "link": f"{settings.ADDRESS}/"},
        _("每个工作日最多提醒一次。不想再收到：%(link)s")
        % {"link": f"{settings.ADDRESS}{settings.STOP_PATH}{stop_token(digest.person_id)}/"},
    )
    key = f"reminder:{digest.person_id}:{day}"
    return NewMessage(key, "reminder", reminder.channel, reminder.to, _("待办提醒"), "\n".join(lines))
