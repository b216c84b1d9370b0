"""Forgetting in time: who gave an opinion, 30 days after the answer; and what one place did in past hours."""

from datetime import timedelta

from django.utils import timezone

from luoshi.opinions.intake import limit
from luoshi.opinions.models import Identity

KEPT = timedelta(days=30)


def forget() -> int:
    """Delete what has served its purpose; returns how many givers are forgotten. Runs every hour."""
    limit.forget()
    before = timezone.localdate() - KEPT
    return Identity.objects.filter(opinion__state="answered", opinion__answered_on__lt=before).delete()[0]
