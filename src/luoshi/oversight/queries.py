"""Lists of items for people, page by page, with lights, and the counts beside them from the same predicate."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, Q

from luoshi.campaigns.models import Campaign, Duty, Joint, Task
from luoshi.campaigns.occurrence import first_of
from luoshi.campaigns.sentences import Sentences, sentences
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Post
from luoshi.oversight.items import FROM_ASSIGNMENT, Filters, counted, items
from luoshi.oversight.lights import BY_CODE, LIGHTS, Reason, expected
from luoshi.oversight.memory import remembered, scope
from luoshi.platform.gather import Gathered

TASK_COLUMNS = (
    "pk", "number", "title", "clause", "stage_id", "lead_people", "time_text", "recurrence", "span_start", "span_end",
    "revision_id", "from_day", "the_due",
)  # fmt: skip
KEY = re.compile(r"((?P<due>\d{4}-\d\d-\d\d)?\.)?(?P<number>[0-9]{1,9})\.(?P<a_id>[0-9]{1,18})")
Names = dict[int, tuple[str, ...]]
COLUMNS = (*TASK_COLUMNS, *FROM_ASSIGNMENT, "reason")


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a list. `left` counts working days from today to due (negative when past), `expected` percent.

    `unit` is the lead unit; before issuing, the name as the plan writes it. `joint` are supporting units. `span` is
    the place of its words in the revised plan that `revision_id` names, in the adopted one where that is None; itself
    None when they stand nowhere.
    """

    task_id: int
    number: int
    title: str
    clause: str
    stage_id: int | None
    lead_people: str
    time_text: str
    span: tuple[int, int] | None
    revision_id: int | None
    start: date | None
    due: date | None
    assignment_id: int | None
    occurrence: int
    unit_id: int | None
    unit: str
    joint: tuple[str, ...]
    state: str
    original_due: date | None
    progress: int
    expected: int | None
    returns: int
    submitted_on: date | None
    closed_on: date | None
    last_said: str
    last_at: datetime | None
    reason: Reason
    left: int | None

    @property
    def key(self) -> int:
        """What `Filters.picked` names this item by."""
        return self.assignment_id or -self.task_id


