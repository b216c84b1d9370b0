"""The organization's names in the form in which the plan's names are matched against them."""

from luoshi.orgs.models import UnitSet
from luoshi.orgs.queries import units
from luoshi.plan.check.units import UnitName


def known_units() -> dict[UnitName, int]:
    """Ids of every active unit by its name and aliases, in the organization's order."""
    return {UnitName(unit.name, unit.aliases): unit.id for unit in units()}


def known_sets() -> dict[str, int]:
    """Ids of the sets by name."""
    return dict(UnitSet.objects.values_list("name", "pk"))
