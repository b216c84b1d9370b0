"""The secrets of a webhook: kept sealed, and proving to its receiver that a call comes from here."""

import hashlib
import hmac
from datetime import timedelta

from django.utils import timezone

from luoshi.journal.webhooks.models import Webhook
from luoshi.platform.sealed import seal, unseal

PURPOSE = "luoshi.webhook"
BOTH_FOR = timedelta(days=1)
MOST_BEFORE = 20
"""Secrets that sign beside the last one: a header of 1,400 signs at most."""


def put_secret(webhook: Webhook, secret: str) -> None:
    """Let this secret sign from now on, and those in force till now for a day beside it; the row is left to be saved.

    One that was changed within the day before still signs: its successor may never have reached the receiver.
    """
    if webhook.sealed:
        webhook.sealed_before = "\n".join([webhook.sealed, *_before(webhook)][:MOST_BEFORE])
        webhook.before_until = timezone.now() + BOTH_FOR
    webhook.sealed = seal(PURPOSE, webhook.pk, secret)


def signatures(webhook: Webhook, moment: str, number: str, body: bytes) -> str:
    """The HMAC-SHA256 of moment, number and body, joined by line feeds, in hexadecimal; one for each secret."""
    said = b"\n".join((moment.encode(), number.encode(), body))
    secrets = (unseal(PURPOSE, webhook.pk, sealed) for sealed in (webhook.sealed, *_before(webhook)))
    return " ".join(hmac.new(secret.encode(), said, hashlib.sha256).hexdigest() for secret in secrets)


def _before(webhook: Webhook) -> list[str]:
    """The sealed secrets that sign beside the last one, the newest first."""
    is_in_force = webhook.before_until is not None and timezone.now() < webhook.before_until
    return webhook.sealed_before.split("\n") if is_in_force else []