@dataclass(frozen=True, slots=True)
class Page:
    """Some items in order; `after` is the key of the next page, `before` of the one before; empty without one."""

    items: tuple[Item, ...]
    after: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items there are, by reason code, light, state and stage, each the count of a list."""

    by_reason: Counter[int]
    by_state: Counter[str]
    by_stage: dict[int | None, Counter[int]]

    @property
    def total(self) -> int:
        return sum(self.by_reason.values())

    def light(self, light: str, stage: int | None = None, *, of_stage: bool = False) -> int:
        """How many items have that light, in all or in one stage (`of_stage`)."""
        counts = self.by_stage.get(stage, Counter()) if of_stage else self.by_reason
        return sum(n for code, n in counts.items() if BY_CODE[code].light == light)

    def lights(self, stage: int | None = None, *, of_stage: bool = False) -> dict[str, int]:
        """Items by light in the order bad, warn, ok, idle, done."""
        return {light: self.light(light, stage, of_stage=of_stage) for light in LIGHTS}


def tally(campaign: Campaign, who: Standing, filters: Filters | None = None) -> Tally:
    """The counts of the list that `page` shows under the same filters; remembered."""
    wanted = filters or Filters()
    return remembered(campaign, ("tally", scope(who), wanted), lambda: _tally(campaign, who, wanted))


def extent(campaign: Campaign, who: Standing, filters: Filters) -> tuple[date, ...]:
    """The first and the last start and limit among the items under these filters, those that there are; remembered."""
    return remembered(campaign, ("extent", scope(who), filters), lambda: _extent(campaign, who, filters))


def _extent(campaign: Campaign, who: Standing, filters: Filters) -> tuple[date, ...]:
    bounds = items(campaign, who, filters).aggregate(Min("from_day"), Max("from_day"), Min("the_due"), Max("the_due"))
    return tuple(day for day in bounds.values() if day)


def _tally(campaign: Campaign, who: Standing, filters: Filters) -> Tally:
    rows = counted(campaign, who, filters).order_by().values("reason", "a_state", "stage_id").annotate(n=Count("pk"))
    by_reason: Counter[int] = Counter()
    by_state: Counter[str] = Counter()
    by_stage: dict[int | None, Counter[int]] = defaultdict(Counter)
    for reason, state, stage, n in rows.values_list("reason", "a_state", "stage_id", "n"):
        by_reason[reason] += n
        by_state[state or "unissued"] += n
        by_stage[stage][reason] += n
    return Tally(by_reason, by_state, dict(by_stage))


def page(
    campaign: Campaign,
    who: Standing,
    filters: Filters,
    *,
    after: str = "",
    before: str = "",
    size: int = 25,
    sort: str = "number",
) -> Page:
    """The items next to a key that a page gave, by `number`, or by `due` with the earliest first and undated last.

    Raises ValueError for a key that no page gave.
    """
    rows = items(campaign, who, filters)
    rows = rows.order_by(*(("number", "a_id") if sort == "number" else _BY_DUE))
    if before:
        rows = rows.filter(_beside(before, sort, "lt")).reverse()
    elif after:
        rows = rows.filter(_beside(after, sort, "gt"))
    found = list(rows.values_list(*COLUMNS, named=True)[: size + 1])
    more, found = len(found) > size, found[:size]
    if before:
        found.reverse()
    first, last = (_key(found[0], sort), _key(found[-1], sort)) if found else ("", "")
    return Page(
        dress(campaign, found),
        after=last if more or before else "",
        before=first if (more if before else after) else "",
    )


def task_ids(campaign: Campaign, who: Standing, filters: Filters) -> list[int]:
    """The tasks of the items under these filters, in the order of the plan."""
    rows = counted(campaign, who, filters).order_by("number").values_list("pk", flat=True)
    return list(dict.fromkeys(rows))


def worst(campaign: Campaign, who: Standing, limit: int = 6) -> tuple[tuple[Item, tuple[str, ...]], ...]:
    """The red and yellow items, red before yellow, the earliest due first; each with its unit's liaisons."""
    liaisons = Post.objects.filter(role="liaison", unit=OuterRef("unit_id"), person__is_active=True).order_by("pk")
    order = ("reason", "the_due", "number", "a_id")
    rows = _first(campaign, who, Filters(light="bad,warn"), order, limit)
    found = list(
        rows.annotate(liaisons=Gathered(liaisons, "person__name")).values_list(
            *COLUMNS, "supports", "liaisons", named=True
        )
    )
    return tuple(zip(_supported(campaign, found), (_names(row.liaisons) for row in found), strict=True))


def soonest(campaign: Campaign, who: Standing, filters: Filters, limit: int) -> tuple[Item, ...]:
    """The issued items under these filters, the earliest due first and undated last."""
    rows = _first(campaign, who, filters, _BY_DUE, limit)
    return _supported(campaign, list(rows.values_list(*COLUMNS, "supports", named=True)))


def _first(campaign: Campaign, who: Standing, filters: Filters, order: tuple[Any, ...], limit: int) -> Any:
    """The first issued items in an order; chosen before what is costly is asked of them."""
    chosen = counted(campaign, who, filters).exclude(a_id=None).order_by(*order).values("a_id")[:limit]
    return items(campaign, who).filter(a_id__in=chosen).order_by(*order).annotate(supports=_SUPPORTS)


def _supported(campaign: Campaign, rows: list[Any]) -> tuple[Item, ...]:
    return dressed(campaign, rows, {row.a_id: _names(row.supports) for row in rows}, {})


def one(campaign: Campaign, who: Standing, task_id: int) -> tuple[Item, ...]:
    """All items of one task that this person may see."""
    rows = items(campaign, who, Filters(task=task_id)).order_by("a_id").annotate(supports=_SUPPORTS, parties=_PARTIES)
    found = list(rows.values_list(*COLUMNS, "supports", "parties", named=True))
    joint = {row.a_id: _names(row.supports) for row in found if row.a_id}
    return dressed(campaign, found, joint, {row.pk: _ranked(row.parties) for row in found if not row.a_id})


def dress(campaign: Campaign, rows: list[Any]) -> tuple[Item, ...]:
    """Items made of rows with `COLUMNS`: units, working days left, and expected progress added."""
    joint = _joint(row.a_id for row in rows if row.a_id)
    return dressed(campaign, rows, joint, _named(row.pk for row in rows if not row.a_id))


