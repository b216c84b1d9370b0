"""Adding to a draft from the plan's text: a task, a stage, or a task's parties, targets and time."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from luoshi.campaigns import pick
from luoshi.campaigns.access import may_edit
from luoshi.campaigns.draft import Item
from luoshi.campaigns.edit import Change, EditConflict, add_stage, add_task, change
from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.frame import who
from luoshi.faces.desk.plans import answers
from luoshi.faces.desk.plans.marks import opening
from luoshi.faces.desk.plans.opened import proposal_or_404
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import planners
from luoshi.kit.spans import Span
from luoshi.kit.verdict import demand

if TYPE_CHECKING:
    from luoshi.campaigns.models import Proposal

OF_A_TASK = ("party", "target", "time")


@planners
def add(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Add what the selection says, or the words that the form asks for; `kind` names what it is to be."""
    held = proposal_or_404(proposal_id)
    demand(may_edit(who(request), held))
    if request.method != "POST":
        return answers.add_form(request, held)
    kind = request.POST.get("kind") or "task"
    try:
        span = _span(request, held.text)
        if kind in OF_A_TASK:
            return _to_task(request, held, kind, span)
        return _whole(request, held, kind, span)
    except Unanswered as missing:
        return answers.add_form(request, held, wrong=missing)


def _whole(request: HttpRequest, held: "Proposal", kind: str, span: Span) -> HttpResponse:
    """A task or a stage of its own."""
    title = request.POST.get("title", "").strip() or title_at(held.text, span)
    if kind == "stage":
        part, said = "stages", _("已新增阶段“%(title)s”。")
    elif kind == "task":
        part, said = "tasks", _("已新增任务“%(title)s”。")
    else:
        raise Http404
    before = {item["key"] for item in held.draft[part]}
    if kind == "stage":
        days = pick.period(held.text, span, _year(held))
        held = add_stage(held, title, span, days, by=who(request))
    else:
        held = add_task(held, title, span, by=who(request))
    key = next(item["key"] for item in held.draft[part] if item["key"] not in before)
    return answers.structure(request, held, said % {"title": title}, near=key, undoable=True)


def _to_task(request: HttpRequest, held: "Proposal", kind: str, span: Span) -> HttpResponse:
    """Something of the task that the form names."""
    task = next((task for task in held.draft["tasks"] if task["key"] == request.POST.get("key")), None)
    if task is None:
        raise Http404
    values, missing = _read(kind, task, held, span)
    if not values:
        return answers.structure(request, held, missing, near=task["key"])
    try:
        held = change(held, Change("tasks", task["key"], task["rev"], values), by=who(request))
    except EditConflict as conflict:
        return answers.conflict(request, held, "tasks", conflict.item)
    return answers.item(request, held, "tasks", task["key"])


def _read(kind: str, task: Item, held: "Proposal", span: Span) -> tuple[dict[str, object], str]:
    """(the task's new values, what to say when the words give none)."""
    if kind == "party":
        return pick.parties(task, held.text, span), _("选中的单位已经在这一项里。")
    if kind == "target":
        return pick.targets(task, held.text, span), _("选中的话里没有读出可数的目标。")
    return pick.limit(held.text, span, _year(held)), _("选中的话里没有读出时间。")


def title_at(text: str, span: tuple[int, int]) -> str:
    """The first clause of the span's words, without its stop."""
    start, end = opening(text, span, "")
    return text[start:end].strip().rstrip("。；;：:，,") or text[span[0] : span[1]].strip()


def _span(request: HttpRequest, text: str) -> Span:
    """The selected place, or where the given words stand. Raises Unanswered."""
    start, end = (number(request.POST.get(name, "")) for name in ("start", "end"))
    if start is not None and end is not None and end <= len(text) and (words := text[start:end]).strip():
        return Span(end - len(words.lstrip()), start + len(words.rstrip()))
    words = request.POST.get("words", "").strip()
    if not words:
        raise Unanswered("words", _("从原文里抄几句这项任务的话。"))
    found = text.find(words)
    if found < 0:
        raise Unanswered("words", _("原文里没有这几句，请照原文抄，标点也要一样。"))
    return Span(found, found + len(words))


def _year(held: "Proposal") -> int:
    head = held.draft["head"][0]
    said = head["end"] or head["start"] or head["issued"]
    return int(said[:4]) if said else held.made_at.year
