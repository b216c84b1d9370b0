"""The ladder of urging: the unit is warned before its leader, with days of grace on each rung."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.kit.workdays import Workdays

GRACE = 2
"""Working days that a rung has, from when it was first urged, before the next one is told."""
COOLDOWN = 1
"""Working days before the same rung can be urged about the same assignment again."""
REMEMBERED = 10
"""Working days after which an urge no longer counts, and the ladder begins at its foot."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the ladder: the role of those who stand on it, and its label."""

    code: str
    label: str


RUNGS = (
    Rung("liaison", gettext_noop("联络员")),
    Rung("unit_head", gettext_noop("单位负责人")),
    Rung("leader", gettext_noop("分管领导")),
)
CODES = tuple(rung.code for rung in RUNGS)
Past = Iterable[tuple[str, date]]
"""(level, day) of each urge about one assignment."""


def may_climb(level: str, past: Past, manned: Collection[str], today: date, days: Workdays) -> Verdict:
    """Whether that level may be urged today; rungs that nobody holds, not being `manned`, are passed over."""
    urged = _urged(past, today, days)
    if level in urged and (wait := COOLDOWN - days.between(urged[level][-1], today)) > 0:
        return denied(
            _("%(day)s刚催过，%(n)s个工作日以后可以再催。") % {"day": date_format(urged[level][-1]), "n": wait}
        )
    place = CODES.index(level)
    below = next((code for code in reversed(CODES[:place]) if code in manned), None)
    if below is None or any(code in urged for code in CODES[place:]):
        return GRANTED
    label = _(RUNGS[CODES.index(below)].label)
    if below not in urged:
        return denied(_("先催%(rung)s，再催上一级。") % {"rung": label})
    if (wait := GRACE - days.between(urged[below][0], today)) > 0:
        words = _("%(day)s才催%(rung)s，再过%(n)s个工作日没有进展，才催上一级。")
        return denied(words % {"day": date_format(urged[below][0]), "rung": label, "n": wait})
    return GRANTED


def next_level(past: Past, manned: Collection[str], today: date, days: Workdays) -> str:
    """The rung whose turn it is: the one above the highest urged once its grace has passed, until then that one."""
    known = list(past)
    urged = _urged(known, today, days)
    held = [code for code in CODES if code in manned] or [CODES[0]]
    highest = max((held.index(code) for code in urged if code in held), default=-1)
    above = held[min(highest + 1, len(held) - 1)]
    return above if may_climb(above, known, manned, today, days) else held[max(highest, 0)]


def _urged(past: Past, today: date, days: Workdays) -> dict[str, list[date]]:
    """The days on which each level was urged, within memory, the earliest first."""
    urged: dict[str, list[date]] = {}
    for level, day in sorted(past, key=lambda one: one[1]):
        if days.between(day, today) <= REMEMBERED:
            urged.setdefault(level, []).append(day)
    return urged
