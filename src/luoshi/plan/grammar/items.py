"""The tree of a plan's items while it is being read."""

from dataclasses import dataclass, field
from typing import NamedTuple

from luoshi.kit.spans import Span
from luoshi.plan.grammar.labels import Label, label_of
from luoshi.plan.grammar.titles import Title

ROOT_KIND = "root"


class Series(NamedTuple):
    """How far a list has come: its last ordinal, whether it runs along line starts, its last item."""

    last: int
    at_line: bool
    item: "Item"


@dataclass(slots=True, eq=False)
class Item:
    """A marked heading or item; `level` 0 is the plan itself, whose text before the first item belongs to no item.

    A table's row ends at `stop`, its title's cell at `head_end` (0 for other items), and its cells are `labels`.

    `series` remembers the latest list of each kind among the children. `run_in` items end with their paragraph;
    `in_sentence` ones are members of an enumeration inside one sentence (即：一是…；二是…).
    """

    kind: str
    ordinal: int
    marker: str | None
    start: int
    body: int
    level: int
    parent: "Item | None"
    at_line: bool = True
    run_in: bool = False
    in_sentence: bool = False
    stop: int = 0
    head_end: int = 0
    labels: list[Label] = field(default_factory=list)
    end: int = 0
    title: Title = Title("", Span(0, 0), 0)
    id: str = ""
    children: list["Item"] = field(default_factory=list)
    series: dict[str, Series] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def is_attribute(self) -> bool:
        """True for a marked item that only states who or when for its parent (3、责任单位。…)."""
        label = label_of(self.title.text)
        return label is not None and label[0] in ("duty", "deadline", "time") and not self.children

    def own(self) -> list[Span]:
        """The stretches of the item's text that belong to none of its children, its heading first."""
        spans, at = [], self.start
        for child in self.children:
            if child.start > at:
                spans.append(Span(at, child.start))
            at = max(at, child.end)
        if at < self.end:
            spans.append(Span(at, self.end))
        return spans

    def ancestors(self) -> list["Item"]:
        """Parent, grandparent … without the root."""
        found, item = [], self.parent
        while item is not None and item.level > 0:
            found.append(item)
            item = item.parent
        return found
