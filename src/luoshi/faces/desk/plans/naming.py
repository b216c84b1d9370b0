"""Settling who the plan's names are: a unit that is there, a new one, or a set whose members are ticked."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns.access import may_edit
from luoshi.campaigns.draft import Item, unit_names
from luoshi.campaigns.edit import Change, EditConflict, change
from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.frame import page, who
from luoshi.faces.desk.plans import answers
from luoshi.faces.desk.plans.addresses import anchor
from luoshi.faces.desk.plans.board import board
from luoshi.faces.desk.plans.opened import proposal_or_404
from luoshi.faces.desk.plans.settling import Settling, datalist, members_of
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import planners
from luoshi.faces.shared.shell import Link
from luoshi.kit.verdict import demand
from luoshi.orgs import queries
from luoshi.orgs.access import Standing
from luoshi.orgs.units import NameTaken, NewSet, NewUnit, add_unit, put_set

if TYPE_CHECKING:
    from django.http import QueryDict

    from luoshi.campaigns.models import Proposal


@planners
def settle(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Say who a name is, everywhere in the draft; the page itself offers every unit and every member."""
    held = proposal_or_404(proposal_id)
    demand(may_edit(who(request), held))
    if request.method != "POST":
        return _page(request, held, _named(held, request.GET.get("name", "")))
    found = _named(held, request.POST.get("name", ""))
    try:
        values = answer(request.POST, found["key"], who(request))
        rev = number(request.POST.get("rev", ""))
        wanted = Change("units", found["key"], -1 if rev is None else rev, dict(values))
        held = change(held, wanted, by=who(request))
    except Unanswered as missing:
        return _page(request, held, found, wrong=str(missing))
    except EditConflict:
        return answers.structure(request, held, _("“%(name)s”刚被别人认定过，请再看一眼。") % {"name": found["key"]})
    count = sum(name == found["key"] for name in unit_names(held.draft))
    said = _("“%(name)s”已认定，文中%(n)s处一并生效。") % {"name": found["key"], "n": count}
    return answers.structure(request, held, said, near=first_task(held, found["key"]), undoable=True)


@planners
@require_POST
def settle_rest(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Make a unit of every open name that is no set and resembles no unit there is."""
    held, by = proposal_or_404(proposal_id), who(request)
    demand(may_edit(by, held))
    names = board(held, editable=True).strangers
    for name in names:
        add_unit(NewUnit(name, _root()), by=by)
    return answers.structure(request, held, _("已新设%(n)s个单位。") % {"n": len(names)})


def answer(post: "QueryDict", name: str, by: Standing) -> dict[str, int | None]:
    """What the form says the name is, as values of its item; makes the unit or the set. Raises Unanswered."""
    choice = post.get("choice", "")
    if choice == "set":
        members = [key for key in map(number, post.getlist("members")) if key is not None]
        if not members:
            raise Unanswered("members", _("至少选一家。"))
        return {"unit": None, "set": put_set(NewSet(name, tuple(members)), by=by).pk}
    known = {unit.name: unit.id for unit in queries.units()}
    if choice == "new" and name not in known:
        try:
            return {"unit": add_unit(NewUnit(name, _root()), by=by).pk, "set": None}
        except NameTaken as taken:
            raise Unanswered("other", _("已有同名单位，但已停用，请先在机构里恢复。")) from taken
    other = name if choice == "new" else post.get("other", "").strip()
    found = known.get(other) if other else number(choice)
    if found not in known.values():
        raise Unanswered("other", _("从名录里选一个单位，或新设一个。"))
    return {"unit": found, "set": None}


def _root() -> int | None:
    """The top unit that most units stand under; None where several stand alone."""
    rows = queries.units()
    tops = {unit.id: sum(other.parent_id == unit.id for other in rows) for unit in rows if unit.parent_id is None}
    best = max(tops, key=lambda key: tops[key], default=None)
    return best if best is not None and (tops[best] or len(tops) == 1) else None


def _named(held: "Proposal", name: str) -> Item:
    found: Item | None = next((item for item in held.draft["units"] if item["key"] == name), None)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, held: "Proposal", found: Item, wrong: str = "") -> HttpResponse:
    name, rows = found["key"], queries.units()
    sets = {row.name: row.members for row in queries.sets()}
    settling = Settling(reverse("proposal_units", args=[held.pk]), get_token(request), rows)
    count = sum(each == name for each in unit_names(held.draft))
    chosen = [unit.id for unit in rows if unit.name in sets[name]] if name in sets else members_of(name, rows)
    values: dict[str, object] = {
        "name": name,
        "wrong": wrong,
        "unit": SafeString(settling.unit(name, -1, count, found["rev"])),
        "group": SafeString(settling.ticks(name, chosen, found["rev"])),
        "units": SafeString(datalist(rows)),
        "is_set": found["is_set"],
        "back": f"{reverse('proposal', args=[held.pk])}#{anchor(first_task(held, name))}",
    }
    crumbs = (Link(_("采纳方案"), reverse("proposal", args=[held.pk])),)
    status = 422 if wrong else 200
    title = _("认定“%(name)s”") % {"name": name}
    return page(request, "desk/plans/naming.html", values, title=title, crumbs=crumbs, status=status)


def first_task(held: "Proposal", name: str) -> str:
    """The key of the first task that bears the name; the head's when none does any more."""
    bearing = (task["key"] for task in held.draft["tasks"] if any(duty["name"] == name for duty in task["duties"]))
    return next(bearing, "head")
