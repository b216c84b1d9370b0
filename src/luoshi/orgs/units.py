"""Acts on units and sets of units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, ProtectedError, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from luoshi.journal.models import Entry
from luoshi.journal.record import SYSTEM, record
from luoshi.kit.seen import expect
from luoshi.kit.verdict import GRANTED, Verdict, demand, denied
from luoshi.orgs.access import Standing, an_administrator_remains, hold_administrators, may
from luoshi.orgs.models import Unit, UnitSet
from luoshi.orgs.referred import is_referred
from luoshi.orgs.told import told


class NameTaken(ValueError):
    """Another unit or set bears that name."""


class Nameless(ValueError):
    """A unit, a set or a person has a name."""


class Circle(ValueError):
    """The unit would stand below itself."""


class Kept(ValueError):
    """Something hangs on it, so that it cannot be removed; the message says what."""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be added; `aliases` are other names that plans use. Without `order` it comes last."""

    name: str
    parent_id: int | None = None
    level: str = ""
    aliases: tuple[str, ...] = ()
    is_sample: bool = False
    order: int | None = None


@dataclass(frozen=True, slots=True)
class UnitChange:
    """All that a unit is to be from now on; `seen` is the mark of the facts on which that rests, if any."""

    unit_id: int
    name: str
    parent_id: int | None
    level: str
    aliases: tuple[str, ...]
    order: int
    seen: str = ""


@dataclass(frozen=True, slots=True)
class NewSet:
    """A set to be added or given other members; `seen` is the mark of those that were seen, if any."""

    name: str
    member_ids: tuple[int, ...] = field(default=())
    is_sample: bool = False
    seen: str = ""


def named(name: str) -> str:
    """The name without spaces around it. Raises Nameless for one without a letter."""
    if not name.strip():
        raise Nameless
    return name.strip()


def add_unit(new: NewUnit, *, by: Standing) -> Unit:
    """Add one unit below its parent. Raises NameTaken and Nameless."""
    demand(may(by, "name_units"))
    name = named(new.name)
    with transaction.atomic():
        if Unit.objects.filter(name=name).exists():
            raise NameTaken(name)
        parent = Unit.objects.get(pk=new.parent_id) if new.parent_id else None
        unit = Unit.objects.create(
            name=name,
            parent=parent,
            level=new.level,
            aliases="\n".join(new.aliases),
            order=Unit.objects.count() if new.order is None else new.order,
            is_sample=new.is_sample,
        )
        unit.path = f"{parent.path if parent else ''}{unit.pk}/"
        unit.save(update_fields=["path"])
        record(
            SYSTEM, "unit.add", "unit", [unit.pk], by=by.acting(), data={"parent": new.parent_id, "level": new.level}
        )
    return unit


def change_unit(new: UnitChange, *, by: Standing) -> Entry | None:
    """Let the unit be so, its whole subtree moving with it; returns what was written, None for no change.

    Raises NameTaken, Nameless, Circle and Overtaken.
    """
    demand(may(by, "name_units"))
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=new.unit_id)
        before = unit_facts(unit)
        unit.name, unit.level, unit.order = named(new.name), new.level.strip(), new.order
        unit.aliases = "\n".join(new.aliases)
        if Unit.objects.filter(name=unit.name).exclude(pk=unit.pk).exists():
            raise NameTaken(unit.name)
        if new.parent_id != unit.parent_id:
            _move(unit, new.parent_id)
        data, texts = told(before, unit_facts(unit))
        if not data and not texts:
            return None
        expect(new.seen, before)
        unit.save(update_fields=["name", "level", "order", "aliases", "parent", "path"])
        return record(SYSTEM, "unit.change", "unit", [unit.pk], by=by.acting(), data=data, texts=texts)


def unit_facts(unit: Unit) -> dict[str, str | int | None]:
    """What a change of the unit may change."""
    return {
        "name": unit.name,
        "aliases": unit.aliases,
        "level": unit.level,
        "parent": unit.parent_id,
        "order": unit.order,
    }


