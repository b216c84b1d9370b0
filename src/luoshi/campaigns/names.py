"""The organization's names in the form in which the plan's names are matched against them."""

from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.orgs.models import UnitSet
from luoshi.orgs.queries import units
from luoshi.plan.check.units import UnitName, match


def known_units() -> dict[UnitName, int]:
    """Ids of every active unit by its name and aliases, in the organization's order."""
    return {UnitName(unit.name, unit.aliases): unit.id for unit in units()}


def known_sets() -> dict[str, int]:
    """Ids of the sets by name."""
    return dict(UnitSet.objects.values_list("name", "pk"))


@dataclass(frozen=True, slots=True)
class Known:
    """Units and sets read once: `parties` is (unit id, set id) by every name, one of them None.

    A unit's own name goes before aliases and sets.
    """

    units: dict[UnitName, int]
    parties: dict[str, tuple[int | None, int | None]]

    def likeliest(self, names: Iterable[str]) -> dict[str, str]:
        """The name of the unit that each of these names most resembles, empty where none is near."""
        units = list(self.units)
        return {name: next((found.unit.name for found in match(name, units)), "") for name in names}


def known() -> Known:
    """The organization's names as they are now."""
    units = known_units()
    named: dict[str, tuple[int | None, int | None]] = {name: (None, pk) for name, pk in known_sets().items()}
    named |= {alias: (pk, None) for unit, pk in units.items() for alias in unit.aliases}
    return Known(units, named | {unit.name: (pk, None) for unit, pk in units.items()})
