"""The work: assignments with their joint units, feedback, rounds of verification, and counts that feed targets."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from luoshi.campaigns.models.demand import Campaign, Task
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.orgs.models import Person, Unit


class Assignment(models.Model):
    """One task for one lead unit. Lights, overdue and due soon are derived, never stored.

    `due_n` is the working-day number of due, `start_n` that of start, or of the day of issue where that is later
    (kit.workdays), so that lists reckon in SQL and no day counts on which the unit did not have the task.
    `progress` is the percentage in the latest feedback; `submitted_on` is set while it waits for a verdict.
    `held` is the state before a review, `slip` the number of its 督办单, `follows` the returned one that it replaces.
    `occurrence` counts what a recurring task makes from 1, one for each period; 0 for what is done once.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="assignments")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    slip = models.PositiveIntegerField()
    occurrence = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=16, choices=ASSIGNMENT.choices, default=ASSIGNMENT.initial)
    held = models.CharField(max_length=16, choices=ASSIGNMENT.choices, blank=True)
    follows = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="followed_by")
    issued_at = models.DateTimeField()
    start = models.DateField(null=True)
    original_due = models.DateField(null=True)
    due = models.DateField(null=True)
    start_n = models.PositiveIntegerField(null=True)
    due_n = models.PositiveIntegerField(null=True)
    progress = models.PositiveSmallIntegerField(default=0)
    returns = models.PositiveSmallIntegerField(default=0)
    submitted_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    last_said = models.CharField(max_length=80, blank=True)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "unit", "occurrence"], condition=~Q(state="cancelled"), name="one_assignment_a_unit"
            ),
            models.UniqueConstraint(fields=["campaign", "slip"], name="one_slip_a_number"),
        ]
        indexes = [
            models.Index(fields=["campaign", "unit"], name="assignments_of_a_unit"),
            models.Index(fields=["campaign", "due"], name="assignments_by_due"),
        ]

    @property
    def chain(self) -> str:
        return f"campaign:{self.campaign_id}"

    @property
    def slip_number(self) -> str:
        """The number of its slip as it is printed: the year of issue, and its place in the campaign."""
        return f"〔{timezone.localdate(self.issued_at).year}〕{self.slip}号"


class Joint(models.Model):
    """A unit that supports an assignment; has no state of its own."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="joints")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="joint_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "unit"], name="one_joint_a_unit")]


class Feedback(models.Model):
    """One report on an assignment; appended, never changed. `progress` in percent.

    `token` names the form that it came by, so that a form sent twice reports once.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="feedback")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)
    progress = models.PositiveSmallIntegerField()
    said = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    difficulty = models.TextField(blank=True)
    is_unchanged = models.BooleanField(default=False)
    token = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["assignment", "token"], name="one_report_a_token")]


class Round(models.Model):
    """One submission and the verdict on it; `number` counts from 1.

    What was accepted may leave `remaining` points to be settled until `remaining_due`; `settled_at` ends that.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    submitted_name = models.CharField(max_length=80)
    result = models.TextField()
    verdict = models.CharField(max_length=8, blank=True, choices=[("accepted", "验收通过"), ("returned", "退回")])
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_name = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    remaining = models.TextField(blank=True)
    remaining_due = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_name = models.CharField(max_length=80, blank=True)
    settled_how = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "number"], name="one_round_a_number"),
            models.CheckConstraint(
                condition=Q(remaining="", remaining_due=None) | (~Q(remaining="") & Q(remaining_due__isnull=False)),
                name="remaining_points_have_a_day",
            ),
        ]


class Count(models.Model):
    """So much of something on a day, by a unit or a person; targets select from these rows and nothing else."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="counts")
    kind = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    day = models.DateField()
    amount = models.FloatField()
    source = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["campaign", "kind", "day"], name="counts_of_a_kind")]
