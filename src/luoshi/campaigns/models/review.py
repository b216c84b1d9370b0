"""What waits for somebody's word: returns, extensions and cancellations of assignments, and lists to be issued."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from luoshi.campaigns.models.demand import Campaign
from luoshi.campaigns.models.work import Assignment
from luoshi.campaigns.states import ISSUE_REQUEST
from luoshi.orgs.models import Person, Unit


class Review(models.Model):
    """One request about an assignment and the answer to it; kept for good, at most one of an assignment is open.

    A return proposes `unit`; an extension asks for `asked_due` in place of `old_due` and may be granted `granted_due`.
    `level` says who answers a return: the office, or after a dispute a leader. `disputes` is the refusal disputed.
    """

    KINDS: ClassVar = [("return", "退件"), ("change", "延期"), ("cancel", "撤销")]
    LEVELS: ClassVar = [("office", "领导小组办公室"), ("leader", "领导")]
    VERDICTS: ClassVar = [("granted", "同意"), ("refused", "不同意"), ("withdrawn", "已撤回")]

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=6, choices=KINDS)
    level = models.CharField(max_length=6, choices=LEVELS)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_name = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    reason = models.TextField()
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="proposed_in")
    old_due = models.DateField(null=True)
    asked_due = models.DateField(null=True)
    granted_due = models.DateField(null=True)
    disputes = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="disputed_by")
    verdict = models.CharField(max_length=9, blank=True, choices=VERDICTS)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_name = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment"], condition=Q(verdict=""), name="one_open_review"),
            models.CheckConstraint(condition=~Q(kind="return") | Q(unit__isnull=False), name="a_return_names_a_unit"),
            models.CheckConstraint(
                condition=~Q(kind="change")
                | Q(old_due__isnull=False, asked_due__isnull=False, asked_due__gt=F("old_due")),
                name="an_extension_is_later",
            ),
            models.CheckConstraint(
                condition=~Q(kind="change", verdict="granted")
                | Q(granted_due__isnull=False, granted_due__gt=F("old_due")),
                name="a_grant_is_later",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at=None) | (~Q(verdict="") & Q(decided_at__isnull=False)),
                name="a_verdict_has_its_moment",
            ),
        ]


class IssueRequest(models.Model):
    """Tasks that the office would issue, waiting for a leader's approval; `tasks` are ids."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="issue_requests")
    state = models.CharField(max_length=12, choices=ISSUE_REQUEST.choices, default=ISSUE_REQUEST.initial)
    tasks = models.JSONField()
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_name = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_name = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    @property
    def chain(self) -> str:
        return f"campaign:{self.campaign_id}"
