"""Urges with their receipts, where people are reached, and the days on which they were reminded."""

from typing import ClassVar

from django.db import models

from luoshi.campaigns.models import Assignment
from luoshi.orgs.models import Person
from luoshi.oversight.urging.ladder import RUNGS


class Urge(models.Model):
    """One person was urged about one assignment; appended, and only `read_at` is ever filled in.

    `person` is None for a rung that nobody holds. `day` is the campaign's day, by which grace and cooldown count.
    `channel` is "desk" (seen in the program alone), "group" (told in a chat group), or a channel of the outbox.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="urges")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="urges")
    level = models.CharField(max_length=12, choices=[(rung.code, rung.label) for rung in RUNGS])
    channel = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    day = models.DateField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes = [models.Index(fields=["person"], condition=models.Q(read_at=None), name="unread_urges")]


class Contact(models.Model):
    """Where a person is reached outside the program, and since when they want no reminders there."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="contact")
    channel = models.CharField(max_length=20)
    to = models.CharField(max_length=200)
    stopped_at = models.DateTimeField(null=True)


class RemindedDay(models.Model):
    """A day on which people were reminded, and how many of them; a day is there once."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    people = models.PositiveIntegerField()
