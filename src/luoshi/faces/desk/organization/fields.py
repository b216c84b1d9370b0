"""Fields that choose units among hundreds: one by typing its name, many from a list that can be narrowed."""

from collections.abc import Collection, Sequence
from html import escape

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoshi.orgs.queries import UnitRow

LIST = "unit-names"


class UnitField(forms.CharField):
    """One unit, known by its name, another name of it, or its id; the page offers the names in a `datalist`."""

    def __init__(self, rows: Sequence[UnitRow], **kwargs: object) -> None:
        widget = forms.TextInput(attrs={"list": LIST, "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)  # type: ignore[arg-type]
        self._ids = {name: row.id for row in rows for name in (*row.aliases, str(row.id))}
        self._ids |= {row.name: row.id for row in rows}

    def clean(self, value: object) -> int | None:
        """The unit's id; None for an empty answer where one is allowed."""
        name = str(super().clean(value))
        if not name:
            return None
        if name not in self._ids:
            raise ValidationError(_("没有“%(name)s”这个单位，请从列表里选。") % {"name": name})
        return self._ids[name]


class UnitChecks(forms.CheckboxSelectMultiple):
    """Boxes for many units, joined in Python, for a template a box would take longer than all the rest of the page."""

    def render(self, name: str, value: object, attrs: object = None, renderer: object = None) -> SafeString:
        chosen: Collection[object] = value if isinstance(value, Collection) else ()
        ticked = {str(one) for one in chosen}
        boxes = "".join(
            f'<label><input type="checkbox" name="{name}" value="{key}"{" checked" if str(key) in ticked else ""}>'
            f" {escape(str(label))}</label>"
            for key, label in self.choices
        )
        return SafeString(f'<div class="picks" id="id_{name}">{boxes}</div>')


def names_html(rows: Sequence[UnitRow]) -> SafeString:
    """The names that a `UnitField` offers."""
    options = "".join(f"<option>{escape(row.name)}</option>" for row in rows)
    return SafeString(f'<datalist id="{LIST}">{options}</datalist>')
