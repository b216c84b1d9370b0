"""The journal: who did what when, each entry with its place in the chain."""

from django.http import HttpRequest
from ninja import Router

from luoshi.campaigns.access import may_doubt
from luoshi.campaigns.queries import campaign as one_campaign
from luoshi.faces.api.v1.answers import Id, Listed, Size, found, who
from luoshi.journal.queries import Line, history
from luoshi.kit.verdict import demand

router = Router(tags=["entries"])


@router.get("", url_name="entries", response=Listed[Line])
def listed(request: HttpRequest, campaign: Id, size: Size = 25, after: int | None = None) -> Listed[Line]:
    """The entries of a campaign's chain, the newest first; for those who read across all units."""
    held = found(one_campaign(who(request), campaign))
    demand(may_doubt(who(request)))
    rows = history(held.chain, limit=size + 1, before=after)
    shown = tuple(rows[:size])
    return Listed(shown, str(shown[-1].seq) if len(rows) > size else "")
