"""Browsers in which somebody signed in and asked to be remembered; they open that person's assignment links."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from luoshi.orgs.models import Device, Person

LIFE = timedelta(days=30)


def remember(person: Person, label: str) -> str:
    """A mark for the browser to keep for thirty days."""
    mark = secrets.token_urlsafe(32)
    Device.objects.create(person=person, digest=_digest(mark), label=label[:80], until=timezone.now() + LIFE)
    return mark


def is_remembered(person_id: int, mark: str) -> bool:
    """Whether the mark was given to a browser of this person's, and still holds."""
    kept = Device.objects.filter(person_id=person_id, digest=_digest(mark), until__gt=timezone.now())
    return bool(mark) and kept.exists()


def _digest(mark: str) -> str:
    return sha256(mark.encode()).hexdigest()
