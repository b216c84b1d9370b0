"""How a campaign takes opinions, the answers kept ready for it, and how often one place may submit."""

from typing import ClassVar

from django.db import models

from luoshi.campaigns.models import Campaign


class Intake(models.Model):
    """How one campaign takes opinions. `door` is the word in the public page's address.

    An opinion is to be screened within `screen_days` and answered within `answer_days` working days.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="intake")
    door = models.CharField(max_length=12, unique=True)
    is_public = models.BooleanField(default=False)
    screen_days = models.PositiveSmallIntegerField(default=5)
    answer_days = models.PositiveSmallIntegerField(default=15)
    contact = models.CharField(max_length=120, blank=True)


class Phrase(models.Model):
    """An answer kept ready under a name."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="phrases")
    name = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["campaign", "name"], name="one_phrase_a_name")]


class Bucket(models.Model):
    """What one place did within one hour, under a digest that tells no address and is forgotten after the hour."""

    hour = models.PositiveIntegerField(db_index=True)
    place = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
