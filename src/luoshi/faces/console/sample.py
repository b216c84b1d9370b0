"""The sample's life: the sample plan adopted, issued, reported and verified by the same acts as people use."""

from luoshi.campaigns.adopt import adopt
from luoshi.campaigns.models import Proposal
from luoshi.orgs.access import INSTALLER


def live(proposal: Proposal) -> None:
    """Adopt the sample plan and live it through."""
    adopt(proposal, by=INSTALLER)
