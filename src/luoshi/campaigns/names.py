"""The organization's names in the form in which the plan's names are matched against them."""

from collections.abc import Iterable

from luoshi.orgs.models import UnitSet
from luoshi.orgs.queries import units
from luoshi.plan.check.units import UnitName, match


def known_units() -> dict[UnitName, int]:
    """Ids of every active unit by its name and aliases, in the organization's order."""
    return {UnitName(unit.name, unit.aliases): unit.id for unit in units()}


def known_sets() -> dict[str, int]:
    """Ids of the sets by name."""
    return dict(UnitSet.objects.values_list("name", "pk"))


def parties() -> dict[str, tuple[int | None, int | None]]:
    """(unit id, set id) by every name, one of them None; a unit's own name goes before aliases and sets."""
    known = known_units()
    named: dict[str, tuple[int | None, int | None]] = {name: (None, pk) for name, pk in known_sets().items()}
    named |= {alias: (pk, None) for unit, pk in known.items() for alias in unit.aliases}
    return named | {unit.name: (pk, None) for unit, pk in known.items()}


def likeliest(names: Iterable[str]) -> dict[str, str]:
    """The name of the unit that each of these names most resembles, empty where none is near."""
    known = list(known_units())
    return {name: next((found.unit.name for found in match(name, known)), "") for name in names}
