"""The campaign's journal as people read it: each act in one plain line, by days, the newest first."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.telling import tell
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import signed_in
from luoshi.oversight.changes import changes

PAGE = 50


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """One screen of lines, `before` a place in the chain."""
    campaign = campaign_or_404(request, campaign_id)
    before = number(request.GET.get("before", ""))
    shown = changes(campaign, who(request), PAGE, before)
    told = [tell(change, campaign) for change in shown.lines]
    days = [(day, list(lines)) for day, lines in groupby(told, key=lambda line: line.day)]
    values: dict[str, object] = {"days": days, "before": shown.before, "is_later": before is not None}
    return page(request, "desk/work/history.html", values, title=_("动态"), campaign=campaign)
