"""The one predicate behind lists, counts, chart and exports: tasks joined with their assignments, filtered.

An item is a task with one of its assignments, or a task that has none yet. Readers of single units see only the
assignments that their units lead or support. A cancelled assignment is none, but where one asks for it or its task.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from luoshi.campaigns.access import visible_to
from luoshi.campaigns.models import Campaign, Duty, Joint, Task
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit
from luoshi.oversight.lights import CANCELLED, Rules, codes, reason_expression, rules

COUNTED = {"a_id": "id", "unit_id": "unit_id", "a_state": "state"}
FROM_ASSIGNMENT = {
    **COUNTED,
    "occurrence": "occurrence",
    "unit_name": "unit__name",
    "original_due": "original_due",
    "start_n": "start_n",
    "due_n": "due_n",
    "progress": "progress",
    "returns": "returns",
    "submitted_on": "submitted_on",
    "closed_on": "closed_on",
    "last_said": "last_said",
    "last_at": "last_at",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; an empty field does not narrow.

    `light` takes codes joined by commas, `reason` a reason's number, `joint` a unit that supports. `words` stand in
    the title, or in the name of a leader, of a unit that leads or of one that supports. `picked` names single items:
    an assignment's id, or the negative id of a task that has none yet.
    """

    stage: int | None = None
    unit: int | None = None
    joint: int | None = None
    leader: str = ""
    light: str = ""
    reason: int | None = None
    state: str = ""
    due_from: date | None = None
    due_to: date | None = None
    task: int | None = None
    words: str = ""
    picked: tuple[int, ...] = ()

    def is_empty(self) -> bool:
        return self == Filters()


MOST_CHARACTERS, MOST_WORDS = 60, 8
"""Of what is searched for; the rest of it does not narrow."""
WORDS = tuple(field.name for field in fields(Filters) if field.name != "picked")


def filters_of(words: Mapping[str, str]) -> Filters:
    """Filters from the words of an address; words that make no sense do not narrow."""
    found: dict[str, Any] = {
        name: int(words[name]) for name in ("stage", "unit", "joint", "reason", "task") if _is_id(words.get(name, ""))
    }
    spoken = {name: words[name].strip() for name in ("leader", "light", "state", "words") if words.get(name)}
    found |= {name: said for name, said in spoken.items() if said and "\0" not in said}
    if "words" in found:
        found["words"] = " ".join(found["words"][:MOST_CHARACTERS].split()[:MOST_WORDS])
    for name in ("due_from", "due_to"):
        with suppress(ValueError):
            found[name] = date.fromisoformat(words.get(name, ""))
    picked = [word for word in words.get("picked", "").split(",") if _is_id(word.removeprefix("-"))]
    return Filters(**found, picked=tuple(map(int, picked)))


def words_of(filters: Filters) -> dict[str, str]:
    """The words of an address that `filters_of` reads back."""
    named = {name: str(value) for name in WORDS if (value := getattr(filters, name))}
    return named | ({"picked": ",".join(map(str, filters.picked))} if filters.picked else {})


def _is_id(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 18


def items(campaign: Campaign, who: Standing, filters: Filters | None = None) -> QuerySet[Any, Any]:
    """All items that this person may see, narrowed, in no particular order.

    Rows carry `FROM_ASSIGNMENT`, `from_day` and `the_due` (the assignment's dates, else the task's) and `reason`.
    """
    return _narrow(_listed(campaign.pk, rules(campaign)), campaign, who, filters or Filters())


def counted(campaign: Campaign, who: Standing, filters: Filters | None = None) -> QuerySet[Any, Any]:
    """The rows of `items`, with no more than a count needs: `COUNTED`, `the_due` and `reason`."""
    return _narrow(_counted(campaign.pk, rules(campaign)), campaign, who, filters or Filters())


@lru_cache(maxsize=256)
def _counted(campaign_id: int, by: Rules) -> QuerySet[Any, Any]:
    """Every item of a campaign; kept as a query, for building its expressions takes longer than asking it."""
    return Task.objects.filter(campaign_id=campaign_id, cancelled_at=None).annotate(
        **{name: F(f"assignments__{path}") for name, path in COUNTED.items()},
        the_due=Coalesce("assignments__due", "due"),
        reason=reason_expression(by),
    )


@lru_cache(maxsize=256)
def _listed(campaign_id: int, by: Rules) -> QuerySet[Any, Any]:
    rest = {name: F(f"assignments__{path}") for name, path in FROM_ASSIGNMENT.items() if name not in COUNTED}
    rows: QuerySet[Any, Any] = _counted(campaign_id, by).annotate(
        **rest, from_day=Coalesce("assignments__start", "start")
    )
    return rows


def _narrow(rows: QuerySet[Any, Any], campaign: Campaign, who: Standing, wanted: Filters) -> QuerySet[Any, Any]:
    if not who.is_wide:
        rows = rows.filter(a_id__in=visible_to(who).filter(campaign=campaign).values("pk"))
    q: Any = Q(**{name: value for name, value in _plain(wanted).items() if value})
    if wanted.state != CANCELLED and not wanted.task:
        q &= Q(a_id=None) | ~Q(a_state=CANCELLED)
    if wanted.leader:
        q &= Exists(Duty.objects.filter(task=OuterRef("pk"), role="lead_person", name=wanted.leader))
    if wanted.joint:
        q &= Exists(Joint.objects.filter(assignment=OuterRef("a_id"), unit=wanted.joint))
    for word in wanted.words.split():
        q &= _speaks_of(word)
    if wanted.light:
        q &= Q(reason__in=[code for light in wanted.light.split(",") for code in codes(light)])
    if wanted.state:
        q &= Q(a_id=None) if wanted.state == "unissued" else Q(a_state=wanted.state)
    if wanted.picked:
        tasks = [-number for number in wanted.picked if number < 0]
        q &= Q(a_id__in=[number for number in wanted.picked if number > 0]) | Q(a_id=None, pk__in=tasks)
    return rows.filter(q)


def _speaks_of(word: str) -> Any:
    """The items whose title, leader or unit, leading or supporting, has that word in it."""
    named = Duty.objects.filter(task=OuterRef("pk"), name__icontains=word)
    joined = Joint.objects.filter(assignment=OuterRef("a_id"), unit__name__icontains=word)
    q: Any = Q(title__icontains=word) | Q(unit_id__in=Unit.objects.filter(name__icontains=word).values("pk"))
    q |= Exists(joined) | Exists(named.filter(role__in=("lead_person", "support_unit")))
    return q | Q(Exists(named), a_id=None)


def _plain(wanted: Filters) -> dict[str, object]:
    return {
        "stage_id": wanted.stage, "pk": wanted.task, "unit_id": wanted.unit, "reason": wanted.reason,
        "the_due__gte": wanted.due_from, "the_due__lte": wanted.due_to,
    }  # fmt: skip
