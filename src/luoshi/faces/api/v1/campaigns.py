"""Campaigns: the list, one with its counts, and a plan file made into one."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from ninja import File, Form, Router, UploadedFile
from ninja.errors import HttpError

from luoshi.campaigns.adopt import adopt
from luoshi.campaigns.propose import PlanFile, propose
from luoshi.campaigns.queries import CampaignRow, campaigns, plan_of
from luoshi.campaigns.queries import campaign as one
from luoshi.faces.api.v1.answers import Listed, found, who
from luoshi.faces.api.v1.keyed import PLAN
from luoshi.oversight.queries import tally
from luoshi.plan.formats import Unreadable

router = Router(tags=["campaigns"])


@dataclass(frozen=True, slots=True)
class CampaignView:
    """One campaign; `lights` and `states` count its items as this key's person sees them."""

    id: int
    title: str
    issuer: str
    document_number: str
    start: date | None
    end: date | None
    today: date
    lights: dict[str, int]
    states: dict[str, int]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of a plan file: its proposal, and the campaign where it was adopted."""

    proposal: int
    campaign: int | None
    tasks: int
    findings: int


@router.get("", url_name="campaigns", response=Listed[CampaignRow])
def listed(request: HttpRequest) -> Listed[CampaignRow]:
    """The campaigns that this person may open, the newest first, all on one page."""
    return Listed(tuple(campaigns(who(request))), "")


@router.get("/{int:campaign_id}", url_name="campaign", response=CampaignView)
def show(request: HttpRequest, campaign_id: int) -> CampaignView:
    """One campaign."""
    row = found(one(who(request), campaign_id))
    counts = tally(row, who(request))
    return CampaignView(
        row.pk, row.title, row.issuer, row.document_number, row.start, row.end, row.today,
        counts.lights(), dict(counts.by_state),
    )  # fmt: skip


@router.post("", response=Proposed, auth=PLAN)
def make(request: HttpRequest, file: File[UploadedFile], accept: Form[bool] = False) -> Proposed:
    """Read a plan file into a proposal, once for the same bytes; with `accept` adopt it as it was read."""
    try:
        made = propose(PlanFile(file.name or "plan", file.read()), by=who(request))
    except Unreadable as unreadable:
        raise HttpError(422, str(unreadable)) from unreadable
    held = made.proposal
    campaign = adopt(held, by=who(request)).campaign.pk if accept and held.state == "open" else held.campaign_id
    plan = plan_of(held)
    return Proposed(held.pk, campaign, len(plan.tasks), len(plan.findings))
