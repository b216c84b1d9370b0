"""Calendars that are handed out by secret links, of which only digests are kept."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from luoshi.orgs.models import Person, Unit


class Feed(models.Model):
    """A link to the due days of what its owner works on, or of what one unit leads, until it ends."""

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
