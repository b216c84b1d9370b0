"""Rows of the table of units against the organization: known by hidden cell or name, changed through the acts."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_noop

from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit
from luoshi.orgs.units import (
    Circle,
    Kept,
    NameTaken,
    NewUnit,
    UnitChange,
    add_unit,
    change_unit,
    remove_unit,
)
from luoshi.platform.sheets.columns import Taken, Values
from luoshi.platform.sheets.words import Reason, Unfit, reason

TAKEN = gettext_noop("已有同名单位。")
CIRCLE = gettext_noop("不能把单位放到它自己或它的下级下面。")
KEPT = gettext_noop("已有下级、人员或工作挂在这个单位上。")


class UnitsGround:
    """The units as they are, with those that the good rows above would add."""

    def __init__(self, who: Standing, earlier: Iterable[Values]) -> None:
        self._who = who
        units = list(Unit.objects.filter(is_active=True).order_by("order", "pk"))
        names = {unit.pk: unit.name for unit in units}
        self._values = {unit.pk: _values(unit, names.get(unit.parent_id or 0, "")) for unit in units}
        self._ids = {unit.name: unit.pk for unit in units}
        self._owners = {alias: unit.name for unit in units for alias in unit.aliases.splitlines()}
        self._closed = set(Unit.objects.filter(is_active=False).values_list("name", flat=True))
        self._seen = {values["name"] for values in earlier}
        self._next = Unit.objects.count() + len(self._seen)

    def take(self, values: Values, key: int | None) -> Taken:
        """The row as a new unit, or as a change of the one that its hidden cell or its name means."""
        subject = key if key is not None else self._ids.get(values["name"])
        if key is not None and key not in self._values:
            return Taken(reasons={"name": reason(gettext_noop("这一行的单位已经停用或不在了。"))})
        before = self._values[subject] if subject is not None else {}
        after = _after(values, before, clears=key is not None)
        if not after["order"]:
            after["order"] = str(self._next)
        reasons = self._wrong(after, subject)
        if not reasons:
            self._seen.add(after["name"])
            self._next += subject is None
        return Taken(subject, before, after, reasons)

    def _wrong(self, after: Values, subject: int | None) -> dict[str, Reason]:
        name, parent = after["name"], after["parent"]
        reasons: dict[str, Reason] = {}
        if name in self._seen:
            reasons["name"] = reason(gettext_noop("上面已有一行是这个单位。"))
        elif self._ids.get(name, subject) != subject:
            reasons["name"] = reason(TAKEN)
        elif name in self._closed:
            reasons["name"] = reason(gettext_noop("这个单位已停用，请先在机构页启用。"))
        elif subject is None and name in self._owners:
            reasons["name"] = reason(gettext_noop("这是“%(name)s”的简称，请写全称。"), name=self._owners[name])
        if parent and parent == name:
            reasons["parent"] = reason(CIRCLE)
        elif parent and parent not in self._ids and parent not in self._seen:
            why = gettext_noop("没有“%(name)s”这个单位；也在这张表里的，要排在它的下级上面。")
            reasons["parent"] = reason(why, name=parent)
        return reasons

    def put(self, taken: Taken) -> int:
        """Add or change the unit. Raises Unfit."""
        after = taken.after
        parent = Unit.objects.filter(name=after["parent"]).first() if after["parent"] else None
        if after["parent"] and parent is None:
            raise Unfit(gettext_noop("没有“%(name)s”这个单位。"), name=after["parent"])
        aliases = tuple(filter(None, after["aliases"].split("、")))
        above, level, order = parent.pk if parent else None, after["level"], int(after["order"])
        try:
            if taken.subject is None:
                return add_unit(NewUnit(after["name"], above, level, aliases, order=order), by=self._who).pk
            change_unit(UnitChange(taken.subject, after["name"], above, level, aliases, order), by=self._who)
        except NameTaken as error:
            raise Unfit(TAKEN) from error
        except Circle as error:
            raise Unfit(CIRCLE) from error
        return taken.subject

    def now(self, subject: int) -> Values | None:
        """The unit's values; None if it is out of use or gone."""
        unit = Unit.objects.filter(pk=subject, is_active=True).select_related("parent").first()
        return _values(unit, unit.parent.name if unit.parent else "") if unit else None

    def take_back(self, subject: int, before: Values) -> None:
        """Let the unit be as it was, or remove it. Raises Unfit."""
        if before:
            self.put(Taken(subject, {}, before))
            return
        try:
            remove_unit(subject, by=self._who)
        except Kept as error:
            raise Unfit(KEPT) from error

    def rows(self) -> Iterator[tuple[int, Values]]:
        """Every unit in use, parents first."""
        below: dict[str, list[int]] = {}
        for pk, values in self._values.items():
            below.setdefault(values["parent"], []).append(pk)
        waiting = below.get("", [])[::-1]
        while waiting:
            pk = waiting.pop()
            yield pk, self._values[pk]
            waiting += below.get(self._values[pk]["name"], [])[::-1]


def _values(unit: Unit, parent: str) -> dict[str, str]:
    return {
        "name": unit.name,
        "aliases": "、".join(unit.aliases.splitlines()),
        "level": unit.level,
        "parent": parent,
        "order": str(unit.order),
    }


def _after(values: Values, before: Values, *, clears: bool) -> dict[str, str]:
    """The values that the row leaves: a blank cell empties only what a row with a hidden cell says."""
    keys = ("name", "aliases", "level", "parent", "order")
    return {
        key: values.get(key, "") or ("" if clears and key in values and key != "order" else before.get(key, ""))
        for key in keys
    }
