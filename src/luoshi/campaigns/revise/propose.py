"""What a revised plan file changes, against the plan as adopted."""

import json
from dataclasses import asdict
from typing import Any

from luoshi.campaigns.models import Campaign, PlanChange, Proposal
from luoshi.plan.codec import from_json
from luoshi.plan.compare import compare
from luoshi.plan.compare.change import Change

SAME = ("kind", "subject", "key", "old", "new", "old_node")


def propose_changes(proposal: Proposal, campaign: Campaign) -> list[PlanChange]:
    """One row a difference, in the order of the comparison; what an earlier revision already changed is left out."""
    adopted = Proposal.objects.get(campaign=campaign)
    found = compare(from_json(json.loads(adopted.plan)), from_json(json.loads(proposal.plan)))
    applied = PlanChange.objects.filter(campaign=campaign, state="applied").values_list("body", flat=True)
    done = {_mark(body) for body in applied}
    bodies = [_body(change) for change in found]
    return PlanChange.objects.bulk_create(
        PlanChange(proposal=proposal, campaign=campaign, number=number, body=body)
        for number, body in enumerate((body for body in bodies if _mark(body) not in done), 1)
    )


def _body(change: Change) -> dict[str, Any]:
    return dict(json.loads(json.dumps(asdict(change))))


def _mark(body: dict[str, Any]) -> str:
    return json.dumps([body[name] for name in SAME], sort_keys=True)
