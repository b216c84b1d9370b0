"""A proposal as the adopt page shows it: items by number, names settled or not, what is inferred and doubted."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from luoshi.campaigns import queries
from luoshi.campaigns.draft import Draft, Item, unit_items, unit_names
from luoshi.faces.desk.plans.doubts import Doubt, of_day, of_finding
from luoshi.orgs.holidays import calendar
from luoshi.orgs.queries import SetRow, UnitRow, sets, units
from luoshi.plan.check.units import UnitName, match
from luoshi.plan.model import Plan

if TYPE_CHECKING:
    from luoshi.campaigns.models import Proposal

LOOK_BACK = 400
"""How many tasks before a place are asked whether they enclose it."""


@dataclass(frozen=True)
class Board:
    """One proposal with the organization's names; `editable` is whether this reader may change it now."""

    proposal: "Proposal"
    units: Mapping[int, UnitRow]
    sets: Mapping[int, SetRow]
    editable: bool

    @property
    def draft(self) -> Draft:
        """The draft as it stands."""
        draft: Draft = self.proposal.draft
        return draft

    @property
    def head(self) -> Item:
        """The plan's head as an item."""
        return self.draft["head"][0]

    @cached_property
    def plan(self) -> Plan:
        """The plan as it was read."""
        return queries.plan_of(self.proposal)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Tasks by key, counted from 1 in their order."""
        return {task["key"]: number for number, task in enumerate(self.draft["tasks"], 1)}

    @cached_property
    def stages(self) -> dict[str, Item]:
        """Stages by key."""
        return {stage["key"]: stage for stage in self.draft["stages"]}

    @cached_property
    def names(self) -> dict[str, Item]:
        """What each name of a unit was settled to."""
        return {item["key"]: item for item in self.draft["units"]}

    @cached_property
    def mentions(self) -> Counter[str]:
        """How often each name of a unit stands in the tasks."""
        return Counter(unit_names(self.draft))

    @cached_property
    def open_names(self) -> dict[str, int]:
        """Names that are no unit and no set yet, in the order of the text, each with its place among them."""
        waiting = (name for name in self.mentions if not (self.names[name]["unit"] or self.names[name]["set"]))
        return {name: place for place, name in enumerate(waiting)}

    @cached_property
    def settled_at(self) -> dict[str, list[str]]:
        """Open names by the key of the task that bears them first, where they are settled for all."""
        found: dict[str, list[str]] = {}
        waiting = set(self.open_names)
        for task in self.draft["tasks"]:
            for duty in task["duties"] if waiting else ():
                if duty["name"] in waiting:
                    waiting.discard(duty["name"])
                    found.setdefault(task["key"], []).append(duty["name"])
        return found

    @cached_property
    def strangers(self) -> list[str]:
        """Open names that are no set and resemble no unit there is."""
        known = [UnitName(unit.name, unit.aliases) for unit in self.units.values()]
        return [name for name in self.open_names if not self.names[name]["is_set"] and not match(name, known)]

    @cached_property
    def year(self) -> int:
        """The year that goes without saying: the one in which the plan begins or was issued."""
        said = self.head["start"] or self.head["end"] or self.head["issued"]
        return int(said[:4]) if said else timezone.localdate().year

    @cached_property
    def doubts(self) -> dict[str, list[Doubt]]:
        """What a person should look at, by the key of the item; an item that was checked has none."""
        found: dict[str, list[Doubt]] = {}
        days = calendar()
        for task in self.draft["tasks"]:
            doubt = None if task["checked"] else of_day(task, days)
            if doubt:
                found[task["key"]] = [doubt]
        tasks, stages = _Places(self.draft["tasks"]), _Places(self.draft["stages"])
        for finding in self.plan.findings:
            item = tasks.at(finding.span.start) or stages.at(finding.span.start) or self.head
            doubt = None if item.get("checked") else of_finding(finding, item)
            if doubt:
                found.setdefault(item["key"], []).append(doubt)
        return found

    @cached_property
    def weights(self) -> Counter[str]:
        """Doubts by tone."""
        return Counter(doubt.tone for doubts in self.doubts.values() for doubt in doubts)

    @cached_property
    def inferred(self) -> list[str]:
        """Keys of the items with something inferred, once for each inference."""
        items = (*self.draft["head"], *self.draft["stages"], *self.draft["tasks"])
        return [
            item["key"]
            for item in items
            for _mark in (*item["inferred"], *(i for duty in item.get("duties", ()) for i in duty["inferred"]))
        ]

    def is_open(self, key: str) -> bool:
        """Whether an item waits for a person: a doubt that is more than a hint, or a name to be settled there."""
        return key in self.settled_at or any(doubt.tone for doubt in self.doubts.get(key, ()))


def board(proposal: "Proposal", editable: bool) -> Board:
    """The board of this proposal; while it is editable its names are held against the organization as it is now."""
    rows, groups = units(), sets()
    if editable:
        known = {UnitName(unit.name, unit.aliases): unit.id for unit in rows}
        proposal.draft["units"] = unit_items(proposal.draft, known, {row.name: row.id for row in groups})
    return Board(proposal, {unit.id: unit for unit in rows}, {row.id: row for row in groups}, editable)


class _Places:
    """Which item encloses a place in the text, the innermost first."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = sorted(items, key=lambda item: (item["span"][0], -item["span"][1]))
        self._starts = [item["span"][0] for item in self._items]

    def at(self, place: int) -> Item | None:
        """The item whose span the place lies in, None outside all."""
        last = bisect_right(self._starts, place)
        around = reversed(self._items[max(0, last - LOOK_BACK) : last])
        return next((item for item in around if item["span"][1] > place), None)
