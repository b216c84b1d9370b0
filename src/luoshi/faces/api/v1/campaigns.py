"""Campaigns: the list, one with its counts and possible moves, a plan file made into one, and its course."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import File, Form, Router, UploadedFile
from ninja.errors import HttpError

from luoshi.campaigns import course
from luoshi.campaigns.adopt import adopt
from luoshi.campaigns.close import Closing, close
from luoshi.campaigns.propose import PlanFile, propose
from luoshi.campaigns.queries import CampaignRow, campaigns, plan_of
from luoshi.campaigns.queries import campaign as one
from luoshi.campaigns.states import CAMPAIGN
from luoshi.faces.api.v1.acts import Act, Place, offer
from luoshi.faces.api.v1.answers import Listed, found, who
from luoshi.faces.api.v1.keyed import PLAN
from luoshi.orgs.access import Standing
from luoshi.oversight.queries import tally
from luoshi.plan.formats import Unreadable
from luoshi.reports.closing import open_elsewhere

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

router = Router(tags=["campaigns"])


@dataclass(frozen=True, slots=True)
class CampaignView:
    """One campaign; `lights` and `states` count its items as this key's person sees them.

    `moves` tells for each move of its course why it is refused; empty where it is granted.
    """

    id: int
    title: str
    state: str
    issuer: str
    document_number: str
    start: date | None
    end: date | None
    today: date
    lights: dict[str, int]
    states: dict[str, int]
    moves: dict[str, str]


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
    me = who(request)
    row = found(one(me, campaign_id))
    counts = tally(row, me)
    moves = {move.name: course.may_steer(me, move, row).reason for move in CAMPAIGN.moves}
    return CampaignView(
        row.pk, row.title, row.state, row.issuer, row.document_number, row.start, row.end, row.today,
        counts.lights(), dict(counts.by_state), moves,
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


def _close(campaign: "Campaign", given: Closing, *, by: Standing) -> None:
    """Close the campaign; refused while anything stands open, unless the group's head says why."""
    close(campaign, given, findings=open_elsewhere, by=by)


ACTS = (
    Act("consult", course.consult),
    Act("start", course.start),
    Act("suspend", course.suspend, course.Cause),
    Act("resume", course.resume),
    Act("begin_closing", course.begin_closing),
    Act("close", _close, Closing),
    Act("reopen", course.reopen, course.Cause),
)
offer(router, Place("campaign", "/{int:campaign_id}", one, show, CampaignView, PLAN), ACTS)