def _move(unit: Unit, parent_id: int | None) -> None:
    """Hang the unit below another; the paths of all below it follow."""
    parent = Unit.objects.get(pk=parent_id) if parent_id else None
    if parent and parent.path.startswith(unit.path):
        raise Circle(parent.name)
    old, new = unit.path, f"{parent.path if parent else ''}{unit.pk}/"
    below = Unit.objects.filter(path__startswith=old).exclude(pk=unit.pk)
    below.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    unit.parent, unit.path = parent, new


def may_close(who: Standing, unit: Unit) -> Verdict:
    """Whether that person may take the unit out of use: nothing in use stands below it, administrators remain."""
    if not (verdict := may(who, "name_units")):
        return verdict
    below = Unit.objects.filter(parent=unit, is_active=True).count()
    if below:
        return denied(_("下面还有%(n)s个单位在用，请先停用或移走它们。") % {"n": below})
    if not an_administrator_remains(Q(unit=unit)):
        return denied(_("系统管理员都在这个单位，停用以后没有人能进来管理。"))
    return GRANTED


def set_unit_active(unit_id: int, active: bool, *, by: Standing) -> None:
    """Take a unit out of use, or into use again; its past stays. Nobody works for a unit that is out of use."""
    demand(may(by, "name_units"))
    with transaction.atomic():
        hold_administrators()
        unit = Unit.objects.select_for_update().get(pk=unit_id)
        if unit.is_active == active:
            return
        demand(_may_open(unit) if active else may_close(by, unit))
        Unit.objects.filter(pk=unit_id).update(is_active=active)
        record(SYSTEM, "unit.open" if active else "unit.close", "unit", [unit_id], by=by.acting())


def _may_open(unit: Unit) -> Verdict:
    if unit.parent and not unit.parent.is_active:
        return denied(_("上级单位“%(name)s”已停用，请先启用它。") % {"name": unit.parent.name})
    return GRANTED


def remove_unit(unit_id: int, *, by: Standing) -> None:
    """Remove a unit on which nothing hangs: no unit, person, set, contact or work. Raises Kept."""
    demand(may(by, "name_units"))
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=unit_id)
        if unit.sets.exists() or unit.contacts.exists() or is_referred(unit):
            raise Kept(unit.name)
        try:
            unit.delete()
        except ProtectedError as error:
            raise Kept(unit.name) from error
        record(SYSTEM, "unit.remove", "unit", [unit_id], by=by.acting())


def add_alias(unit_id: int, alias: str, *, by: Standing) -> Unit:
    """Let a unit be known by another name too; does nothing if it is."""
    demand(may(by, "name_units"))
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=unit_id)
        known = unit.aliases.splitlines()
        if alias not in (unit.name, *known):
            unit.aliases = "\n".join([*known, alias])
            unit.save(update_fields=["aliases"])
            record(SYSTEM, "unit.alias", "unit", [unit.pk], by=by.acting(), texts={"alias": alias})
    return unit


def put_set(new: NewSet, *, by: Standing) -> UnitSet:
    """Make the set, or give an existing one of that name these members. Raises Nameless and Overtaken."""
    demand(may(by, "name_units"))
    with transaction.atomic():
        made, created = UnitSet.objects.get_or_create(name=named(new.name), defaults={"is_sample": new.is_sample})
        members = set_facts(UnitSet.objects.select_for_update().get(pk=made.pk).members.values_list("pk", flat=True))
        if not created and members != set_facts(new.member_ids):
            expect(new.seen, members)
        made.members.set(new.member_ids)
        act = "set.add" if created else "set.change"
        record(SYSTEM, act, "set", [made.pk], by=by.acting(), data={"members": sorted(new.member_ids)})
    return made


def set_facts(member_ids: Iterable[int]) -> dict[str, object]:
    """What a change of a set may change."""
    return {"members": sorted(member_ids)}


def members_of(unit_set: UnitSet) -> Sequence[Unit]:
    """The set's active members in the organization's order."""
    return list(unit_set.members.filter(is_active=True).order_by("order", "pk"))
