"""Who a name in the plan is: ranked suggestions with their reasons, another unit, a new one, or a set's members."""

from collections.abc import Collection, Sequence
from html import escape

from django.utils.translation import gettext as _

from luoshi.orgs.queries import UnitRow
from luoshi.plan.check.units import UnitName, match

MOST = 3
SHOWN = 12
ENDINGS = {
    "乡": ("乡",), "镇": ("镇",), "街道": ("街道", "街道办事处", "街道办"), "村": ("村",), "社区": ("社区",),
    "科": ("科",), "处": ("处",), "股": ("股",), "室": ("室",),
}  # fmt: skip
"""What a collective name says, and how the names of its members end."""
WHOLE = ("单位", "部门", "各地")


def members_of(name: str, units: Sequence[UnitRow]) -> list[int]:
    """Ids of the units that a collective name most likely means: by their level, else by how their names end.

    A name for everybody (各地各单位) means all units below the root.
    """
    below = [unit for unit in units if unit.depth]
    ends = tuple(end for word, all_ends in ENDINGS.items() if word in name for end in all_ends)
    found = [unit.id for unit in below if (unit.level and unit.level in name) or (ends and unit.name.endswith(ends))]
    return found or [unit.id for unit in below if any(word in name for word in WHOLE)]


class Settling:
    """Draws the forms that settle names, all to one address; `token` guards them."""

    def __init__(self, action: str, token: str, units: Sequence[UnitRow]) -> None:
        self._action, self._units = action, units
        self._named = [UnitName(unit.name, unit.aliases) for unit in units]
        self._ids = {unit.name: unit.id for unit in units}
        self._token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'

    def unit(self, name: str, place: int, mentions: int, rev: int = 0) -> str:
        """The question which one unit a name is, the likeliest answer chosen."""
        found = match(name, self._named)[:MOST]
        choices = [(str(self._ids[each.unit.name]), each.unit.name, each.reason) for each in found]
        radios = "".join(
            f'<label><input type="radio" name="choice" value="{value}"{"" if at else " checked"}> '
            f"<b>{escape(unit)}</b><span>{escape(reason)}</span></label>"
            for at, (value, unit, reason) in enumerate(choices)
        )
        other = (
            f'<label><input type="radio" name="choice" value="other"{"" if choices else " checked"}> '
            f'{escape(_("另选"))}</label><input class="in" name="other" list="units"'
            f' aria-label="{escape(_("另选的单位"))}" autocomplete="off">'
        )
        yes = escape(_("就是它，文中%(n)s处一并认定") % {"n": mentions})
        new = escape(_("新设单位“%(name)s”") % {"name": name})
        buttons = f'<button class="btn">{yes}</button><button class="btn" name="choice" value="new">{new}</button>'
        legend = _("“%(name)s”是哪一家") % {"name": name}
        return self._form(name, place, rev, legend, f'{radios}<div class="other">{other}</div>', buttons)

    def group(self, name: str, place: int, mentions: int, more: str, rev: int = 0) -> str:
        """The question which units a collective name stands for, with those of that level already counted in."""
        chosen = set(members_of(name, self._units))
        names = [unit.name for unit in self._units if unit.id in chosen]
        legend = _("“%(name)s”是哪几家") % {"name": name}
        change = f'<a class="btn" href="{escape(more)}">{escape(_("增减成员"))}</a>'
        if not names:
            said = escape(_("机构里还没有看得出是这一组的单位。"))
            pick = f'<a class="btn" href="{escape(more)}">{escape(_("选定成员"))}</a>'
            return self._form(name, place, rev, legend, f"<p>{said}</p>", pick)
        listed = "、".join(names[:SHOWN])
        if len(names) > SHOWN:
            listed = _("%(names)s等%(n)s家") % {"names": listed, "n": len(names)}
        hidden = "".join(f'<input type="hidden" name="members" value="{key}">' for key in sorted(chosen))
        yes = _("就是这%(n)s家，文中%(m)s处一并认定") % {"n": len(names), "m": mentions}
        button = f'<button class="btn" name="choice" value="set">{escape(yes)}</button>'
        return self._form(name, place, rev, legend, f"<p>{escape(listed)}</p>{hidden}", button + change)

    def ticks(self, name: str, chosen: Collection[int], rev: int) -> str:
        """Every unit with a box, those chosen ticked, to say by hand whom a collective name stands for."""
        boxes = "".join(
            f'<label class="d{min(unit.depth, 3)}"><input type="checkbox" name="members" value="{unit.id}"'
            f"{' checked' if unit.id in chosen else ''}> {escape(unit.name)}</label>"
            for unit in self._units
        )
        button = f'<button class="btn go" name="choice" value="set">{escape(_("定下这些成员"))}</button>'
        legend = _("“%(name)s”是哪几家") % {"name": name}
        return self._form(name, -1, rev, legend, f'<div class="ticks">{boxes}</div>', button)

    def _form(self, name: str, place: int, rev: int, legend: str, body: str, buttons: str) -> str:
        anchor = f' id="u{place}"' if place >= 0 else ""
        live = " data-live" if place >= 0 else ""
        return (
            f'<form method="post" action="{self._action}"{anchor}{live}>{self._token}'
            f'<input type="hidden" name="name" value="{escape(name)}"><input type="hidden" name="rev" value="{rev}">'
            f'<fieldset class="match"><legend>{escape(legend)}</legend>{body}'
            f'<p class="pick">{buttons}</p></fieldset></form>'
        )


def datalist(units: Sequence[UnitRow]) -> str:
    """The organization's units for every field in which another one is named."""
    return f'<datalist id="units">{"".join(f"<option>{escape(unit.name)}</option>" for unit in units)}</datalist>'
