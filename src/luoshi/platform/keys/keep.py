"""Making, checking and revoking keys."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from luoshi.platform.keys.models import ApiKey

SCOPES = {"read": "读", "work": "办理任务", "plan": "采纳和下发", "organize": "维护机构和人员"}
"""Scope → its Chinese label (a message id)."""
MOST_DAYS = 366
NOTED_EVERY = timedelta(minutes=1)


def make(person_id: int, name: str, scopes: Sequence[str], days: int = 90) -> tuple[ApiKey, str]:
    """A new key and its token, which is told this once. Raises ValueError for an unknown scope or too many days."""
    if not scopes or set(scopes) - set(SCOPES):
        raise ValueError(f"scopes are {', '.join(SCOPES)}")
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"1 to {MOST_DAYS} days")
    token = f"ls_{secrets.token_urlsafe(32)}"
    until = timezone.now() + timedelta(days=days)
    row = ApiKey.objects.create(
        person_id=person_id, name=name.strip()[:60], digest=_digest(token), scopes=sorted(set(scopes)), good_until=until
    )
    return row, token


def check(token: str) -> ApiKey | None:
    """The key of that token, if it is in force; notes its use, once a minute at most."""
    now = timezone.now()
    row = ApiKey.objects.filter(digest=_digest(token), revoked_at=None, good_until__gt=now).first()
    if row is not None and (row.used_at is None or now - row.used_at > NOTED_EVERY):
        ApiKey.objects.filter(pk=row.pk).update(used_at=now)
    return row


def revoke(key_id: int) -> ApiKey | None:
    """End a key; None if there is none, or it had ended."""
    row = ApiKey.objects.filter(pk=key_id).first()
    ended = ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=timezone.now())
    return row if ended else None


def revoke_all(person_id: int) -> list[int]:
    """End the keys of a person; returns the ids of those that had not ended, in order."""
    held = ApiKey.objects.filter(person_id=person_id, revoked_at=None)
    ids = list(held.order_by("pk").values_list("pk", flat=True))
    held.filter(pk__in=ids).update(revoked_at=timezone.now())
    return ids


def keys(person_id: int | None = None) -> list[ApiKey]:
    """The keys of a person, or all, the newest first."""
    rows = ApiKey.objects.all()
    return list(rows if person_id is None else rows.filter(person_id=person_id))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