def dressed(campaign: Campaign, rows: list[Any], joint: Names, named: Names) -> tuple[Item, ...]:
    """Items of rows with `COLUMNS`, the units that support an assignment, and those that the plan names for a task
    without one."""
    days, today = campaign.calendar, campaign.today
    now = days.number(today)
    followed = sentences(campaign)
    return tuple(
        Item(
            task_id=row.pk,
            number=row.number,
            title=row.title,
            clause=row.clause,
            stage_id=row.stage_id,
            lead_people=row.lead_people,
            time_text=row.time_text,
            span=place,
            revision_id=revision_id,
            start=start,
            due=due,
            assignment_id=row.a_id,
            occurrence=row.occurrence or 0,
            unit_id=row.unit_id,
            unit=row.unit_name or next(iter(named.get(row.pk, ())), ""),
            joint=joint.get(row.a_id, ()) if row.a_id else named.get(row.pk, ())[1:],
            state=row.a_state or "unissued",
            original_due=row.original_due,
            progress=row.progress or 0,
            expected=expected(row.start_n, row.due_n, now),
            returns=row.returns or 0,
            submitted_on=row.submitted_on,
            closed_on=row.closed_on,
            last_said=row.last_said or "",
            last_at=row.last_at,
            reason=BY_CODE[row.reason],
            left=days.number(due) - now if due else None,
        )
        for row, (start, due), (place, revision_id) in (
            (row, _span(campaign, row), _place(row, followed)) for row in rows
        )
    )


def _place(row: Any, followed: Sentences) -> tuple[tuple[int, int] | None, int | None]:
    """Where the words of an item stand, and in which revised plan."""
    if (there := followed.spans.get(row.title)) is not None:
        return there, followed.revision_id
    return (None if row.span_start is None else (row.span_start, row.span_end)), row.revision_id


def _span(campaign: Campaign, row: Any) -> tuple[date | None, date | None]:
    """The days of an item; of a recurring task that is not out, those of the period for which it would go out now."""
    if row.a_id:
        return row.from_day, row.the_due
    task = Task(start=row.from_day, due=row.the_due, recurrence=row.recurrence, time_text=row.time_text)
    coming = first_of(task, campaign, campaign.today)
    return coming.start, coming.due


_BY_DUE = (F("the_due").asc(nulls_last=True), "number", "a_id")
_ROLES = {"lead_unit": 0, "unit": 1, "support_unit": 2}
_SUPPORTS = Gathered(Joint.objects.filter(assignment=OuterRef("a_id")).order_by("pk"), "unit__name")
_PARTIES = Gathered(Duty.objects.filter(task=OuterRef("pk"), role__in=_ROLES).order_by("order"), "role", "name")


def _joint(assignment_ids: Iterable[int]) -> Names:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Joint.objects.filter(assignment_id__in=list(assignment_ids)).order_by("pk")
    for assignment_id, name in rows.values_list("assignment_id", "unit__name"):
        found[assignment_id].append(name)
    return {key: tuple(names) for key, names in found.items()}


def _named(task_ids: Iterable[int]) -> Names:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Duty.objects.filter(task_id__in=list(task_ids), role__in=_ROLES).order_by("order")
    for task_id, role, name in rows.values_list("task_id", "role", "name"):
        found[task_id].append((role, name))
    return {key: _ranked(parties) for key, parties in found.items()}


def _ranked(parties: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(name for _role, name in sorted(parties, key=lambda party: _ROLES[party[0]]))


def _names(lines: Iterable[tuple[str]]) -> tuple[str, ...]:
    return tuple(name for (name,) in lines)


def _key(row: Any, sort: str) -> str:
    tail = f"{row.number}.{row.a_id or 0}"
    return f"{row.the_due or ''}.{tail}" if sort == "due" else tail


def _beside(key: str, sort: str, side: str) -> Q:
    """What stands behind (`side` "gt") or before ("lt") the row with that key."""
    if (found := KEY.fullmatch(key)) is None:
        raise ValueError(f"no key of a page: {key[:40]!r}")
    number, a_id = int(found["number"]), int(found["a_id"])
    beside = Q(**{f"number__{side}": number}) | Q(**{"number": number, f"a_id__{side}": a_id})
    if sort != "due":
        return beside
    day = date.fromisoformat(found["due"]) if found["due"] else None
    if day is None:
        return (Q(the_due=None) & beside) | (Q(the_due__isnull=False) if side == "lt" else Q())
    other_days = Q(**{f"the_due__{side}": day}) | (Q(the_due=None) if side == "gt" else Q())
    return other_days | (Q(the_due=day) & beside)
