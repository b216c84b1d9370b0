"""The end of a problem: applications with their verified records, and looks back."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from luoshi.orgs.models import Person
from luoshi.problems.models.problem import Problem


class Closeout(models.Model):
    """One application to strike a problem off, and the check of it by somebody else; `number` counts from 1.

    `form` says how it was checked: on the spot by another body, or by the office's weekly list. A passed one bears
    the verifier's name, post and note; `notice_from` to `notice_until` it was public, `objection` sent it back.
    """

    FORMS: ClassVar = [("on_site", gettext_noop("现场核查")), ("weekly", gettext_noop("办公室按周销号"))]
    VERDICTS: ClassVar = [("passed", gettext_noop("核查通过")), ("returned", gettext_noop("退回"))]

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="closeouts")
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    applied_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    applied_name = models.CharField(max_length=80)
    applied_at = models.DateTimeField()
    self_check = models.TextField()
    form = models.CharField(max_length=8, blank=True, choices=FORMS)
    verdict = models.CharField(max_length=8, blank=True, choices=VERDICTS)
    verified_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    verified_name = models.CharField(max_length=80, blank=True)
    verified_post = models.CharField(max_length=120, blank=True)
    verified_at = models.DateTimeField(null=True)
    seen_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    notice_from = models.DateField(null=True)
    notice_until = models.DateField(null=True)
    objection = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["problem", "number"], name="one_closeout_a_number"),
            models.UniqueConstraint(fields=["problem"], condition=Q(verdict=""), name="one_open_closeout"),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("applied_by")), name="nobody_verifies_their_own"
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | (Q(verified_by__isnull=False, verified_at__isnull=False) & ~Q(note="")),
                name="a_check_has_name_day_and_note",
            ),
        ]


class LookBack(models.Model):
    """One problem in the frame of a sample, drawn or not: `days` after it was struck off in that round.

    The sample follows from `seed` and the frame alone, so that anybody can draw it again.
    """

    FINDINGS: ClassVar = [("holds", gettext_noop("整改有效")), ("relapsed", gettext_noop("反弹"))]

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="looks")
    round = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=40)
    is_drawn = models.BooleanField()
    drawn_on = models.DateField()
    finding = models.CharField(max_length=8, blank=True, choices=FINDINGS)
    found_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    found_name = models.CharField(max_length=80, blank=True)
    found_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [models.UniqueConstraint(fields=["problem", "round", "days"], name="one_look_a_term")]
