"""Which unit an opinion seems to fall to: the one that it names, or whose task in the plan shares its words."""

import math
from collections import Counter
from dataclasses import dataclass

from luoshi.opinions.wording import normal, pairs

LEAST_SHARED = 2
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Route:
    """A proposed unit and why: `named` is its name as the opinion says it, else `task` shares `words` with it."""

    unit_id: int
    unit: str
    named: str = ""
    task: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What a proposal stands on: `units` are (id, name, aliases by lines), `duties` (task, unit id, unit) in order."""

    units: tuple[tuple[int, str, str], ...] = ()
    duties: tuple[tuple[str, int, str], ...] = ()


def propose(text: str, ground: Ground) -> Route | None:
    """The unit to which the opinion seems to fall; None where nothing in it speaks for any."""
    return _named(text, ground) or _by_duty(text, ground)


def _named(text: str, ground: Ground) -> Route | None:
    """The unit whose name, the longest first, stands in the text."""
    names = [
        (said, pk, name)
        for pk, name, aliases in ground.units
        for said in (name, *aliases.splitlines())
        if said and said in text
    ]
    if not names:
        return None
    said, pk, name = max(names, key=lambda found: len(found[0]))
    return Route(pk, name, named=said)


def _by_duty(text: str, ground: Ground) -> Route | None:
    """The first leading unit of the task whose words are shared most; words of many tasks weigh little."""
    tasks: dict[str, tuple[int, str]] = {}
    for title, unit_id, unit in ground.duties:
        tasks.setdefault(title, (unit_id, unit))
    said = {title: set(pairs(title)) for title in tasks}
    spread = Counter(pair for held in said.values() for pair in held)
    own = set(pairs(text))

    def weight(title: str) -> float:
        return sum(math.log(1 + len(tasks) / spread[pair]) for pair in own & said[title])

    fit = [title for title in tasks if len(own & said[title]) >= LEAST_SHARED]
    if not fit:
        return None
    best = max(fit, key=weight)
    return Route(*tasks[best], task=best, words=_runs(best, own & said[best]))


def _runs(title: str, shared: set[str]) -> tuple[str, ...]:
    """The stretches of the title that consist of shared pairs, the longest first."""
    plain, found, start = normal(title), [], 0
    for i in range(len(plain)):
        if plain[i : i + 2] not in shared:
            if i > start:
                found.append(plain[start : i + 1])
            start = i + 1
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True)[:SHOWN])
