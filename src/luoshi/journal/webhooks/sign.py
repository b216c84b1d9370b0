"""The secrets of a webhook: kept sealed, and proving to its receiver that a call comes from here."""

import hashlib
import hmac
from datetime import timedelta

from django.utils import timezone

from luoshi.journal.webhooks.models import Webhook
from luoshi.platform.sealed import seal, unseal

PURPOSE = "luoshi.webhook"
BOTH_FOR = timedelta(days=1)


def put_secret(webhook: Webhook, secret: str) -> None:
    """Let this secret sign from now on, and the one before it for a day beside it; the row is left to be saved."""
    if webhook.sealed:
        webhook.sealed_before, webhook.before_until = webhook.sealed, timezone.now() + BOTH_FOR
    webhook.sealed = seal(PURPOSE, webhook.pk, secret)


def signatures(webhook: Webhook, moment: str, number: str, body: bytes) -> str:
    """The HMAC-SHA256 of moment, number and body, joined by line feeds, in hexadecimal; one for each secret."""
    held = [webhook.sealed]
    if webhook.before_until and timezone.now() < webhook.before_until:
        held.append(webhook.sealed_before)
    said = b"\n".join((moment.encode(), number.encode(), body))
    secrets = (unseal(PURPOSE, webhook.pk, sealed) for sealed in held)
    return " ".join(hmac.new(secret.encode(), said, hashlib.sha256).hexdigest() for secret in secrets)
