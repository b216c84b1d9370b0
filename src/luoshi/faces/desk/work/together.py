"""One act on many assignments of a list: first how many it would move and why not the others, then the act."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from luoshi.campaigns.access import may
from luoshi.campaigns.archive import archive
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.reach import assignments_for
from luoshi.campaigns.review.ask import Request, ask_cancel
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.address import chosen
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.toasts import say
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import Standing
from luoshi.oversight.queries import page as screen

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment

MOST = 200


@dataclass(frozen=True, slots=True)
class Together:
    """An act that can be made on many: its label, the act with a reason, and whether it wants one."""

    label: object
    make: Callable[["Assignment", str, Standing], object]
    wants_reason: bool = False


TOGETHER = {
    "archive": Together(later("归档"), lambda row, _reason, me: archive(row, by=me)),
    "ask_cancel": Together(later("提请撤销"), lambda row, reason, me: ask_cancel(row, Request(reason), by=me), True),
}


@signed_in
@require_POST
def show(request: HttpRequest, campaign_id: int, act: str) -> HttpResponse:
    """How many of the chosen would be moved; moves them once that is confirmed (`go`)."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    filters = chosen(request.POST)
    if act not in TOGETHER:
        raise Http404
    if filters.is_empty() and request.POST.get("all") != "1":
        say(request, _("先在清单里选中任务，再按这个按钮。"))
        return redirect("tasks", campaign_id)
    shown = screen(campaign, me, filters, size=MOST)
    rows = assignments_for(me, campaign_id, [item.assignment_id for item in shown.items if item.assignment_id])
    verdicts = [(row, may(me, ASSIGNMENT.move(act), row)) for row in rows]
    able = [row for row, verdict in verdicts if verdict]
    reason, mistake, status = request.POST.get("reason", ""), "", 200
    if request.POST.get("go") == "1":
        try:
            n = _make(act, able, reason, me)
        except Unanswered as unanswered:
            mistake, status = str(unanswered), 422
        else:
            words = ngettext("%(label)s：办了%(n)s件。", "%(label)s：办了%(n)s件。", n)
            say(request, words % {"label": TOGETHER[act].label, "n": n})
            return redirect("tasks", campaign_id)
    values: dict[str, object] = {
        "act": act,
        "label": TOGETHER[act].label,
        "wants_reason": TOGETHER[act].wants_reason,
        "reason": reason,
        "mistake": mistake,
        "able": able,
        "picked": ",".join(str(row.pk) for row in able),
        "reasons": Counter(verdict.reason for _row, verdict in verdicts if not verdict).most_common(),
        "unissued": sum(item.assignment_id is None for item in shown.items),
        "is_cut": bool(shown.after),
        "most": MOST,
    }
    title = str(TOGETHER[act].label)
    return page(request, "desk/work/together.html", values, title=title, campaign=campaign, status=status)


def _make(act: str, rows: list["Assignment"], reason: str, me: Standing) -> int:
    """How many were moved; who was moved by somebody else meanwhile is passed over. Raises Unanswered."""
    n = 0
    for row in rows:
        try:
            TOGETHER[act].make(row, reason, me)
            n += 1
        except (AlreadyMoved, Refused):
            continue
    return n
