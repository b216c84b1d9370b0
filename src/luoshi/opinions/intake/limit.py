"""How often one place may use the public's pages within an hour, counted so that nothing of the place remains.

An address is counted under a digest that is salted by the hour; the counts of past hours are deleted.
"""

import time

from django.db import transaction
from django.db.models import F

from luoshi.opinions.codes import place
from luoshi.opinions.models import Bucket

HOUR = 3600
SUBMISSIONS, WORKED, LOOKS = 30, 120, 120
"""How many opinions without work and with it, and how many looks by tracking code, one place may send an hour: a hall
full of people has one address."""


def take(use: str, address: str, most: int) -> bool:
    """Count one use by that address; False once the hour's are used up. Without an address nothing is counted."""
    if not address:
        return True
    hour = int(time.time()) // HOUR
    with transaction.atomic():
        Bucket.objects.filter(hour__lt=hour).delete()
        row, _new = Bucket.objects.select_for_update().get_or_create(
            place=place(hour, f"{use} {address}"), defaults={"hour": hour}
        )
        if row.count >= most:
            return False
        Bucket.objects.filter(pk=row.pk).update(count=F("count") + 1)
    return True


def forget() -> int:
    """Forget the counts of past hours; returns how many. Runs every hour."""
    return Bucket.objects.filter(hour__lt=int(time.time()) // HOUR).delete()[0]


def wait_seconds() -> int:
    """How long until the hour is over."""
    return HOUR - int(time.time()) % HOUR
