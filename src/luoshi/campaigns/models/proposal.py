"""A plan read and not yet adopted: the file's text, what was read, the draft under a person's hands, each edit."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from luoshi.campaigns.models.demand import Campaign
from luoshi.campaigns.states import CHANGE, PROPOSAL
from luoshi.orgs.models import Person
from luoshi.platform.files.models import StoredFile


class Proposal(models.Model):
    """What one plan file says, as read (`plan`, never changed) and as edited (`draft`).

    `revises` is the campaign whose plan this file revises, `campaign` the one that it became.
    `draft` holds lists "head" (one item), "stages", "tasks", "units"; each item has a "key" and a "rev".
    """

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=10)
    text = models.TextField()
    plan = models.TextField()
    draft = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    milliseconds = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=PROPOSAL.choices, default=PROPOSAL.initial)
    campaign = models.OneToOneField(Campaign, null=True, on_delete=models.SET_NULL, related_name="proposal")
    revises = models.ForeignKey(Campaign, null=True, on_delete=models.CASCADE, related_name="revisions")
    is_sample = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-pk"]

    @property
    def chain(self) -> str:
        return "system"


class ProposalEdit(models.Model):
    """One edit of a draft: in list `part`, from place `at`, `removed` items gave way to `inserted` ones."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="edits")
    version = models.PositiveIntegerField()
    label = models.CharField(max_length=80)
    part = models.CharField(max_length=10)
    at = models.PositiveIntegerField()
    removed = models.JSONField()
    inserted = models.JSONField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["version"]
        constraints = [models.UniqueConstraint(fields=["proposal", "version"], name="one_edit_a_version")]


class PlanChange(models.Model):
    """One difference between the adopted plan and a revised file, waiting for a person's decision."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="changes")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="plan_changes")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    state = models.CharField(max_length=10, choices=CHANGE.choices, default=CHANGE.initial)

    class Meta:
        ordering: ClassVar = ["number"]

    @property
    def chain(self) -> str:
        return self.campaign.chain
