"""A campaign's rules for problems: days of public notice, whether the weak form is used, the sample's share."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import may_work, of_office
from luoshi.campaigns.models import Campaign
from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.problems.models import ProblemRules

MOST_DAYS = 60
READ = "problem_rule_read"
"""Where a campaign at hand keeps its rules."""


@dataclass(frozen=True, slots=True)
class ProblemRule:
    """Working days for objections, 0 for no notice; whether the office strikes off weekly; percent looked back at."""

    notice_days: int = 10
    is_weak: bool = False
    share: int = 20


def rules_of(campaign: Campaign) -> ProblemRule:
    """The rules in force in that campaign; read once an object."""
    known: ProblemRule | None = campaign.__dict__.get(READ)
    if known is None:
        known = keep_rules(campaign, ProblemRules.objects.filter(campaign_id=campaign.pk).first())
    return known


def keep_rules(campaign: Campaign, row: ProblemRules | None) -> ProblemRule:
    """The rules as that row has them, the usual ones without it; the campaign at hand keeps them."""
    known = ProblemRule(row.notice_days, row.is_weak, row.share) if row else ProblemRule()
    campaign.__dict__[READ] = known
    return known


def set_rules(campaign: Campaign, given: ProblemRule, *, by: Standing) -> None:
    """Set the rules. Raises Unanswered for impossible ones."""
    demand(may_work(campaign) and of_office(by))
    if not 0 <= given.notice_days <= MOST_DAYS:
        raise Unanswered("notice_days", _("公示天数填0到60个工作日，0为不公示。"))
    if not 1 <= given.share <= 100:
        raise Unanswered("share", _("抽查比例填1到100。"))
    with transaction.atomic():
        ProblemRules.objects.update_or_create(campaign=campaign, defaults=asdict(given))
        record(campaign.chain, "problem.rules", "campaign", [campaign.pk], by=by.acting(), data=asdict(given))
    campaign.__dict__.pop(READ, None)
