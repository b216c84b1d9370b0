"""How alike two titled items are: by the words of their titles first, then by place and substance."""

from dataclasses import dataclass
from functools import cached_property

from luoshi.plan.model import Stage, Task, Time

EQUAL = 0.8
TITLE, PLACE, SUBSTANCE = 0.75, 0.1, 0.15


@dataclass(frozen=True)
class Profile:
    """What is compared of an item: its title, the titles around it, and what it says, each as a set of marks."""

    title: str
    around: tuple[str, ...]
    substance: frozenset[object]

    @cached_property
    def grams(self) -> frozenset[str]:
        """Letters and pairs of letters of the title."""
        return frozenset(self.title) | {self.title[at : at + 2] for at in range(len(self.title) - 1)}


def profile(item: Task | Stage, around: tuple[str, ...]) -> Profile:
    """The item's profile; `around` are the titles of the items that it stands in, outermost first."""
    marks: list[object] = [_meaning(item.time)] if item.time else []
    if isinstance(item, Task):
        marks += [(duty.role, duty.name) for duty in item.duties]
        marks += [(target.subject, target.comparator, target.value, target.unit) for target in item.targets]
    return Profile(item.title, around, frozenset(marks))


def likeness(one: Profile, other: Profile) -> float:
    """Between 0 and 1; at least `EQUAL` for equal titles and at most that for others, 1 for equal profiles."""
    if one == other:
        return 1.0
    shared = len(one.grams & other.grams)
    if not shared:
        return 0.0
    title = 2 * shared / (len(one.grams) + len(other.grams))
    everything = len(one.substance | other.substance)
    substance = len(one.substance & other.substance) / everything if everything else 1.0
    surroundings = PLACE * (one.around == other.around) + SUBSTANCE * substance
    if one.title == other.title:
        return EQUAL + (1 - EQUAL) * surroundings
    return EQUAL * (TITLE * title + surroundings)


def _meaning(time: Time) -> tuple[str | None, str | None, str | None]:
    return time.start, time.end, time.recurrence
