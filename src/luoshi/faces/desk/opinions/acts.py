"""The acts on an opinion, each of which leads on to the next one of the queue."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.names import known
from luoshi.faces.desk.frame import who
from luoshi.faces.desk.opinions.queue import Sent, address, draw, heard_or_404, view_of
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.toasts import say
from luoshi.kit.machine import AlreadyMoved
from luoshi.opinions import queries
from luoshi.opinions.access import may_decide
from luoshi.opinions.triage import decide
from luoshi.opinions.triage.answer import answer, reopen
from luoshi.opinions.triage.ask import ask_back, stop_waiting, supplement
from luoshi.opinions.triage.decide import Decision, undecide
from luoshi.opinions.triage.look import look
from luoshi.opinions.triage.merge import merge, split
from luoshi.opinions.triage.screen import Screening, screen, tidy
from luoshi.orgs.access import Standing

if TYPE_CHECKING:
    from luoshi.opinions.models import Opinion

Act = Callable[["Opinion", QueryDict, Standing], object]
DECISIONS = ("accept", "transfer", "decline")
STAYS = ("tidy", "merge", "split", "undecide", "supplement", "stop_waiting", "reopen")
"""After these the same opinion is shown again."""
TYPED = ("tidied", "theme", "accused", "unit", "to", "reason", "question", "text")


def _unit(name: str, field: str) -> int | None:
    """The id of the unit of that name. Raises Unanswered for a name that no unit bears."""
    name = name.strip()
    if not name:
        return None
    found, _set = known().parties.get(name, (None, None))
    if found is None:
        raise Unanswered(field, _("没有“%(name)s”这个单位，从列表里选。") % {"name": name})
    return found


def _screening(data: QueryDict) -> Screening:
    restricted = data.get("is_restricted") == "1"
    return Screening(
        data.get("tidied", ""), data.get("theme", ""), restricted, _unit(data.get("accused", ""), "accused")
    )


def _tidy(opinion: "Opinion", data: QueryDict, me: Standing) -> None:
    """Keep the clerk's own text: by screening what was not screened, else by tidying."""
    (screen if opinion.state == "received" else tidy)(opinion, _screening(data), by=me)


def _decide(act: str) -> Act:
    def make(opinion: "Opinion", data: QueryDict, me: Standing) -> None:
        unit = _unit(data.get("unit", ""), "unit") if act != "decline" else None
        screening = _screening(data) if "tidied" in data and may_decide(me, opinion) else None
        decision = Decision(unit, data.get("to", ""), data.get("reason", ""), screening)
        getattr(decide, act)(opinion, decision, by=me)

    return make


def _merge(opinion: "Opinion", data: QueryDict, me: Standing) -> None:
    ids = [pk for pk in map(number, data.getlist("others")) if pk is not None]
    merge([opinion, *queries.opinions_for(me, opinion.campaign, ids)], by=me)


def _answer(opinion: "Opinion", data: QueryDict, me: Standing) -> None:
    """What was written, or the answer kept ready that was chosen."""
    ready = dict(queries.phrases(opinion.campaign))
    answer(opinion, data.get("text", "").strip() or ready.get(data.get("phrase", ""), ""), by=me)


ACTS: dict[str, tuple[Act, str]] = {
    "tidy": (_tidy, gettext_noop("已存下，原话没有动。")),
    "accept": (_decide("accept"), gettext_noop("%(n)s号已采纳，交办理单位。")),
    "transfer": (_decide("transfer"), gettext_noop("%(n)s号已转办。")),
    "decline": (_decide("decline"), gettext_noop("%(n)s号不采纳，理由已记下。")),
    "undecide": (lambda row, _data, me: undecide(row, by=me), gettext_noop("%(n)s号的处理已撤销。")),
    "ask_back": (
        lambda row, data, me: ask_back(row, data.get("question", ""), by=me),
        gettext_noop("%(n)s号已请提出人补充，等待期间不计时限。"),
    ),
    "supplement": (
        lambda row, data, me: supplement(row, data.get("text", ""), by=me),
        gettext_noop("提出人的补充已记下。"),
    ),
    "stop_waiting": (lambda row, _data, me: stop_waiting(row, by=me), gettext_noop("不再等待，接着处理。")),
    "answer": (
        _answer,
        gettext_noop("%(n)s号已答复，提出人凭查询码看到。"),
    ),
    "reopen": (lambda row, data, me: reopen(row, data.get("reason", ""), by=me), gettext_noop("%(n)s号重新处理。")),
    "merge": (_merge, gettext_noop("已并在一起办理，每位提出人都会得到答复。")),
    "split": (lambda row, _data, me: split(row, by=me), gettext_noop("%(n)s号已拆出来单独办理。")),
}


@signed_in
@require_POST
def make(request: HttpRequest, campaign_id: int, opinion_id: int, act: str) -> HttpResponse:
    """Make the act and show the next one; a form with a mistake is shown again with what was typed."""
    heard, me, view = heard_or_404(request, campaign_id), who(request), view_of(request)
    row = queries.opinion_for(me, opinion_id)
    if row is None or row.campaign_id != campaign_id or act not in (*ACTS, "look"):
        raise Http404
    if act == "look":
        return draw(request, heard, opinion_id, giver=look(row, by=me), looked=True)
    next_one = queries.next_after(me, row, view)
    try:
        ACTS[act][0](row, request.POST, me)
    except Unanswered as unanswered:
        typed = {name: request.POST.get(name, "") for name in TYPED if name in request.POST}
        sent = Sent(act, unanswered.field, str(unanswered), typed)
        return draw(request, heard, opinion_id, sent=sent, status=422)
    except AlreadyMoved:
        say(request, _("别人刚刚办过这一条，没有重复办理。"))
        return redirect(address(campaign_id, view, opinion_id))
    undo = reverse("opinion_act", args=[campaign_id, opinion_id, "undecide"]) if act in DECISIONS else ""
    say(request, _(ACTS[act][1]) % {"n": row.number}, f"{undo}?view={view}" if undo else "")
    stays = act in STAYS and queries.opinion_for(me, opinion_id) is not None
    return redirect(address(campaign_id, view, opinion_id if stays else next_one))
