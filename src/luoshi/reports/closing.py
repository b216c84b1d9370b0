"""What stands open in later rooms when a campaign is to be closed: gathered here, at the mouth of the river."""

from luoshi.campaigns.close import Finding
from luoshi.campaigns.models import Campaign
from luoshi.opinions.queries import open_opinions
from luoshi.problems.queries import open_problems


def open_elsewhere(campaign: Campaign) -> tuple[Finding, ...]:
    """What stands open behind the campaign's own work: opinions without an answer, problems that are not struck off."""
    return (*open_opinions(campaign), *open_problems(campaign))
