"""Answering the same question once: a request that is sent again gets the first answer, and nothing happens twice."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from luoshi.platform.keys.models import Answer, ApiKey

KEPT = timedelta(days=2)


class Mismatch(ValueError):
    """The token was used before with another question."""


def once(key: ApiKey, token: str, question: bytes, act: Callable[[], bytes]) -> bytes:
    """What the act answers, or answered before to that token; act and answer are kept together or not at all.

    Raises Mismatch, and whatever the act raises, upon which the token is free again.
    """
    asked = hashlib.sha256(question).hexdigest()
    with transaction.atomic():
        row, is_new = Answer.objects.get_or_create(key=key, token=token[:100], defaults={"question": asked})
        if is_new:
            row.body = act()
            row.save(update_fields=["body"])
        elif row.question != asked:
            raise Mismatch(token)
    return bytes(row.body)


def forget_answers() -> int:
    """Forget answers older than two days; returns how many. Runs each day."""
    return Answer.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
