"""The wall chart (挂图作战): items against months and ten-day periods, stage bands, lights, the today line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from luoshi.campaigns.models import Campaign, Target
from luoshi.orgs.access import Standing
from luoshi.oversight.home import Overview, StageCard, overview
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import Item, Page, Tally, extent, page, tally

SHORT = 10
"""So many letters of what is counted stand on a bar; longer ones would have to be cut."""
WEEKS = timedelta(days=34)


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that the chart spans, both included; places on it are shares from 0 to 1."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def at(self, day: date) -> float:
        """Where a day begins, a share of the axis: below 0 or above 1 where it lies outside."""
        return (day - self.start).days / self.days

    def until(self, day: date) -> float:
        """Where a day ends."""
        return self.at(day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Tick:
    """A stretch of the axis with its label: a month, a ten-day period, or a day."""

    label: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One item's bar: plan from `start` to `end`, done up to `done`, shortfall up to `short`; shares of the axis,
    which may lie outside it.

    `node` says in a few words what is counted. `short` equals `done` when nothing is missing. `late` is where an
    overdue item has run on to, else `end`.
    """

    item: Item
    node: str
    start: float
    end: float
    done: float
    short: float
    late: float


@dataclass(frozen=True, slots=True)
class Chart:
    """One page of the wall chart."""

    axis: Axis
    months: tuple[Tick, ...]
    minor: tuple[Tick, ...]
    today: float | None
    today_day: date
    stages: tuple[StageCard, ...]
    bars: tuple[Bar, ...]
    tally: Tally
    overview: Overview
    after: str


def chart(
    campaign: Campaign,
    who: Standing,
    filters: Filters,
    *,
    after: str = "",
    size: int = 100,
    first_day: date | None = None,
) -> Chart:
    """The chart of the items behind `after` under these filters: the whole campaign, or five weeks from a day."""
    seen = overview(campaign, who)
    counts = seen.tally if filters.is_empty() else tally(campaign, who, filters)
    shown: Page = page(campaign, who, filters, after=after, size=size)
    cards = tuple(_of_list(card, counts) for card in seen.stages)
    axis = (
        Axis(first_day, first_day + WEEKS)
        if first_day
        else _axis(campaign, cards, _days(campaign, who, filters, shown))
    )
    today = campaign.today
    nodes = _nodes(campaign, shown.items)
    return Chart(
        axis=axis,
        months=tuple(_months(axis)),
        minor=tuple(_minor(axis)),
        today=axis.at(today) if axis.start <= today <= axis.end else None,
        today_day=today,
        stages=cards,
        bars=tuple(_bar(item, axis, today, nodes.get(item.task_id, "")) for item in shown.items),
        tally=counts,
        overview=seen,
        after=shown.after,
    )


def _of_list(card: StageCard, counts: Tally) -> StageCard:
    """The stage with the counts of the list at hand."""
    lights = counts.lights(card.id, of_stage=True)
    return replace(card, total=sum(lights.values()), lights=lights)


def _days(campaign: Campaign, who: Standing, filters: Filters, shown: Page) -> tuple[date, ...]:
    """The first and last days of all items under the filters, from the screen if it shows them all."""
    if shown.after or shown.before:
        return extent(campaign, who, filters)
    return tuple(day for item in shown.items for day in (item.start, item.due) if day)


def _nodes(campaign: Campaign, shown: tuple[Item, ...]) -> dict[int, str]:
    """The targets of each task in a few words, to be written on its bar; of a long one the quantity alone."""
    found: dict[int, list[str]] = {}
    rows = Target.objects.filter(campaign=campaign, task_id__in={item.task_id for item in shown})
    for task_id, subject, value, unit in rows.order_by("number").values_list("task_id", "subject", "value", "unit"):
        found.setdefault(task_id, []).append(f"{subject if len(subject) <= SHORT else ''}{value:g}{unit}")
    return {task_id: "　".join(words[:3]) for task_id, words in found.items()}


def _axis(campaign: Campaign, cards: tuple[StageCard, ...], listed: tuple[date, ...]) -> Axis:
    """From the first to the last day of the campaign, its stages and all items, the same on every screen."""
    days = [day for card in cards for day in (card.start, card.end) if day]
    days += [day for day in (campaign.start, campaign.end) if day]
    days += listed
    start, end = min(days, default=campaign.today), max(days, default=campaign.today)
    return Axis(start, max(end, start + timedelta(days=9)))


def _bar(item: Item, axis: Axis, today: date, node: str) -> Bar:
    start = axis.at(item.start or item.due or axis.start)
    end = max(axis.until(item.due) if item.due else 1.0, start)
    width = end - start
    done = start + width * item.progress / 100
    want = item.expected or 0 if item.state in ("issued", "in_progress") else 0
    short = max(done, start + width * want / 100)
    is_late = item.reason.name == "overdue" and item.due is not None and today > item.due
    return Bar(item, node, start, end, done, short, axis.at(today) if is_late else end)


def _months(axis: Axis) -> Iterator[Tick]:
    day = axis.start
    while day <= axis.end:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield Tick(f"{day.year}-{day.month:02}", axis.at(day), axis.at(following))
        day = following


def _minor(axis: Axis) -> Iterator[Tick]:
    """Days on an axis of up to 45 days, ten-day periods otherwise, none beyond a year and a half."""
    if axis.days > 550:
        return
    day = axis.start
    while day <= axis.end:
        following = day + timedelta(days=1) if axis.days <= 45 else _next_third(day)
        label = str(day.day) if axis.days <= 45 else "上中下"[min(2, (day.day - 1) // 10)]
        yield Tick(label, axis.at(day), axis.at(following))
        day = following


def _next_third(day: date) -> date:
    if day.day <= 10:
        return day.replace(day=11)
    if day.day <= 20:
        return day.replace(day=21)
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
