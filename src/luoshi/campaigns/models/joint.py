"""What the lead unit or the office asks of joint units, and what these answer."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_noop

from luoshi.campaigns.models.work import Assignment
from luoshi.orgs.models import Person, Unit


class Consultation(models.Model):
    """A question to joint units of an assignment, to be answered by `due`; `units` are those that were asked."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="consultations")
    question = models.TextField()
    due = models.DateField()
    units = models.ManyToManyField(Unit, related_name="+")
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_name = models.CharField(max_length=80)
    asked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]


class JointOpinion(models.Model):
    """What a joint unit answers; appended, never changed. The latest of a unit counts as its answer."""

    STANCES: ClassVar = [
        ("agree", gettext_noop("同意")),
        ("amend", gettext_noop("有修改意见")),
        ("object", gettext_noop("不同意")),
    ]

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="answers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=6, choices=STANCES)
    said = models.TextField(blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
