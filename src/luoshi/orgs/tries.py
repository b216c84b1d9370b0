"""How often somebody may try in vain, counted in the database, so that all processes together keep the limit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from luoshi.orgs.models import Tries

MOST = 5
LOCKED_FOR = timedelta(minutes=15)


class Locked(ValueError):
    """Too many tries in vain: nothing is looked at for a quarter of an hour, right or wrong."""


class Wrong(ValueError):
    """What was given does not let anybody in."""


@contextmanager
def one_try(*subjects: str) -> Iterator[None]:
    """Counts a try against every subject before it is made, so that tries at the same moment share the limit.

    A body that ends without Wrong gives the try back, and clears the first subject. Raises Locked.
    """
    digests = [_digest(subject) for subject in subjects]
    if not _take(digests):
        raise Locked
    yield
    with transaction.atomic():
        Tries.objects.filter(subject=digests[0]).delete()
        for row in Tries.objects.select_for_update().filter(subject__in=digests[1:]).order_by("subject"):
            row.count = max(0, row.count - 1)
            row.save(update_fields=["count"])


def unlock(*subjects: str) -> None:
    """Forget the tries of these subjects."""
    Tries.objects.filter(subject__in=map(_digest, subjects)).delete()


def locked(*subjects: str) -> frozenset[str]:
    """Those of the subjects whose next try would be refused."""
    named = {_digest(subject): subject for subject in subjects}
    rows = Tries.objects.filter(subject__in=named, count__gte=MOST, until__gt=timezone.now())
    return frozenset(named[digest] for digest in rows.values_list("subject", flat=True))


def _take(digests: list[str]) -> bool:
    now = timezone.now()
    with transaction.atomic():
        Tries.objects.bulk_create([Tries(subject=each, until=now) for each in sorted(digests)], ignore_conflicts=True)
        rows = list(Tries.objects.select_for_update().filter(subject__in=digests).order_by("subject"))
        if any(row.until > now and row.count >= MOST for row in rows):
            return False
        for row in rows:
            row.count = row.count + 1 if row.until > now else 1
            row.until = now + LOCKED_FOR
        Tries.objects.bulk_update(rows, ["count", "until"])
    return True


def _digest(subject: str) -> str:
    return salted_hmac("luoshi.tries", subject, algorithm="sha256").hexdigest()
