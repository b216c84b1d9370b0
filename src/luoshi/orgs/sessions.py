"""Sessions: how long they last, which ones a person has, and ending them; also Django's session engine."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.utils import timezone

from luoshi.journal.record import SYSTEM, record
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Device, Session

ABSOLUTE = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
BEGAN = "began"
DEVICE = "device"
ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session as its owner sees it; `mark` names it in a form without telling its key."""

    mark: str
    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


class SessionStore(DatabaseStore):
    """Sessions in a table that knows their owners; ends those idle too long, and all after twelve hours."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        row = cast("Session | None", super()._get_session_from_db())  # type: ignore[misc]
        self.seen_at = row.seen_at if row else None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of a session that is saved; what was said of it at sign-in is kept in its data."""
        now = timezone.now()
        began = datetime.fromisoformat(self.setdefault(BEGAN, now.isoformat()))
        row = cast(Session, super().create_model_instance(data))
        row.person_id = data.get(SESSION_KEY)
        row.device, row.address = data.get(DEVICE, ""), data.get(ADDRESS, "")
        row.began_at, row.seen_at, row.expire_date = began, now, _ends(began, now)
        return row

    def begin(self, device: str, address: str) -> None:
        """Note that somebody just signed in: the twelve hours count from now."""
        self.update({BEGAN: timezone.now().isoformat(), DEVICE: device[:80], ADDRESS: address[:45]})

    def touch(self) -> None:
        """Note that the session is in use, once a minute at most."""
        now = timezone.now()
        if self.seen_at is not None and now - self.seen_at >= NOTED_EVERY and BEGAN in self:
            ends = _ends(datetime.fromisoformat(self[BEGAN]), now)
            Session.objects.filter(session_key=self.session_key).update(seen_at=now, expire_date=ends)


def _ends(began: datetime, seen: datetime) -> datetime:
    return min(began + ABSOLUTE, seen + timedelta(minutes=settings.IDLE_MINUTES))


def sessions_of(person_id: int, key: str | None = None) -> list[SessionRow]:
    """A person's open sessions, the last seen first; `key` is the one at hand."""
    open_ones = Session.objects.filter(person_id=person_id, expire_date__gt=timezone.now()).order_by("-seen_at")
    return [
        SessionRow(_mark(row), row.device, row.address, row.began_at, row.seen_at, row.session_key == key)
        for row in open_ones.defer("session_data")
    ]


def end_session(person_id: int, mark: str, *, by: Standing) -> bool:
    """End the session of that mark, if it is this person's; True if there was one."""
    keys = [row.session_key for row in Session.objects.filter(person_id=person_id) if _mark(row) == mark]
    return bool(keys) and _end(person_id, {"session_key__in": keys}, by)


def end_all_sessions(person_id: int, *, by: Standing) -> None:
    """End all sessions of a person, and forget the devices that were remembered."""
    with transaction.atomic():
        devices, _ = Device.objects.filter(person_id=person_id).delete()
        _end(person_id, {}, by, devices)


def _end(person_id: int, which: Mapping[str, object], by: Standing, devices: int = 0) -> bool:
    """End these sessions, and say of how many devices that were forgotten; True if there was a session."""
    with transaction.atomic():
        ended, _ = Session.objects.filter(person_id=person_id, **which).delete()
        if ended or devices:
            data = {"ended": ended, "devices": devices}
            record(SYSTEM, "person.end_sessions", "person", [person_id], by=by.acting(), data=data)
    return bool(ended)


def _mark(row: Session) -> str:
    return hashlib.sha256(row.session_key.encode()).hexdigest()[:16]
