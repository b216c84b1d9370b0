"""Regime work: rules to establish, revise, abolish, each tied to the problems that it prevents."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_noop

from luoshi.campaigns.models import Campaign
from luoshi.orgs.models import Unit
from luoshi.problems.models.problem import Problem


class Regulation(models.Model):
    """One rule on the list of 立改废; `done_on` is the day on which it was issued or abolished."""

    KINDS: ClassVar = [
        ("establish", gettext_noop("立")),
        ("revise", gettext_noop("改")),
        ("abolish", gettext_noop("废")),
    ]

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="regulations")
    problems = models.ManyToManyField(Problem, related_name="regulations")
    kind = models.CharField(max_length=9, choices=KINDS)
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="regulations")
    due = models.DateField(null=True)
    done_on = models.DateField(null=True)
    document_number = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "kind", "title"], name="one_regulation_a_title"),
        ]
