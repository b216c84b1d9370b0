"""The channel "mail": by the mail server that the settings name."""

import hashlib

from django.conf import settings
from django.core.mail import EmailMessage

from luoshi.platform.outbox.deliver import Outgoing


def send(message: Outgoing) -> None:
    """Send one mail. Its Message-ID comes from the key, so that a mailbox can tell a second copy."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    name = hashlib.sha256(message.key.encode()).hexdigest()[:32]
    headers = {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(message.subject, message.body, to=[message.to], headers=headers).send()
