"""Chains of entries, the moves they record, and the erasable texts behind their digests."""

from datetime import UTC, datetime

from django.db import models


def moment_of(at_us: int) -> datetime:
    """The moment so many microseconds of UTC after the beginning of 1970."""
    return datetime.fromtimestamp(at_us / 1_000_000, UTC)


class Chain(models.Model):
    """One hash chain: "system", or "campaign:ID". Its head is locked while an entry is appended."""

    name = models.CharField(max_length=60, unique=True)
    head_seq = models.PositiveBigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default="0" * 64)
    is_sample = models.BooleanField(default=False)


class Entry(models.Model):
    """One act, bound to its predecessor by hash. Holds ids, field names and digests, no personal text.

    `at_us` is the time in microseconds of UTC since 1970. `subjects` lists ids joined by commas.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveBigIntegerField()
    at_us = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    post = models.CharField(max_length=120, blank=True)
    act = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    subjects = models.TextField()
    source = models.CharField(max_length=30, blank=True)
    target = models.CharField(max_length=30, blank=True)
    data = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="one_entry_a_place")]

    @property
    def subject_ids(self) -> tuple[int, ...]:
        """The ids of what the entry is about."""
        return tuple(int(part) for part in self.subjects.split(",") if part)

    @property
    def at(self) -> datetime:
        return moment_of(self.at_us)


class EntryText(models.Model):
    """Words that an entry vouches for by a salted digest; deleting the row erases them and leaves the chain whole."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="texts")
    name = models.CharField(max_length=40)
    salt = models.CharField(max_length=32)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="one_text_a_name")]


class Move(models.Model):
    """One subject's change of state, from which any past day is read."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField()
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=30)
    target = models.CharField(max_length=30)

    class Meta:
        indexes = [models.Index(fields=["kind", "subject_id", "at"], name="moves_of_a_subject")]
