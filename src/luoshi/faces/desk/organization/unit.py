"""One unit: what it is called and where it stands, who works there, and whether it is in use."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.campaigns.open_work import open_work
from luoshi.faces.desk.frame import page, who
from luoshi.faces.desk.organization.fields import UnitField, names_html
from luoshi.faces.desk.organization.undo import undo_url
from luoshi.faces.shared.rules import organizers
from luoshi.faces.shared.seen import SeenForm, overtaken
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.kit.seen import Overtaken, mark
from luoshi.orgs import queries
from luoshi.orgs.access import may
from luoshi.orgs.roles import LABELS
from luoshi.orgs.units import Circle, NameTaken, UnitChange, change_unit, may_close, set_unit_active, unit_facts

if TYPE_CHECKING:
    from luoshi.orgs.models import Unit


class UnitChangeForm(SeenForm):
    """The fields of `UnitChange`."""

    name = forms.CharField(label=later("单位名称"), max_length=120)
    level = forms.CharField(label=later("层级"), max_length=20, required=False, help_text=later("如县直、乡镇、村。"))
    aliases = forms.CharField(
        label=later("别名"), max_length=300, required=False, help_text=later("方案里的简称，用顿号隔开。")
    )
    order = forms.IntegerField(
        label=later("排序"), min_value=0, max_value=10**6, help_text=later("同一上级下面，数小的在前。")
    )
    field_order = ("name", "parent", "level", "aliases", "order")

    def __init__(self, units: Sequence[queries.UnitRow], data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        hint = later("不填就是最上层；它的下级跟着走。")
        self.fields["parent"] = UnitField(units, label=later("上级单位"), required=False, help_text=hint)
        self.order_fields(self.field_order)

    def clean_aliases(self) -> tuple[str, ...]:
        """The other names, each once."""
        said = self.cleaned_data["aliases"].replace("，", "、").replace(",", "、")
        return tuple(dict.fromkeys(filter(None, map(str.strip, said.split("、")))))


@organizers
def show(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The unit, and a form that changes it."""
    unit, units = _unit(unit_id), queries.units()
    if request.method != "POST":
        return _page(request, unit, units)
    form = UnitChangeForm(units, request.POST)
    if not form.is_valid():
        return _page(request, unit, units, form, 422)
    said = form.cleaned_data
    fields = ("name", "parent", "level", "aliases", "order", "seen")
    new = UnitChange(unit_id, *(said[name] for name in fields))
    try:
        entry = change_unit(new, by=who(request))
    except NameTaken:
        form.add_error("name", _("已有同名单位，请换一个名称。"))
    except Circle:
        form.add_error("parent", _("不能把单位放到它自己或它的下级下面。"))
    except Overtaken:
        overtaken(form, _initial(_unit(unit_id), units))
    else:
        if entry:
            say(request, _("“%(name)s”已改。") % {"name": said["name"]}, undo_url(entry.seq))
        return redirect("organization_unit", unit_id)
    return _page(request, unit, units, form, 422)


@organizers
@require_POST
def active(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Take the unit out of use, or into use again."""
    unit, opened = _unit(unit_id), request.POST.get("active") == "1"
    set_unit_active(unit_id, opened, by=who(request))
    said = _("“%(name)s”已启用。") if opened else _("“%(name)s”已停用，里面的人暂时不能办它的事。")
    say(request, said % {"name": unit.name})
    return redirect("organization_unit", unit_id)


def _unit(unit_id: int) -> "Unit":
    unit = queries.unit(unit_id)
    if unit is None:
        raise Http404
    return unit


def _initial(unit: "Unit", units: Sequence[queries.UnitRow]) -> dict[str, object]:
    """What the form of the unit says as it stands."""
    return {
        "name": unit.name,
        "parent": next((row.name for row in units if row.id == unit.parent_id), ""),
        "level": unit.level,
        "aliases": "、".join(unit.aliases.splitlines()),
        "order": unit.order,
        "seen": mark(unit_facts(unit)),
    }


def _page(
    request: HttpRequest,
    unit: "Unit",
    units: Sequence[queries.UnitRow],
    form: UnitChangeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    initial, me = _initial(unit, units), who(request)
    values: dict[str, object] = {
        "unit": unit,
        "above": initial["parent"],
        "below": [row for row in units if row.parent_id == unit.pk],
        "posts": [(row, _(LABELS[row.role])) for row in queries.posts_of(unit.pk)],
        "leaders": queries.contact_leaders(unit.pk),
        "work": open_work(unit.pk),
        "form": form or UnitChangeForm(units, initial=initial),
        "names": names_html(units),
        "may_close": may_close(me, unit),
        "may_manage": bool(may(me, "manage")),
    }
    crumbs = (Link(_("机构"), reverse("organization")),)
    return page(request, "desk/organization/unit.html", values, title=unit.name, crumbs=crumbs, status=status)
