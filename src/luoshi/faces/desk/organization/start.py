"""The first page: the campaigns that one may open."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from luoshi.campaigns import queries
from luoshi.campaigns.access import may_plan
from luoshi.faces.desk.frame import page, who
from luoshi.faces.desk.work.words import period_text
from luoshi.faces.shared.rules import signed_in
from luoshi.oversight.mine.mine import waiting


@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """All campaigns of this person, the newest first."""
    me = who(request)
    rows = [(row, period_text(row.start, row.end)) for row in queries.campaigns(me)]
    values = {"campaigns": rows, "may_plan": bool(may_plan(me))}
    return page(request, "desk/organization/start.html", values, title=_("全部活动"), waits=waiting(me))
