"""Work inside the unit: who does an assignment, the steps that it falls into there, and what leavers handed over."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from luoshi.campaigns.models.work import Assignment
from luoshi.orgs.models import Person, Unit


class Inside(models.Model):
    """Who of the lead unit did an assignment from `since` to `until`; None while they do."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="doers")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    person_name = models.CharField(max_length=40)
    by_name = models.CharField(max_length=80)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment"], condition=Q(until=None), name="one_doer_at_a_time"),
        ]
        indexes = [models.Index(fields=["person", "until"], name="assignments_of_a_doer")]


class Subtask(models.Model):
    """A step of an assignment inside the lead unit; while one is open, the result cannot be handed in.

    `person` is whose it is, `done_by` who said that it is done.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="subtasks")
    title = models.CharField(max_length=200)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    person_name = models.CharField(max_length=40, blank=True)
    due = models.DateField(null=True)
    by_name = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    done_name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes = [models.Index(fields=["person", "done_at"], name="subtasks_of_a_person")]


class Handover(models.Model):
    """What somebody who leaves a unit handed to a successor in one act.

    `inside` holds the ids of the rows that made the successor the doer, `subtasks` those of the steps handed over.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    leaver = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    leaver_name = models.CharField(max_length=40)
    successor = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    successor_name = models.CharField(max_length=40)
    inside = models.JSONField()
    subtasks = models.JSONField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
