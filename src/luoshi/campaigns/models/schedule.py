"""How the work is bound in time: how often it is reported on, and which task waits for which."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from luoshi.campaigns.models.demand import Campaign, Task


class Rhythm(models.Model):
    """How often a campaign, or one task otherwise than the rest, is reported on, and on what basis that is asked.

    `day` is the weekday (1 Monday to 7) of a weekly report, the day of the month of a monthly one and of a quarterly
    one in the quarter's last month; 0 for half months. It holds from `since` on.
    """

    EVERY: ClassVar = [
        ("none", gettext_noop("不定期报送")),
        ("weekly", gettext_noop("每周")),
        ("half_monthly", gettext_noop("每半月")),
        ("monthly", gettext_noop("每月")),
        ("quarterly", gettext_noop("每季度")),
    ]

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="rhythms")
    task = models.OneToOneField(Task, null=True, on_delete=models.CASCADE, related_name="rhythm")
    every = models.CharField(max_length=12, choices=EVERY)
    day = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=200, blank=True)
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign"], condition=Q(task=None), name="one_rhythm_a_campaign"),
            models.CheckConstraint(condition=Q(every="none") | ~Q(basis=""), name="regular_reports_have_a_basis"),
        ]


class Blocker(models.Model):
    """A task that cannot be handed in before another is done."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="blockers")
    waits_for = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="blocks")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "waits_for"], name="one_blocker_a_pair"),
            models.CheckConstraint(condition=~Q(task=F("waits_for")), name="no_task_blocks_itself"),
        ]
