"""The wall chart page: months or days, filtered as the task list is, printed on A3."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.reports import draw
from luoshi.faces.shared.rules import signed_in
from luoshi.oversight.items import filters_of
from luoshi.reports.wallchart import WEEKS, chart

FEW, MANY = 100, 500
OWN = ("after", "from", "size")
YEARS = range(1900, 2200)
"""Five weeks before and behind a day of these years can be shown."""


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """One page of the chart; `from` a day shows five weeks by days, else the whole campaign by ten-day periods."""
    campaign = campaign_or_404(request, campaign_id)
    asked = {name: value for name, value in request.GET.dict().items() if value}
    size = MANY if asked.get("size") == str(MANY) else FEW
    first_day = _day(asked.get("from", ""))
    filters = filters_of(asked)
    try:
        shown = chart(campaign, who(request), filters, after=asked.get("after", ""), size=size, first_day=first_day)
    except ValueError:
        return redirect("chart", campaign_id)

    def url(**changes: object) -> str:
        kept = {name: value for name, value in asked.items() if name != "after"} | changes
        return "?" + urlencode({name: value for name, value in kept.items() if value})

    monday = campaign.today - timedelta(days=campaign.today.weekday() + 7)
    values: dict[str, object] = {
        "chart": shown,
        "scale": draw.scale(shown),
        "symbols": draw.symbols(shown),
        "rows": draw.rows(shown, campaign.pk),
        "total": shown.tally.total,
        "first_day": first_day,
        "whole_url": url(**{"from": ""}),
        "days_url": url(**{"from": monday}),
        "earlier_url": url(**{"from": first_day - WEEKS}) if first_day else "",
        "later_url": url(**{"from": first_day + WEEKS}) if first_day else "",
        "next_url": url(after=shown.after) if shown.after else "",
        "top_url": url() if asked.get("after") else "",
        "more_url": url(size=MANY) if size == FEW and shown.after else "",
        "filters": urlencode({name: value for name, value in asked.items() if name not in OWN}),
        "me": who(request),
    }
    return page(request, "desk/reports/chart.html", values, title=_("挂图作战"), campaign=campaign, seen=shown.overview)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None
