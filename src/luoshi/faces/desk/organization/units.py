"""Units and sets: the tree as plans name it, with other names, and what collective names stand for."""

from collections.abc import Sequence
from typing import TypedDict
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import page, who
from luoshi.faces.desk.organization.fields import UnitChecks, UnitField, names_html
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import organizers
from luoshi.faces.shared.seen import SeenForm, overtaken
from luoshi.faces.shared.shell import Pager
from luoshi.faces.shared.toasts import say
from luoshi.kit.seen import Overtaken, mark
from luoshi.orgs import queries
from luoshi.orgs.access import may
from luoshi.orgs.units import NameTaken, NewSet, NewUnit, add_unit, put_set, set_facts

FITS = MaxLengthValidator(120)
PAGE = 100
MARKED = 50
"""So many units that were just added are marked in the list."""
Units = Sequence[queries.UnitRow]


class Chosen(TypedDict):
    """What the form of a set says before anybody changes it."""

    name: str
    members: tuple[int, ...]
    seen: str


class UnitForm(forms.Form):
    """The fields of `NewUnit`; several names, one a line, add several units under one parent."""

    names = forms.CharField(
        label=later("单位名称"), help_text=later("一行一个，可以从表格粘贴。"), widget=forms.Textarea(attrs={"rows": 3})
    )
    level = forms.CharField(label=later("层级"), max_length=20, required=False, help_text=later("如县直、乡镇、村。"))
    aliases = forms.CharField(
        label=later("别名"), required=False, help_text=later("方案里的简称，用顿号隔开；只加一个单位时有效。")
    )

    def __init__(self, units: Units, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        hint = later("填几个字，从列表里选。")
        self.fields["parent"] = UnitField(units, label=later("上级单位"), required=False, help_text=hint)
        self.order_fields(("names", "parent", "level", "aliases"))

    def clean_names(self) -> list[str]:
        """The names, each once, none longer than a unit's may be."""
        names = filter(None, (name.strip() for name in self.cleaned_data["names"].splitlines()))
        found = list(dict.fromkeys(names))
        for name in found:
            FITS(name)
        return found


class SetForm(SeenForm):
    """The fields of `NewSet`."""

    name = forms.CharField(label=later("合称"), max_length=120, help_text=later("方案里的写法，如各乡镇、各单位。"))
    members = forms.TypedMultipleChoiceField(label=later("包括"), coerce=int, widget=UnitChecks)

    def __init__(self, units: Units, data: object = None, initial: Chosen | None = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        chosen = initial["members"] if initial else ()
        listed = sorted(units, key=lambda unit: unit.id not in chosen)
        self.fields["members"].choices = [(unit.id, unit.name) for unit in listed]  # type: ignore[attr-defined]


@organizers
def show(request: HttpRequest) -> HttpResponse:
    """The units, those that answer `q` if it is given, the sets, and forms to add to them or to change one."""
    return _page(request, queries.units())


@organizers
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add the units that the form names; those whose names are taken stay in the form."""
    units = queries.units()
    form = UnitForm(units, request.POST)
    if not form.is_valid():
        return _page(request, units, unit_form=form, status=422)
    said = form.cleaned_data
    aliases = tuple(filter(None, said["aliases"].replace("，", "、").split("、")))
    taken, added = [], []
    with transaction.atomic():
        for name in said["names"]:
            new = NewUnit(name, said["parent"], said["level"], aliases if len(said["names"]) == 1 else ())
            try:
                added.append(add_unit(new, by=who(request)).pk)
            except NameTaken:
                taken.append(name)
    if taken:
        form.data = {**request.POST.dict(), "names": "\n".join(taken)}
        form.add_error("names", _("已有同名单位：%(names)s。其余的已加上。") % {"names": "、".join(taken)})
        return _page(request, queries.units(), unit_form=form, status=422)
    say(request, _("已加%(n)s个单位。") % {"n": len(said["names"])})
    places = {unit.id: place for place, unit in enumerate(queries.units(), start=1)}
    first = min(places[pk] for pk in added)
    words = {"from": (first - 1) // PAGE * PAGE + 1, "new": ",".join(map(str, added[:MARKED]))}
    return redirect(f"{reverse('organization')}?{urlencode(words)}")


@organizers
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """Make a set, or change its members."""
    units = queries.units()
    form = SetForm(units, request.POST)
    if not form.is_valid():
        return _page(request, units, set_form=form, status=422)
    said = form.cleaned_data
    try:
        made = put_set(NewSet(said["name"], tuple(said["members"]), seen=said["seen"]), by=who(request))
    except Overtaken:
        row = next(row for row in queries.sets() if row.name == said["name"].strip())
        now = {"members": row.member_ids, "seen": mark(set_facts(row.member_ids))}
        overtaken(form, now, members="、".join(row.members))
        return _page(request, units, set_form=form, status=422)
    say(request, _("“%(name)s”已存。") % {"name": made.name})
    return redirect(f"{reverse('organization')}#sets")


def _page(
    request: HttpRequest,
    units: Units,
    unit_form: UnitForm | None = None,
    set_form: SetForm | None = None,
    status: int = 200,
) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:60]
    sets = queries.sets()
    found = _answering(units, words)
    first = min(max(number(request.GET.get("from", "")) or 1, 1), max(len(found), 1))
    names = {unit.id: unit.name for unit in units}
    shown = found[first - 1 : first - 1 + PAGE]
    liaisons = queries.liaisons([unit.id for unit in shown])
    values: dict[str, object] = {
        "total": len(units),
        "units": [
            (unit, names.get(unit.parent_id or 0, "") if words else "", liaisons.get(unit.id, ())) for unit in shown
        ],
        "added": [unit for unit in shown if str(unit.id) in request.GET.get("new", "").split(",")],
        "closed": queries.closed_units(),
        "groups": [(row, _heads(row)) for row in queries.groups()],
        "words": words,
        "pager": _pager(words, first, len(shown), len(found)),
        "sets": sets,
        "unit_form": unit_form or UnitForm(units),
        "set_form": set_form or SetForm(units, initial=_chosen(sets, number(request.GET.get("set", "")))),
        "names": names_html(units),
        "may_manage": bool(may(who(request), "manage")),
    }
    return page(request, "desk/organization/units.html", values, title=_("机构"), status=status)


def _heads(group: queries.GroupRow) -> str:
    """Who leads the group, as a list of names."""
    return "、".join(member.name for member in group.members if member.seat == "head")


def _answering(units: Units, words: str) -> Units:
    if not words:
        return units
    return [unit for unit in units if any(words in said for said in (unit.name, unit.level, *unit.aliases))]


def _chosen(sets: Sequence[queries.SetRow], set_id: int | None) -> Chosen:
    """What the form of a set says: of a new one, or of that one when it is to be changed."""
    found = next((row for row in sets if row.id == set_id), None)
    members = found.member_ids if found else ()
    return {"name": found.name if found else "", "members": members, "seen": mark(set_facts(members))}


def _pager(words: str, first: int, shown: int, total: int) -> Pager:
    def url(start: int) -> str:
        return f"?{urlencode({name: value for name, value in (('q', words), ('from', start)) if value})}#tree"

    last = first + shown - 1
    return Pager(
        first, last, total, url(max(1, first - PAGE)) if first > 1 else "", url(last + 1) if last < total else ""
    )
