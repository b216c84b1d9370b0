"""The work on a problem: remedies, progress and evidence that are appended, requests and their answers."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from luoshi.campaigns.models import Campaign
from luoshi.orgs.models import Person, Unit
from luoshi.platform.files.models import StoredFile
from luoshi.problems.models.problem import Problem


class Remedy(models.Model):
    """One measure; it may serve several problems. `unit` does it, the problem's own unit where None."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="remedies")
    problems = models.ManyToManyField(Problem, related_name="remedies")
    text = models.TextField()
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="remedies")
    done_on = models.DateField(null=True)
    done_name = models.CharField(max_length=80, blank=True)
    evidence = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class Progress(models.Model):
    """What was said on the work in a round; never changed. `token` makes a second click the same row."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="reports")
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    percent = models.PositiveSmallIntegerField()
    said = models.TextField()
    evidence = models.TextField(blank=True)
    token = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["problem", "token"], name="one_progress_a_token")]


class Evidence(models.Model):
    """A file that proves the work in a round, kept as it came; never changed, and the same bytes once a problem."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="evidence")
    round = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [models.UniqueConstraint(fields=["problem", "file"], name="one_evidence_a_file")]


class Request(models.Model):
    """One request about a problem and its answer; kept for good, at most one of a problem is open.

    A return proposes `unit`; once the office refused it, a second one goes to a leader, whose word ends it. An
    extension asks for `asked_due` in place of `old_due` and may be granted `granted_due`.
    """

    KINDS: ClassVar = [("return", gettext_noop("退件")), ("change", gettext_noop("延期"))]
    LEVELS: ClassVar = [("office", gettext_noop("领导小组办公室")), ("leader", gettext_noop("领导"))]
    VERDICTS: ClassVar = [
        ("granted", gettext_noop("同意")),
        ("refused", gettext_noop("不同意")),
        ("withdrawn", gettext_noop("已撤回")),
    ]

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=6, choices=KINDS)
    level = models.CharField(max_length=6, choices=LEVELS)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_name = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    reason = models.TextField()
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    old_due = models.DateField(null=True)
    asked_due = models.DateField(null=True)
    granted_due = models.DateField(null=True)
    verdict = models.CharField(max_length=9, blank=True, choices=VERDICTS)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_name = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["problem"], condition=Q(verdict=""), name="one_open_request"),
            models.CheckConstraint(condition=~Q(kind="return") | Q(unit__isnull=False), name="return_names_a_unit"),
            models.CheckConstraint(
                condition=~Q(kind="change")
                | Q(old_due__isnull=False, asked_due__isnull=False, asked_due__gt=F("old_due")),
                name="more_time_is_later",
            ),
        ]
