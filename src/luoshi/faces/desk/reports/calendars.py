"""Due days in one's own calendar: links that a calendar program asks, made and ended here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import page, who
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import public, signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.reports.feeds import NewFeed, calendar, end_feed, open_feed
from luoshi.reports.queries import feeds


@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """The calendars that one can have; a link is shown once, when it is made."""
    me, url, chosen = who(request), "", None
    if request.method == "POST":
        chosen = number(request.POST.get("unit", ""))
        token = open_feed(NewFeed(chosen), by=me)
        url = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    values: dict[str, object] = {"feeds": feeds(me), "url": url, "chosen": chosen}
    crumbs = (Link(_("我的账号"), reverse("account")),)
    response = page(request, "desk/reports/calendars.html", values, title=_("日历订阅"), crumbs=crumbs)
    add_never_cache_headers(response)
    return response


@signed_in
@require_POST
def end(request: HttpRequest, feed_id: int) -> HttpResponse:
    """End a link."""
    end_feed(feed_id, by=who(request))
    say(request, _("链接已停用，日历里不再更新。"))
    return redirect("calendars")


@public
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for a program that has the secret."""

    def task_url(campaign_id: int, task_id: int, assignment_id: int) -> str:
        return request.build_absolute_uri(f"{reverse('task', args=[campaign_id, task_id])}?a={assignment_id}")

    made = calendar(token, task_url)
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="luoshi.ics"'
    add_never_cache_headers(response)
    return response
