"""A problem, the opinions that it gathers, and a campaign's rules for problems."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from luoshi.campaigns.models import Campaign
from luoshi.opinions.models import Opinion
from luoshi.orgs.models import Person, Unit
from luoshi.problems.states import ACCEPTED, PROBLEM


class Problem(models.Model):
    """One problem of a campaign; `number` counts from 1 without a gap and stays when it relapses.

    `item` says how it shows, `concerns` is the unit in which it shows, `unit` the one that has to rectify it.
    `original_due` is the first limit that it ever had: extensions, relapses and reopening leave it as it was.
    `round` counts from 1, one more with every relapse; `returns` how often a close-out was refused in this round.
    `closeout` is the verified record on which it may be struck off, `notice_until` the last day for objections.
    `adopted_by` is the leader who made it one of their own.
    """

    SOURCES: ClassVar = [
        ("opinion", gettext_noop("群众意见")),
        ("self_check", gettext_noop("单位查摆")),
        ("inspection", gettext_noop("督导检查")),
        ("research", gettext_noop("调查研究")),
        ("upper", gettext_noop("上级反馈")),
        ("other", gettext_noop("其他")),
    ]
    HORIZONS: ClassVar = [
        ("at_once", gettext_noop("立行立改")),
        ("limit", gettext_noop("限期整改")),
        ("lasting", gettext_noop("长期坚持")),
    ]
    GRADES: ClassVar = [("A", gettext_noop("甲类")), ("B", gettext_noop("乙类"))]

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="problems")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=PROBLEM.choices, default=PROBLEM.initial)
    held = models.CharField(max_length=16, choices=PROBLEM.choices, blank=True)
    source = models.CharField(max_length=10, choices=SOURCES)
    area = models.CharField(max_length=60, blank=True)
    item = models.TextField()
    cause = models.TextField(blank=True)
    concerns = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="problems_shown")
    found_on = models.DateField()
    horizon = models.CharField(max_length=8, choices=HORIZONS, default="limit")
    grade = models.CharField(max_length=1, choices=GRADES, default="B")
    tags = models.CharField(max_length=60, blank=True)
    lead_person = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="problems")
    person = models.CharField(max_length=40, blank=True)
    goal = models.TextField(blank=True)
    due = models.DateField(null=True)
    original_due = models.DateField(null=True)
    progress = models.PositiveSmallIntegerField(default=0)
    last_said = models.CharField(max_length=80, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    returns = models.PositiveSmallIntegerField(default=0)
    adopted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    adopted_name = models.CharField(max_length=80, blank=True)
    closeout = models.ForeignKey("Closeout", null=True, on_delete=models.RESTRICT, related_name="+")
    notice_until = models.DateField(null=True)
    struck_off_on = models.DateField(null=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    registered_name = models.CharField(max_length=80)
    remark = models.CharField(max_length=200, blank=True)
    token = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_problem_a_number"),
            models.UniqueConstraint(fields=["campaign", "token"], name="one_problem_a_token"),
            models.CheckConstraint(
                condition=~Q(state__in=ACCEPTED) | Q(closeout__isnull=False), name="accepted_on_a_verified_record"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("registered", "unfounded", "cancelled")) | Q(unit__isnull=False),
                name="a_problem_at_work_has_a_unit",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "state"], name="problems_of_a_state")]

    @property
    def chain(self) -> str:
        return f"campaign:{self.campaign_id}"

    @property
    def code(self) -> str:
        """问题编号: the number with four digits at least."""
        return f"{self.number:04}"

    @property
    def erased_item(self) -> str:
        """What stands in place of an opinion's words that were taken over and erased since."""
        return f"（第{self.code}号问题的原话已按提出人要求删除）"


class ProblemRules(models.Model):
    """How problems are struck off in a campaign that changed the usual rules.

    `notice_days` are working days for objections, 0 for no public notice. With `is_weak` the office strikes class-B
    problems off by a weekly list. `share` percent of what was struck off are looked back at.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="problem_rules")
    notice_days = models.PositiveSmallIntegerField(default=10)
    is_weak = models.BooleanField(default=False)
    share = models.PositiveSmallIntegerField(default=20)


class ProblemOpinion(models.Model):
    """One opinion behind a problem; `answered_on` is the day on which its giver was answered because of it."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="voices")
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="problems")
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "opinion"], name="one_link_an_opinion")]
