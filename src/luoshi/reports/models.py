"""Calendars that are handed out by secret links, and where campaigns came from that were taken in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from luoshi.campaigns.models import Campaign
from luoshi.orgs.models import Person, Unit
from luoshi.platform.files.models import StoredFile


class Feed(models.Model):
    """A link to the due days of what its owner works on, or of what one unit leads, until it ends.

    Of its secret only the digest is kept.
    """

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(unit=None, ended_at=None), name="one_calendar_of_a_person"
            ),
            models.UniqueConstraint(
                fields=["owner", "unit"], condition=Q(ended_at=None), name="one_calendar_of_a_unit_and_person"
            ),
        ]


class Origin(models.Model):
    """Where a campaign came from: the file by which it was taken in, which keeps its journal up to then."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="+")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    head_seq = models.PositiveBigIntegerField()
    head_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
