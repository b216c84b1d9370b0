"""What an edit answers: the parts of the adopt page that changed, or, without scripts, the page itself again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoshi.campaigns.draft import Item
from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.frame import page
from luoshi.faces.desk.plans.addresses import addresses, anchor
from luoshi.faces.desk.plans.board import board
from luoshi.faces.desk.plans.conflict import differences
from luoshi.faces.desk.plans.forms import item_form
from luoshi.faces.desk.plans.panes import items, line_above, panes, text_lines
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say

if TYPE_CHECKING:
    from luoshi.campaigns.models import Proposal


def structure(
    request: HttpRequest, held: "Proposal", said: str, *, near: str = "", undoable: bool = False
) -> HttpResponse:
    """Both sides anew, for an edit that moves numbers; `near` is the item to look at, `said` goes into a toast."""
    undo_url = f"{reverse('proposal_undo', args=[held.pk])}?version={held.version - 1}" if undoable else ""
    if not _is_partial(request):
        say(request, said, undo_url)
        return redirect(_page_at(held, near))
    shown = board(held, editable=True)
    values = {**panes(request, shown, only=_only(request)), "near": anchor(near) if near else ""}
    return render(request, "desk/plans/changed.html", {**values, "said": said, "undo_url": undo_url, "all": True})


def item(request: HttpRequest, held: "Proposal", part: str, key: str) -> HttpResponse:
    """One task as it is now, its lines of the text, and the line above; other parts bring both sides anew."""
    if not _is_partial(request):
        return redirect(_page_at(held, key))
    shown = board(held, editable=True)
    if part != "tasks":
        return structure(request, held, "", near=key)
    task = next(row for row in shown.draft["tasks"] if row["key"] == key)
    touched = (line.html for line in text_lines(shown, (task["span"][0], task["span"][1])))
    values = {
        "item": SafeString(_out_of_band(items(request, shown).task(task))),
        "lines": SafeString("".join(map(_out_of_band, touched))),
        **line_above(shown),
    }
    return render(request, "desk/plans/changed.html", values)


def saved(request: HttpRequest, held: "Proposal", part: str, key: str) -> HttpResponse:
    """The note that an open form was saved, with its new revision; the form itself stays as it is being typed."""
    rev = next(row["rev"] for row in held.draft[part] if row["key"] == key)
    now = timezone.localtime()
    said = _("已存 %(time)s") % {"time": f"{now.hour}:{now.minute:02}"}
    values = {"key": key, "rev": rev, "saved": said, **line_above(board(held, editable=True))}
    return render(request, "desk/plans/changed.html", values)


def form(
    request: HttpRequest, held: "Proposal", part: str, found: Item, wrong: Unanswered | None = None
) -> HttpResponse:
    """The item's form in its place, or a page of its own; what was typed stays when something is wrong."""
    status = 422 if wrong else 200
    if wrong and "saving" in request.POST:
        values = {"key": found["key"], "rev": found["rev"], "unsaved": str(wrong)}
        return render(request, "desk/plans/changed.html", values, status=status)
    typed = request.POST.dict() if wrong else None
    fault = (wrong.field, str(wrong)) if wrong else ("", "")
    shown = item_form(held.draft, part, found, held.text, typed, fault)
    values = {"form": shown, "urls": addresses(held.pk), "proposal": held, "back": _page_at(held, found["key"])}
    values |= {"action": addresses(held.pk).of(part, found["key"])}
    if _is_partial(request):
        return render(request, "desk/plans/form_in_place.html", values, status=status)
    return _own_page(request, held, "desk/plans/edit.html", values, _("修改"), status)


def conflict(request: HttpRequest, held: "Proposal", part: str, current: Item | None) -> HttpResponse:
    """Both versions of an item that somebody else edited meanwhile, to choose from."""
    if current is None:
        return structure(request, held, _("这一项刚被别人删去了。"))
    key = current["key"]
    values = {
        "key": key,
        "rev": current["rev"],
        "rows": differences(part, current, request.POST.dict(), held.text),
        "mine": [(name, value) for name, values in request.POST.lists() for value in values if name not in _OWN],
        "action": addresses(held.pk).of(part, key),
        "back": _page_at(held, key),
        "tag": "li" if part == "tasks" else "div",
    }
    if _is_partial(request):
        return render(request, "desk/plans/conflict_in_place.html", values, status=409)
    return _own_page(request, held, "desk/plans/conflict.html", values, _("两人同时改了这一项"), 409)


def add_form(request: HttpRequest, held: "Proposal", wrong: Unanswered | None = None) -> HttpResponse:
    """The page that asks from which words a new task is made."""
    values = {"wrong": str(wrong) if wrong else "", "post": request.POST, "back": _page_at(held, "")}
    return _own_page(request, held, "desk/plans/add.html", values, _("由原文新增"), 422 if wrong else 200)


_OWN = {"csrfmiddlewaretoken", "rev", "saving"}


def _own_page(
    request: HttpRequest, held: "Proposal", template: str, values: Mapping[str, object], title: str, status: int
) -> HttpResponse:
    crumbs = (Link(_("采纳方案"), reverse("proposal", args=[held.pk])),)
    return page(request, template, dict(values), title=title, crumbs=crumbs, status=status)


def _page_at(held: "Proposal", key: str) -> str:
    return f"{reverse('proposal', args=[held.pk])}{f'#{anchor(key)}' if key else ''}"


def _is_partial(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _only(request: HttpRequest) -> bool:
    """Whether the page that sent the edit shows only what is open."""
    address = urlsplit(request.headers.get("HX-Current-URL", ""))
    return parse_qs(address.query).get("only") == ["open"]


def _out_of_band(html: str) -> str:
    """The element marked to take the place of the one with its id, wherever that is."""
    name, rest = html.split(" ", 1)
    return f'{name} hx-swap-oob="true" {rest}'
