"""An opinion, its wording that nobody changes, who gave it, what was said back and forth, and the answers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from luoshi.campaigns.models import Campaign
from luoshi.opinions.models.gathering import Group
from luoshi.opinions.states import OPINION
from luoshi.orgs.models import Person, Unit


class Opinion(models.Model):
    """One opinion of one giver. What the clock decides (to be screened, to be answered by) is derived, never stored.

    `since` is the day from which the clocks count: that of receipt, of the giver's supplement, of reopening.
    `digest` seals the wording and outlives it; `alike` is equal where normalised wordings are. `code` is the digest
    of the tracking code. `unit` deals with it, `to` names a body outside; with `is_restricted` only the group's head
    and supervisors see it, and never those of `accused`. `entered_by` typed it in and is not its giver.
    """

    CHANNELS: ClassVar = [
        ("session", gettext_noop("座谈会")),
        ("box", gettext_noop("意见箱")),
        ("phone", gettext_noop("热线电话")),
        ("mail", gettext_noop("电子邮箱")),
        ("web", gettext_noop("网络平台")),
        ("visit", gettext_noop("上门走访")),
        ("media", gettext_noop("媒体")),
        ("letter", gettext_noop("来信")),
    ]
    GIVERS: ClassVar = [
        ("", gettext_noop("未说明")),
        ("citizen", gettext_noop("群众")),
        ("deputy", gettext_noop("两代表一委员")),
        ("served", gettext_noop("服务对象")),
        ("business", gettext_noop("企业")),
        ("staff", gettext_noop("干部职工")),
        ("expert", gettext_noop("专家")),
        ("other", gettext_noop("其他")),
    ]
    VERDICTS: ClassVar = [
        ("", gettext_noop("未评价")),
        ("solved", gettext_noop("解决了")),
        ("open", gettext_noop("没解决")),
    ]

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="opinions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=OPINION.choices, default=OPINION.initial)
    held = models.CharField(max_length=16, choices=OPINION.choices, blank=True)
    channel = models.CharField(max_length=10, choices=CHANNELS)
    giver = models.CharField(max_length=10, choices=GIVERS, blank=True)
    received_at = models.DateTimeField()
    since = models.DateField()
    digest = models.CharField(max_length=64)
    alike = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=64, unique=True, null=True)
    tidied = models.TextField(blank=True)
    theme = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="opinions")
    to = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    is_restricted = models.BooleanField(default=False)
    accused = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="opinions")
    answered_on = models.DateField(null=True)
    verdict = models.CharField(max_length=6, choices=VERDICTS, blank=True)
    entered_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    entered_name = models.CharField(max_length=80, blank=True)
    batch = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_opinion_a_number"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(unit__isnull=False), name="an_accepted_opinion_has_a_unit"
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="declined_with_a_reason"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "state", "number"], name="opinions_of_a_state"),
            models.Index(fields=["campaign", "alike"], name="opinions_alike"),
        ]

    @property
    def chain(self) -> str:
        return f"campaign:{self.campaign_id}"


class Wording(models.Model):
    """What the giver said, word for word, and where; the database refuses to change it. Gone once it is erased."""

    opinion = models.OneToOneField(Opinion, primary_key=True, on_delete=models.CASCADE, related_name="wording")
    text = models.TextField()
    place = models.CharField(max_length=120, blank=True)


class Identity(models.Model):
    """Who gave the opinion and how to reach them; every look at it is an entry. Gone 30 days after the answer."""

    opinion = models.OneToOneField(Opinion, primary_key=True, on_delete=models.CASCADE, related_name="identity")
    name = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=120, blank=True)


class Remark(models.Model):
    """A question to the giver, or what the giver said after the first words; appended, never changed."""

    KINDS: ClassVar = [
        ("question", gettext_noop("请补充")),
        ("reply", gettext_noop("补充")),
        ("correction", gettext_noop("更正")),
        ("unsolved", gettext_noop("没有解决")),
    ]

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=10, choices=KINDS)
    text = models.TextField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class Answer(models.Model):
    """An answer to the giver; appended, never changed. The latest is the one in force."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["pk"]
