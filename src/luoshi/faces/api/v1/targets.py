"""Targets as gauges, on any day."""

from datetime import date

from django.http import HttpRequest
from ninja import Router

from luoshi.campaigns.queries import campaign as one_campaign
from luoshi.faces.api.v1.answers import Id, Listed, found, who
from luoshi.oversight.gauges import Gauge, gauges

router = Router(tags=["targets"])


@router.get("", url_name="targets", response=Listed[Gauge])
def listed(request: HttpRequest, campaign: Id, as_of: date | None = None) -> Listed[Gauge]:
    """The campaign's targets in the order of the plan, counted up to and including `as_of`."""
    held = found(one_campaign(who(request), campaign))
    return Listed(tuple(gauges(held, who=who(request), as_of=as_of)), "")
