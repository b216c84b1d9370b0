"""Editing a draft item by item: a form in its place that saves as one types, and the acts on whole items."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns.access import may_edit
from luoshi.campaigns.draft import Item
from luoshi.campaigns.edit import Change, EditConflict, change, confirm, merge, remove, split, undo
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.queries import latest_edit
from luoshi.faces.desk.frame import who
from luoshi.faces.desk.plans import answers
from luoshi.faces.desk.plans.adding import title_at
from luoshi.faces.desk.plans.fields import changed, led_by, read
from luoshi.faces.desk.plans.opened import proposal_or_404
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import planners
from luoshi.kit.verdict import demand

if TYPE_CHECKING:
    from luoshi.campaigns.models import Proposal

PARTS = ("head", "stages", "tasks")


@planners
def item(request: HttpRequest, proposal_id: int, part: str, key: str) -> HttpResponse:
    """One item's form; a POST saves the fields that it carries, or tells beside them what is wrong."""
    held, found = _opened(request, proposal_id, part, key)
    if request.method != "POST":
        return answers.form(request, held, part, found)
    rev = _rev(request)
    try:
        values = changed(read(request.POST.dict(), part, found, held.text), found)
        if values:
            held = change(held, Change(part, key, rev, values), by=who(request))
    except Unanswered as missing:
        return answers.form(request, held, part, found, wrong=missing)
    except EditConflict as conflict:
        return answers.conflict(request, held, part, conflict.item)
    if "saving" in request.POST:
        return answers.saved(request, held, part, key)
    if "drop" in request.POST or "more" in request.POST:
        return answers.form(request, held, part, _item(held, part, key))
    return answers.item(request, held, part, key)


@planners
@require_POST
def act(request: HttpRequest, proposal_id: int, part: str, key: str, name: str) -> HttpResponse:
    """Confirm, remove, merge or split an item, or give its lead to another unit."""
    held, found = _opened(request, proposal_id, part, key)
    acts = {"confirm": _confirm, "remove": _remove}
    if part == "tasks":
        acts |= {"merge": _merge, "split": _split, "lead": _lead}
    if name not in acts or (part, name) == ("head", "remove"):
        raise Http404
    try:
        return acts[name](request, held, part, found)
    except EditConflict as conflict:
        return answers.conflict(request, held, part, conflict.item)


@planners
@require_POST
def take_back(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Undo the latest edit; where the address names a version, only while that is the latest."""
    held = proposal_or_404(proposal_id)
    latest, wanted = latest_edit(held), request.GET.get("version")
    if latest is None:
        return answers.structure(request, held, _("没有可撤销的改动。"))
    if wanted and wanted != str(latest.version):
        return answers.structure(request, held, _("此后又有改动，请用“撤销上一步”逐步撤回。"))
    held = undo(held, by=who(request))
    return answers.structure(request, held, _("已撤销：%(label)s。") % {"label": _(latest.label)}, near=latest.key)


def _confirm(request: HttpRequest, held: "Proposal", part: str, found: Item) -> HttpResponse:
    held = confirm(held, part, found["key"], _rev(request), by=who(request))
    return answers.item(request, held, part, found["key"])


def _remove(request: HttpRequest, held: "Proposal", part: str, found: Item) -> HttpResponse:
    keys = [row["key"] for row in held.draft[part]]
    at = keys.index(found["key"])
    near = next(iter(keys[at + 1 : at + 2] or keys[at - 1 : at]), "head")
    held = remove(held, part, found["key"], _rev(request), by=who(request))
    said = _("已删除“%(title)s”。") % {"title": found["title"]}
    return answers.structure(request, held, said, near=near, undoable=True)


def _merge(request: HttpRequest, held: "Proposal", part: str, found: Item) -> HttpResponse:
    tasks = held.draft["tasks"]
    at = next(place for place, task in enumerate(tasks) if task["key"] == found["key"])
    if at + 1 >= len(tasks):
        return answers.structure(request, held, _("这是最后一项，后面没有可合并的。"), near=found["key"])
    said = _("已与“%(title)s”合并。") % {"title": tasks[at + 1]["title"]}
    held = merge(held, found["key"], by=who(request))
    return answers.structure(request, held, said, near=found["key"], undoable=True)


def _split(request: HttpRequest, held: "Proposal", part: str, found: Item) -> HttpResponse:
    place = number(request.POST.get("place", ""))
    start, end = found["span"]
    if place is None or not start < place < end:
        return answers.structure(request, held, _("先在这一项的原文里点一下，从那里拆开。"), near=found["key"])
    title = request.POST.get("title", "").strip() or title_at(held.text, (place, end))
    held = split(held, found["key"], place, title, by=who(request))
    said = _("已拆出“%(title)s”。") % {"title": title}
    return answers.structure(request, held, said, near=found["key"], undoable=True)


def _lead(request: HttpRequest, held: "Proposal", part: str, found: Item) -> HttpResponse:
    wanted = Change(part, found["key"], _rev(request), led_by(found, request.POST.get("lead", "")))
    return answers.item(request, change(held, wanted, by=who(request)), part, found["key"])


def _opened(request: HttpRequest, proposal_id: int, part: str, key: str) -> tuple["Proposal", Item]:
    held = proposal_or_404(proposal_id)
    demand(may_edit(who(request), held))
    if part not in PARTS:
        raise Http404
    return held, _item(held, part, key)


def _item(held: "Proposal", part: str, key: str) -> Item:
    found: Item | None = next((row for row in held.draft[part] if row["key"] == key), None)
    if found is None:
        raise Http404
    return found


def _rev(request: HttpRequest) -> int:
    said = number(request.POST.get("rev") or request.GET.get("rev", ""))
    if said is None:
        raise Http404
    return said
