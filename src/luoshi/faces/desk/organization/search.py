"""Search over campaigns, tasks and, for who keeps the organization, people: words, pinyin initials."""

from collections.abc import Collection, Sequence
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.campaigns import queries
from luoshi.faces.desk.frame import page, who
from luoshi.faces.shared.marks import marked
from luoshi.faces.shared.rules import signed_in
from luoshi.orgs.access import may
from luoshi.orgs.queries import called
from luoshi.platform.search.queries import Hit, find

MOST = 50


@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """What answers the query among what this person may see, by campaign."""
    query = request.GET.get("q", "").strip()[:100]
    me = who(request)
    campaigns = {row.id: row.title for row in queries.campaigns(me)} if query else {}

    def visible(kind: str, keys: Sequence[str]) -> Collection[str]:
        return queries.visible_keys(me, kind, keys)

    hits = find(query, None if me.is_wide else list(campaigns), limit=MOST, visible=visible) if query else []
    hits = [hit for hit in hits if hit.campaign_id in campaigns]
    by_campaign = sorted(hits, key=lambda hit: -(hit.campaign_id or 0))
    groups = [
        (campaigns[campaign_id or 0], [(_url(hit), marked(hit.title, hit.marks), hit.kind) for hit in found])
        for campaign_id, found in groupby(by_campaign, key=lambda hit: hit.campaign_id)
    ]
    people = called(query, MOST) if query and may(me, "manage") else []
    values: dict[str, object] = {
        "query": query,
        "groups": groups,
        "people": people,
        "total": len(hits) + len(people),
        "is_cut": len(hits) == MOST,
    }
    return page(request, "desk/organization/search.html", values, title=_("搜索"))


def _url(hit: Hit) -> str:
    if hit.kind == "task":
        return reverse("task", args=[hit.campaign_id, int(hit.key)])
    return reverse("home", args=[hit.campaign_id])
