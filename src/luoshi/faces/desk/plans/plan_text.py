"""The text of a campaign's plan, read-only, with its marks; a place in it can be pointed at from anywhere."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luoshi.campaigns import plan_texts, queries
from luoshi.campaigns.access import may_read
from luoshi.campaigns.plan_texts import Placed
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.plans.marks import Mark, lines, opening, within
from luoshi.faces.desk.plans.text import headings
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import signed_in
from luoshi.orgs.access import Standing


@signed_in
@require_GET
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The plan's text; `?at=START-END` marks a place, `?revision=ID` shows the text of a revised plan instead.

    Asked for neither, it shows the revised plan that the campaign follows, where it follows one.
    """
    campaign = campaign_or_404(request, campaign_id)
    me, revision = who(request), number(request.GET.get("revision", "")) or None
    current = plan_texts.current_revision(campaign_id)
    if not (request.GET.get("revision") or request.GET.get("at")):
        revision = current
    found = plan_texts.plan_text(campaign_id, revision)
    if found is None or (revision and not may_read(me, found.proposal)):
        raise Http404
    text = found.proposal.text
    tasks = [row for row in found.placed if row.kind == "task"]
    urls = _task_urls(me, campaign_id, tasks)
    marks = [*_marks(text, found.placed, urls), *_pointed_at(request.GET.get("at", ""), len(text))]
    marks += [Mark(start, end, "at") for start, end in found.changed]
    owners = sorted((row.start, row.end, f"t{row.id}") for row in tasks)
    shown = lines(text, marks, owners, headings(queries.plan_of(found.proposal), text))
    values: dict[str, object] = {
        "text": SafeString("".join(line.html for line in shown)),
        "tasks": [(row.number, row.title, row.start, urls.get(row.id, "")) for row in tasks],
        "proposal": found.proposal,
        "is_revision": revision is not None,
        "changed": len(found.changed),
        "current_url": f"{request.path}?revision={current}" if current and current != revision else "",
        "adopted_url": f"{request.path}?revision=0" if revision else "",
    }
    return page(request, "desk/plans/plan_text.html", values, title=_("方案原文"), campaign=campaign)


def _task_urls(who: Standing, campaign_id: int, tasks: list[Placed]) -> dict[int, str]:
    """Addresses of the tasks that this person may open, by id."""
    open_keys = queries.visible_keys(who, "task", [str(row.id) for row in tasks])
    address = reverse("task", args=[campaign_id, 0])
    return {row.id: address.replace("/0/", f"/{row.id}/") for row in tasks if str(row.id) in open_keys}


def _marks(text: str, placed: tuple[Placed, ...], urls: dict[int, str]) -> Iterator[Mark]:
    for row in placed:
        span = (row.start, row.end)
        if row.kind == "stage":
            words = within(text, span, row.title)
            yield Mark(*(words if words[1] > words[0] else opening(text, span, "")), "st")
        elif row.kind == "task":
            yield Mark(*opening(text, span, row.title), "tk", f"t{row.id}", row.number, urls.get(row.id, ""))
        else:
            yield Mark(*span, "du" if row.kind == "duty" else "ta")
        if row.time_text:
            yield Mark(*within(text, span, row.time_text), "ti")


def _pointed_at(said: str, length: int) -> Iterator[Mark]:
    start, end = (number(word) for word in said.partition("-")[::2])
    if start is not None and end is not None and start < min(end, length):
        yield Mark(start, min(end, length), "at")
