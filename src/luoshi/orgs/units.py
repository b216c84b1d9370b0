"""Acts on units and sets of units."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from luoshi.journal.record import SYSTEM, record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing, may
from luoshi.orgs.models import Unit, UnitSet


class NameTaken(ValueError):
    """Another unit or set bears that name."""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be added; `aliases` are other names that plans use."""

    name: str
    parent_id: int | None = None
    level: str = ""
    aliases: tuple[str, ...] = ()
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class NewSet:
    """A set to be added, with the ids of its members."""

    name: str
    member_ids: tuple[int, ...] = field(default=())
    is_sample: bool = False


def add_unit(new: NewUnit, *, by: Standing) -> Unit:
    """Add one unit below its parent. Raises NameTaken."""
    demand(may(by, "name_units"))
    name = new.name.strip()
    with transaction.atomic():
        if Unit.objects.filter(name=name).exists():
            raise NameTaken(name)
        parent = Unit.objects.get(pk=new.parent_id) if new.parent_id else None
        unit = Unit.objects.create(
            name=name,
            parent=parent,
            level=new.level,
            aliases="\n".join(new.aliases),
            order=Unit.objects.count(),
            is_sample=new.is_sample,
        )
        unit.path = f"{parent.path if parent else ''}{unit.pk}/"
        unit.save(update_fields=["path"])
        record(
            SYSTEM, "unit.add", "unit", [unit.pk], by=by.acting(), data={"parent": new.parent_id, "level": new.level}
        )
    return unit


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
    """Make the set, or give an existing one of that name these members."""
    demand(may(by, "name_units"))
    with transaction.atomic():
        made, created = UnitSet.objects.get_or_create(name=new.name.strip(), defaults={"is_sample": new.is_sample})
        made.members.set(new.member_ids)
        act = "set.add" if created else "set.change"
        record(SYSTEM, act, "set", [made.pk], by=by.acting(), data={"members": sorted(new.member_ids)})
    return made


def members_of(unit_set: UnitSet) -> Sequence[Unit]:
    """The set's active members in the organization's order."""
    return list(unit_set.members.filter(is_active=True).order_by("order", "pk"))
