"""What the plan demands: campaign, stages, tasks, duties, targets, each with its place in the plan's text."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from luoshi.campaigns.states import CAMPAIGN
from luoshi.kit.workdays import Workdays
from luoshi.orgs.holidays import calendar
from luoshi.orgs.models import Unit, UnitSet


class Campaign(models.Model):
    """A plan under way. Its plan's text and JSON stay in the proposal that was adopted.

    `frozen_today` is the day that counts as today in a sample; None everywhere else.
    Lights: due within `soon_days` days or `behind_yellow` points behind schedule is yellow, `behind_red` points
    behind or returned `returns_red` times is red. A unit may hand an assignment back within `return_days` working
    days of its issue. With `head_submits` the unit's head alone submits, with `leader_approves_issue` a leader
    approves what the office would issue. `held` is the state before suspension.
    """

    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=CAMPAIGN.choices, default=CAMPAIGN.initial)
    held = models.CharField(max_length=12, choices=CAMPAIGN.choices, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    issued = models.DateField(null=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    window_text = models.CharField(max_length=120, blank=True)
    people = models.JSONField(default=list)
    adopted_at = models.DateTimeField(default=timezone.now)
    adopted_by = models.CharField(max_length=80, blank=True)
    is_sample = models.BooleanField(default=False)
    frozen_today = models.DateField(null=True)
    soon_days = models.PositiveSmallIntegerField(default=7)
    behind_yellow = models.PositiveSmallIntegerField(default=10)
    behind_red = models.PositiveSmallIntegerField(default=30)
    returns_red = models.PositiveSmallIntegerField(default=2)
    return_days = models.PositiveSmallIntegerField(default=3)
    head_submits = models.BooleanField(default=False)
    leader_approves_issue = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        return f"campaign:{self.pk}"

    @property
    def today(self) -> date:
        """The day that lights and schedules are reckoned by."""
        return self.frozen_today or timezone.localdate()

    @cached_property
    def calendar(self) -> Workdays:
        """The working calendar in force, read once."""
        return calendar()


class Stage(models.Model):
    """A phase of the plan; `number` counts from 1."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="stages")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    time_text = models.CharField(max_length=120, blank=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)
    inferred = models.JSONField(default=list)
    node = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]


class Task(models.Model):
    """Something the plan prescribes; `number` is its place in the campaign's list (序号), `clause` in the plan.

    `inferred` lists what was concluded: "year", "lead", "due" (from the stage or the window).
    `node` is its outline id in the adopted plan; `revision` the revised plan in whose text its span lies, if any.
    With `each_leads` every listed unit gets an assignment of its own; otherwise the first leads.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="tasks")
    stage = models.ForeignKey(Stage, null=True, on_delete=models.CASCADE, related_name="tasks")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    clause = models.CharField(max_length=60, blank=True)
    time_text = models.CharField(max_length=120, blank=True)
    start = models.DateField(null=True)
    due = models.DateField(null=True)
    recurrence = models.CharField(max_length=12, blank=True)
    lead_people = models.CharField(max_length=120, blank=True)
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)
    inferred = models.JSONField(default=list)
    each_leads = models.BooleanField(default=False)
    node = models.CharField(max_length=40, blank=True)
    revision = models.ForeignKey("Proposal", null=True, on_delete=models.SET_NULL, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="one_task_a_number")]
        indexes = [models.Index(fields=["campaign", "stage", "number"], name="tasks_of_a_stage")]


class Duty(models.Model):
    """One party in one role, as written, and the unit or set that a person said it is."""

    ROLES: ClassVar = [
        ("lead_person", "牵头领导"),
        ("person", "责任人"),
        ("lead_unit", "牵头单位"),
        ("unit", "责任单位"),
        ("support_unit", "配合单位"),
    ]

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="duties")
    role = models.CharField(max_length=12, choices=ROLES)
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="duties")
    unit_set = models.ForeignKey(UnitSet, null=True, on_delete=models.PROTECT, related_name="duties")
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)
    inferred = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["order"]


class Target(models.Model):
    """A quota of the plan: `comparator` `value` `unit` of `subject`, `per` each, times `basis` of them.

    Counts with this target's `counted` kind in this campaign feed it: summed, or for shares (%) the latest of each
    unit averaged.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="targets")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="targets")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=200)
    subject = models.CharField(max_length=120, blank=True)
    comparator = models.CharField(max_length=2)
    value = models.FloatField()
    unit = models.CharField(max_length=20, blank=True)
    per = models.CharField(max_length=40, blank=True)
    basis = models.PositiveIntegerField(default=1)
    counted = models.CharField(max_length=40)
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]

    @property
    def goal(self) -> float:
        """What must be reached in all, in `unit`."""
        return self.value if self.unit == "%" else self.value * self.basis
