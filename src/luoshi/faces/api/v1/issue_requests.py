"""Requests to issue that wait for a leader's word, and the word."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router

from luoshi.campaigns import approve
from luoshi.campaigns.queries import campaign as one_campaign
from luoshi.campaigns.review.queries import issue_request, issue_requests
from luoshi.faces.api.v1.acts import Act, Place, offer
from luoshi.faces.api.v1.answers import Listed, found, who
from luoshi.faces.api.v1.keyed import PLAN
from luoshi.orgs.access import Standing

if TYPE_CHECKING:
    from luoshi.campaigns.models import IssueRequest

router = Router(tags=["issue requests"])
AT = "/{int:campaign_id}/issue_requests"


@dataclass(frozen=True, slots=True)
class IssueRequestView:
    """One request to issue these tasks, and the answer to it, empty while it waits."""

    id: int
    state: str
    tasks: tuple[int, ...]
    asked_by: str
    asked_at: datetime
    decided_by: str
    answer: str


@router.get(AT, url_name="issue_requests", response=Listed[IssueRequestView])
def listed(request: HttpRequest, campaign_id: int) -> Listed[IssueRequestView]:
    """The requests that wait for an answer, the oldest first, all on one page; for those who read across all units."""
    me = who(request)
    held = found(one_campaign(me, campaign_id) if me.is_wide else None)
    return Listed(tuple(map(_view, issue_requests(held))), "")


def _find(who: Standing, campaign_id: int, request_id: int) -> "IssueRequest | None":
    held = one_campaign(who, campaign_id) if who.is_wide else None
    return issue_request(held.pk, request_id) if held else None


@router.get(f"{AT}/{{int:request_id}}", url_name="issue_request", response=IssueRequestView)
def show(request: HttpRequest, campaign_id: int, request_id: int) -> IssueRequestView:
    """One request to issue."""
    return _view(found(_find(who(request), campaign_id, request_id)))


def _view(asked: "IssueRequest") -> IssueRequestView:
    return IssueRequestView(
        id=asked.pk,
        state=asked.state,
        tasks=tuple(asked.tasks),
        asked_by=asked.asked_name,
        asked_at=asked.asked_at,
        decided_by=asked.decided_name,
        answer=asked.answer,
    )


ACTS = (
    Act("approve", approve.approve, approve.Approval),
    Act("refuse", approve.refuse, approve.Approval),
    Act("withdraw", approve.withdraw),
)
offer(router, Place("issue_request", f"{AT}/{{int:request_id}}", _find, show, IssueRequestView, PLAN), ACTS)
