"""Units and sets: the tree as plans name it, with other names, and what collective names stand for."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import page, who
from luoshi.faces.shared.rules import administrators, planners
from luoshi.faces.shared.toasts import say
from luoshi.orgs import queries
from luoshi.orgs.units import NameTaken, NewSet, NewUnit, add_unit, put_set

FITS = MaxLengthValidator(120)


class UnitForm(forms.Form):
    """The fields of `NewUnit`; several names, one a line, add several units under one parent."""

    names = forms.CharField(
        label=later("单位名称"), help_text=later("一行一个，可以从表格粘贴。"), widget=forms.Textarea(attrs={"rows": 3})
    )
    parent = forms.TypedChoiceField(label=later("上级单位"), coerce=int, empty_value=None, required=False)
    level = forms.CharField(label=later("层级"), max_length=20, required=False, help_text=later("如县直、乡镇、村。"))
    aliases = forms.CharField(
        label=later("别名"), required=False, help_text=later("方案里的简称，用顿号隔开；只加一个单位时有效。")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        rows = [(unit.id, f"{'　' * unit.depth}{unit.name}") for unit in queries.units()]
        self.fields["parent"].choices = [("", "—"), *rows]  # type: ignore[attr-defined]

    def clean_names(self) -> list[str]:
        """The names, each once, none longer than a unit's may be."""
        names = filter(None, (name.strip() for name in self.cleaned_data["names"].splitlines()))
        found = list(dict.fromkeys(names))
        for name in found:
            FITS(name)
        return found


class SetForm(forms.Form):
    """The fields of `NewSet`."""

    name = forms.CharField(label=later("合称"), max_length=120, help_text=later("方案里的写法，如各乡镇、各单位。"))
    members = forms.TypedMultipleChoiceField(
        label=later("包括"), coerce=int, widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["members"].choices = [(unit.id, unit.name) for unit in queries.units()]  # type: ignore[attr-defined]


@planners
def show(request: HttpRequest) -> HttpResponse:
    """The units, the sets, and forms to add to them."""
    return _page(request, UnitForm(), SetForm())


@administrators
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add the units that the form names."""
    form = UnitForm(request.POST)
    if not form.is_valid():
        return _page(request, form, SetForm(), status=422)
    names = form.cleaned_data["names"]
    aliases = tuple(filter(None, form.cleaned_data["aliases"].replace("，", "、").split("、")))
    taken = []
    for name in names:
        new = NewUnit(name, form.cleaned_data["parent"], form.cleaned_data["level"], aliases if len(names) == 1 else ())
        try:
            add_unit(new, by=who(request))
        except NameTaken:
            taken.append(name)
    if taken:
        form.add_error("names", _("已有同名单位：%(names)s。其余的已加上。") % {"names": "、".join(taken)})
        return _page(request, form, SetForm(), status=422)
    say(request, _("已加%(n)s个单位。") % {"n": len(names)})
    return redirect("organization")


@planners
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """Make a set, or change its members."""
    form = SetForm(request.POST)
    if not form.is_valid():
        return _page(request, UnitForm(), form, status=422)
    made = put_set(NewSet(form.cleaned_data["name"], tuple(form.cleaned_data["members"])), by=who(request))
    say(request, _("“%(name)s”已存。") % {"name": made.name})
    return redirect("organization")


def _page(request: HttpRequest, unit_form: UnitForm, set_form: SetForm, status: int = 200) -> HttpResponse:
    values: dict[str, object] = {
        "units": queries.units(),
        "sets": queries.sets(),
        "unit_form": unit_form,
        "set_form": set_form,
    }
    return page(request, "desk/organization/units.html", values, title=_("机构"), status=status)
