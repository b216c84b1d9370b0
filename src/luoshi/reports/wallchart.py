"""The wall chart (挂图作战): items against months and ten-day periods, stage bands, lights, the today line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.campaigns.models import Campaign
from luoshi.orgs.access import Standing
from luoshi.oversight.home import StageCard, stages
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import Item, Page, page, tally


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that the chart spans, both included; places on it are shares from 0 to 1."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def at(self, day: date) -> float:
        """Where a day begins on the axis, clipped to it."""
        return max(0.0, min(1.0, (day - self.start).days / self.days))

    def until(self, day: date) -> float:
        """Where a day ends on the axis, clipped to it."""
        return self.at(day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Tick:
    """A stretch of the axis with its label: a month, a ten-day period, or a day."""

    label: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One item's bar: plan from `start` to `end`, done up to `done`, shortfall up to `short`; shares of the axis.

    `short` equals `done` when nothing is missing. `late` is where an overdue item has run on to, else `end`.
    """

    item: Item
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
    after: str
    total: int


def chart(campaign: Campaign, who: Standing, filters: Filters, *, after: str = "", size: int = 100) -> Chart:
    """The chart of the items behind `after` under these filters."""
    counts = tally(campaign, who, filters)
    shown: Page = page(campaign, who, filters, after=after, size=size)
    cards = stages(campaign, counts)
    axis = _axis(campaign, cards, shown.items)
    today = campaign.today
    return Chart(
        axis=axis,
        months=tuple(_months(axis)),
        minor=tuple(_minor(axis)),
        today=axis.at(today) if axis.start <= today <= axis.end else None,
        today_day=today,
        stages=cards,
        bars=tuple(bar for item in shown.items if (bar := _bar(item, axis, today))),
        after=shown.after,
        total=counts.total,
    )


def _axis(campaign: Campaign, cards: tuple[StageCard, ...], shown: tuple[Item, ...]) -> Axis:
    days = [day for card in cards for day in (card.start, card.end) if day]
    days += [day for day in (campaign.start, campaign.end) if day]
    days += [day for item in shown for day in (item.start, item.due) if day]
    start, end = min(days, default=campaign.today), max(days, default=campaign.today)
    return Axis(start, max(end, start + timedelta(days=9)))


def _bar(item: Item, axis: Axis, today: date) -> Bar:
    start = axis.at(item.start or item.due or axis.start)
    end = max(axis.until(item.due) if item.due else 1.0, start)
    width = end - start
    done = start + width * item.progress / 100
    want = 100 if item.state == "done" else (item.expected or 0)
    short = max(done, start + width * want / 100) if item.state in ("issued", "in_progress") else done
    is_late = item.reason.name == "overdue" and item.due is not None and today > item.due
    return Bar(item, start, end, done, short, axis.at(today) if is_late else end)


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
