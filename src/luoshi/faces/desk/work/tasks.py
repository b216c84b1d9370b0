"""The task list: views, one row of filters, screens of rows, and what can be done with the rows that are chosen."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.doubts import issuable
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.address import SIZES, Address, chosen, read
from luoshi.faces.desk.work.narrow import filters_row, seek, views
from luoshi.faces.desk.work.rows import Rows
from luoshi.faces.desk.work.together import TOGETHER
from luoshi.faces.desk.work.urging import MOST, urging_text
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Act, Pager
from luoshi.faces.shared.toasts import say
from luoshi.orgs.access import Standing
from luoshi.oversight.access import may_urge
from luoshi.oversight.home import StageCard, overview, stages
from luoshi.oversight.memory import remembered, scope
from luoshi.oversight.parties import choices
from luoshi.oversight.parts import Key, Part, parts
from luoshi.oversight.queries import Page, Tally, tally
from luoshi.oversight.queries import page as screen
from luoshi.reports.jobs import ask_for

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """One screen of the items that this person may see."""
    campaign, me, asked = campaign_or_404(request, campaign_id), who(request), read(request.GET)
    seen = overview(campaign, me)
    counts = seen.tally if asked.filters.is_empty() else tally(campaign, me, asked.filters)
    try:
        shown = _screen(campaign, me, asked)
    except ValueError:
        return redirect(f"{request.path}{asked.url()}")
    cards = seen.stages if asked.filters.is_empty() else stages(campaign, counts)
    in_bands = cards and asked.group == "stage" and asked.sort == "number"
    bands: dict[int | None, StageCard] | None = {card.id: card for card in cards} if in_bands else None
    people = choices(campaign, me)
    values: dict[str, object] = {
        "address": asked,
        "counts": counts,
        "people": people,
        "rows": Rows(campaign, bands=bands, ticked=asked.whole, parts=_parts(campaign, me, shown)).body(shown.items),
        "is_empty": not shown.items,
        "views": views(campaign, seen.tally, asked),
        "seek": seek(asked),
        "filters": filters_row(campaign, cards, people, asked),
        "kept": [(name, value) for name, value in asked.kept() if name in ("sort", "group", "size")],
        "acts": acts(campaign, me, seen.tally),
        "pager": _pager(asked, shown, counts),
        "all_url": asked.url(all=1) if counts.total > len(shown.items) else "",
        "may_plan": bool(may_plan(me)),
        "unissued": seen.tally.by_state["unissued"],
        "issuable": _issuable(campaign, me, seen.tally),
        "chart_query": asked.url(sort="", group="", size=""),
        "other_size": next(size for size in SIZES if size != asked.size),
        "size_url": asked.url(size=next(size for size in SIZES if size != asked.size)),
        "number_url": asked.url(sort="", group=""),
        "due_url": asked.url(sort="due"),
    }
    return page(request, "desk/work/tasks.html", values, title=_("任务清单"), campaign=campaign, seen=seen)


def acts(campaign: "Campaign", me: Standing, whole: Tally) -> tuple[Act, ...]:
    """What can be done with chosen rows: issuing for planners, urging for who sees across units, taking them away."""
    found = [Act(_("导出所选"), reverse("export", args=[campaign.pk]), key="E")]
    if me.has("office"):
        found += [Act(str(act.label), reverse("together", args=[campaign.pk, name])) for name, act in TOGETHER.items()]
    if me.is_wide:
        found.insert(0, Act(_("复制催办文案"), reverse("urging", args=[campaign.pk]), key="U", value="urge"))
    if may_urge(me, campaign):
        found.insert(0, Act(_("催办，先预览"), reverse("urge", args=[campaign.pk])))
    if may_plan(me) and whole.by_state["unissued"]:
        found.insert(0, Act(_("下发，先预览"), reverse("issue", args=[campaign.pk]), key="I"))
    return tuple(found)


@signed_in
@require_POST
def export(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Begin writing the ledger of the chosen items."""
    campaign = campaign_or_404(request, campaign_id)
    filters = chosen(request.POST)
    if filters.is_empty() and request.POST.get("all") != "1":
        return _nothing_chosen(request, campaign)
    return redirect("job", ask_for(campaign, who(request), filters).pk)


@signed_in
@require_POST
def urging(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """A text that reminds the units of the chosen items, to be copied into a group; sends nothing."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    filters = chosen(request.POST)
    if filters.is_empty() and request.POST.get("all") != "1":
        return _nothing_chosen(request, campaign)
    shown = screen(campaign, me, filters, size=MOST, sort="due")
    text = urging_text(campaign, me, shown.items)
    if request.headers.get("Accept") == "text/plain":
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    values = {"text": text, "n": len(shown.items), "is_cut": bool(shown.after), "most": MOST}
    return page(request, "desk/work/urging.html", values, title=_("催办文案"), campaign=campaign)


def _screen(campaign: "Campaign", me: Standing, asked: Address) -> Page:
    keys = {"after": asked.after, "before": asked.before, "sort": asked.sort}
    question = ("screen", scope(me), asked.filters, asked.size, *keys.values())
    return remembered(campaign, question, lambda: screen(campaign, me, asked.filters, size=asked.size, **keys))


def _parts(campaign: "Campaign", me: Standing, shown: Page) -> dict[Key, Part]:
    """How far the tasks on this screen are that several units have; unasked where none is out."""
    out = [item.task_id for item in shown.items if item.assignment_id]
    return parts(campaign, me, out) if out else {}


def _issuable(campaign: "Campaign", me: Standing, whole: Tally) -> int:
    if not (may_plan(me) and whole.by_state["unissued"]):
        return 0
    return remembered(campaign, ("issuable",), lambda: issuable(campaign))


def _nothing_chosen(request: HttpRequest, campaign: "Campaign") -> HttpResponse:
    say(request, _("先在清单里选中任务，再按这个按钮。"))
    return redirect("tasks", campaign.pk)


def _pager(asked: Address, shown: Page, counts: Tally) -> Pager:
    n = len(shown.items)
    first = asked.at if asked.after or asked.before else 1
    first = max(1, min(first, counts.total - n + 1))
    back = asked.url(before=shown.before, at=max(1, first - asked.size)) if shown.before else ""
    ahead = asked.url(after=shown.after, at=first + n) if shown.after else ""
    return Pager(first, first + n - 1, counts.total, back, ahead)
