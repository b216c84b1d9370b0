"""The plan that a campaign follows: its adopted reading with every difference that was applied since."""

import json

from luoshi.campaigns.models import Campaign, PlanChange, Proposal
from luoshi.campaigns.revise.entries import Entries, Step
from luoshi.campaigns.revise.rows import Rows
from luoshi.campaigns.revise.taken import take
from luoshi.plan.codec import from_json
from luoshi.plan.model import Plan


def followed(campaign: Campaign) -> Plan:
    """The plan that the campaign follows; its nodes bear the marks of the campaign's rows."""
    rows = Rows(campaign)
    held = Entries(_plan(Proposal.objects.get(campaign=campaign)), rows)
    applied = PlanChange.objects.filter(campaign=campaign, state="applied").order_by("proposal_id", "number")
    plans = {p.pk: _plan(p) for p in Proposal.objects.filter(pk__in=applied.values("proposal_id"))}
    for change in applied:
        take(held, Step(change.body, plans[change.proposal_id], rows, change.proposal_id))
    return held.plan()


def _plan(proposal: Proposal) -> Plan:
    return from_json(json.loads(proposal.plan))
