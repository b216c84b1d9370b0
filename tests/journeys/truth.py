"""What a campaign's pages must show, from its rows and plain arithmetic of days; none of the product's own queries."""

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property

import chinese_calendar
from django.utils.timezone import localdate

from luoshi.campaigns.models import Assignment, Campaign, Count, Duty, Stage, Target, Task

REASONS = {
    "逾期": "bad",
    "多次退回": "bad",
    "严重滞后": "bad",
    "临期": "warn",
    "滞后": "warn",
    "正常": "ok",
    "未下发": "idle",
    "未启动": "idle",
    "无期限": "idle",
    "办结": "done",
}
"""Why an item has its light, the gravest first, and the light."""
LIGHTS = ("bad", "warn", "ok", "idle", "done")
PARTIES = ("lead_unit", "unit", "support_unit")


@cache
def is_worked(day: date) -> bool:
    """Whether that day is worked in this country; plain weekdays where the calendar is not published yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


@cache
def workdays(after: date, until: date) -> int:
    """Days worked after the one day up to and including the other; negative backwards."""
    if until < after:
        return -workdays(until, after)
    return sum(is_worked(after + timedelta(n)) for n in range(1, (until - after).days + 1))


def scheduled(start: date | None, due: date | None, today: date) -> int | None:
    """Percent of the working days between start and due that are gone; None without both."""
    if start is None or due is None:
        return None
    granted, gone = workdays(start, due), workdays(start, today)
    if granted <= 0:
        return 100 if workdays(due, today) >= 0 else 0
    return min(100, max(0, round(100 * gone / granted)))


def coming(task: Task, today: date) -> tuple[date | None, date | None]:
    """(start, limit) for which a task would go out: of several days that its plan names, those of the next or last."""
    assert task.recurrence in ("", "ongoing", "immediate"), "work that comes again is all out"
    named = [re.fullmatch(r"(\d+)月(?:(\d+)日)?", words) for words in re.split("[、和]", task.time_text)]
    if len(named) < 2 or not all(named) or not task.start:
        return task.start, task.due
    periods, begins = [], task.start
    for month, day in (each.groups() for each in named if each):
        first = date(task.start.year, int(month), 1)
        last = first.replace(day=int(day)) if day else first + timedelta(monthrange(first.year, first.month)[1] - 1)
        periods.append((begins if day else first, last))
        begins = last + timedelta(1)
    return next((period for period in periods if period[1] >= today), periods[-1])


@dataclass(frozen=True)
class Row:
    """A task with one of its assignments, or one that has none: then `unit` and `joint` are the plan's own words."""

    campaign: Campaign
    today: date
    task: Task
    held: Assignment | None
    unit: str
    joint: tuple[str, ...]

    @property
    def order(self) -> tuple[int, int]:
        return self.task.number, self.held.pk if self.held else 0

    @property
    def start(self) -> date | None:
        return self.held.start or self.task.start if self.held else coming(self.task, self.today)[0]

    @property
    def due(self) -> date | None:
        return self.held.due or self.task.due if self.held else coming(self.task, self.today)[1]

    @property
    def period(self) -> str:
        """Which period of a recurring task it is, as lists say it behind a name."""
        return f"（第{self.held.occurrence}期）" if self.held and self.held.occurrence else ""

    @property
    def state(self) -> str:
        return self.held.state if self.held else ""

    @property
    def progress(self) -> int:
        return self.held.progress if self.held else 0

    @property
    def expected(self) -> int | None:
        return scheduled(self.begun, self.held.due, self.today) if self.held else None

    @property
    def begun(self) -> date | None:
        """From when progress is due: no day counts on which the unit did not have the task."""
        if self.held is None or self.held.start is None:
            return None
        return max(self.held.start, localdate(self.held.issued_at))

    @property
    def reason(self) -> str:
        """The gravest thing that is true of it, in the order in which a supervisor asks."""
        held, rules = self.held, self.campaign
        if held is None:
            return "未下发"
        if held.state == "done":
            return "办结"
        if held.due and held.due < (held.submitted_on or self.today):
            return "逾期"
        if held.returns >= rules.returns_red:
            return "多次退回"
        if self._lags(rules.behind_red):
            return "严重滞后"
        if held.due is None:
            return "无期限"
        if (held.due - self.today).days <= rules.soon_days:
            return "临期"
        if self._lags(rules.behind_yellow):
            return "滞后"
        return "未启动" if held.start and held.start > self.today and not held.progress else "正常"

    def _lags(self, points: int) -> bool:
        held, begun = self.held, self.begun
        if held is None or held.submitted_on or begun is None or held.due is None:
            return False
        granted, gone = workdays(begun, held.due), workdays(begun, self.today)
        return granted > 0 and gone > 0 and 100 * gone > (held.progress + points) * granted

    @property
    def light(self) -> str:
        return REASONS[self.reason]

    @property
    def word(self) -> str:
        """The reason as lists say it."""
        returns = self.held.returns if self.held else 0
        return f"退回{returns}次" if self.reason == "多次退回" else self.reason


def asked(target: Target) -> str:
    """What a target asks, and of what."""
    return target.text if target.subject in target.text else target.subject + target.text


@dataclass(frozen=True)
class Gauge:
    """A target and the counts behind it up to a day; `share` and `due_share` in percent."""

    target: Target
    counts: tuple[Count, ...]
    due_share: int | None

    @property
    def amount(self) -> float:
        """The sum; of shares the average of each unit's latest."""
        if self.target.unit != "%":
            return sum(count.amount for count in self.counts)
        latest = {count.unit_id: count.amount for count in self.counts}
        return sum(latest.values()) / len(latest) if latest else 0.0

    @property
    def goal(self) -> float:
        return self.target.value * (1 if self.target.unit == "%" else self.target.basis)

    @property
    def share(self) -> float:
        return 100 * self.amount / self.goal if self.goal else 0.0

    @property
    def is_ceiling(self) -> bool:
        return self.target.comparator in ("<", "<=")

    @property
    def is_met(self) -> bool:
        if self.target.comparator == "<":
            return self.amount < self.goal
        if self.target.comparator == "<=":
            return self.amount <= self.goal
        return self.amount > self.goal if self.target.comparator == ">" else self.amount >= self.goal

    @property
    def name(self) -> str:
        return asked(self.target)

    @property
    def lag(self) -> float:
        """By how many points it lags; what is met or bounded from above lags least."""
        return -200 if self.is_met or self.is_ceiling else (self.due_share or 0) - self.share


@dataclass(frozen=True)
class Unsent:
    """The tasks that are not out: those that can go now, those that an open name holds back, those without a lead.

    `partial` are those held back whose lead is settled all the same.
    """

    ready: list[Task]
    held: list[Task]
    without: list[Task]
    partial: list[Task]


class Truth:
    """A campaign as its rows say it now, for who sees everything or only what some units lead or support."""

    def __init__(self, campaign_id: int, units: frozenset[int] | None = None) -> None:
        self.campaign = Campaign.objects.get(pk=campaign_id)
        assert self.campaign.frozen_today
        self.today = self.campaign.frozen_today
        self.units = units
        self.stages = list(Stage.objects.filter(campaign_id=campaign_id).order_by("number"))
        self.tasks = list(
            Task.objects.filter(campaign_id=campaign_id, cancelled_at=None).select_related("stage").order_by("number")
        )
        self.duties = list(Duty.objects.filter(task__in=self.tasks).order_by("task__number", "order"))
        out = Assignment.objects.filter(task__in=self.tasks).exclude(state="cancelled").order_by("pk")
        self._out = list(out.select_related("unit").prefetch_related("joints__unit"))
        self.rows = [row for task in self.tasks for row in self._rows(task)]

    def _rows(self, task: Task) -> list[Row]:
        held = [each for each in self._out if each.task_id == task.pk]
        rows = [
            Row(self.campaign, self.today, task, each, each.unit.name, _names(each))
            for each in held
            if self.units is None or self.units & {each.unit_id, *(joint.unit_id for joint in each.joints.all())}
        ]
        if rows or held or self.units is not None:
            return rows
        names = [duty.name for role in PARTIES for duty in self.duties if (duty.task_id, duty.role) == (task.pk, role)]
        return [Row(self.campaign, self.today, task, None, names[0] if names else "", tuple(names[1:]))]

    def lights(self, stage: Stage | None = None) -> Counter[str]:
        """Rows by light, in all or of one stage."""
        return Counter(row.light for row in self.rows if stage is None or row.task.stage_id == stage.pk)

    def leaders(self, task: Task | None = None) -> list[str]:
        """The leaders whom the plan names in the tasks that are seen, or in one task, in its order."""
        seen = {row.task.pk for row in self.rows} if task is None else {task.pk}
        named = (duty.name for duty in self.duties if duty.role == "lead_person" and duty.task_id in seen)
        return list(dict.fromkeys(named))

    def gauges(self, task: Task | None = None) -> list[Gauge]:
        """The targets of the tasks that are seen, or of one task, in the order of the plan."""
        seen = {row.task.pk for row in self.rows} if task is None else {task.pk}
        return [
            self._gauge(target, each)
            for each in self.tasks
            if each.pk in seen
            for target in each.targets.order_by("number")
        ]

    @cached_property
    def unsent(self) -> Unsent:
        """The tasks that are not out, as issuing would find them when first asked."""
        tasks = [row.task for row in self.rows if row.held is None]
        led = [task for task in tasks if receivers(task)[0]]
        held = [task for task in led if open_duties(self, task)]
        return Unsent(
            ready=[task for task in led if task not in held],
            held=held,
            without=[task for task in tasks if task not in led],
            partial=[task for task in held if self._first(task) not in open_duties(self, task)],
        )

    def _first(self, task: Task) -> Duty:
        """Who leads by the plan's words: who is labelled so, else who stands first among those responsible."""
        mine = [duty for duty in self.duties if duty.task_id == task.pk]
        labelled = [duty for duty in mine if duty.role == "lead_unit"]
        return (labelled or [duty for duty in mine if duty.role == "unit"])[0]

    def _gauge(self, target: Target, task: Task) -> Gauge:
        rows = Count.objects.filter(campaign=self.campaign, kind=target.counted).order_by("day", "pk")
        told = (row for row in rows.select_related("unit", "person") if self.units is None or row.unit_id in self.units)
        until = tuple(row for row in told if row.day <= self.today)
        return Gauge(target, until, scheduled(task.start, task.due, self.today))


def _names(held: Assignment) -> tuple[str, ...]:
    return tuple(joint.unit.name for joint in sorted(held.joints.all(), key=lambda joint: joint.pk))


def by_due(rows: list[Row]) -> list[Row]:
    """The earliest limit first, no limit last."""
    return sorted(rows, key=lambda row: (row.due is None, row.due or date.min, row.order))


def receivers(task: Task) -> tuple[list[int], list[int]]:
    """(units that lead, units that support) when the task goes out: a label decides, else who stands first."""
    named: dict[str, list[tuple[int, bool]]] = {role: [] for role in PARTIES}
    for duty in Duty.objects.filter(task=task, role__in=PARTIES).order_by("order"):
        if duty.unit_id:
            named[duty.role].append((duty.unit_id, False))
        elif duty.unit_set:
            members = duty.unit_set.members.filter(is_active=True).order_by("order", "pk")
            named[duty.role] += [(unit.pk, True) for unit in members]
    listed = named["lead_unit"] or named["unit"]
    lead = (
        [unit for unit, of_set in listed if of_set] if listed and listed[0][1] else [unit for unit, _of in listed[:1]]
    )
    rest = [unit for role in PARTIES for unit, _of_set in named[role] if unit not in lead]
    return list(dict.fromkeys(lead)), list(dict.fromkeys(rest))


def open_duties(truth: Truth, task: Task | None = None) -> list[Duty]:
    """What the plan gives, in all tasks or in one, to a name that is no unit yet."""
    waiting = (duty for duty in truth.duties if duty.role in PARTIES and not (duty.unit_id or duty.unit_set_id))
    return [duty for duty in waiting if task is None or duty.task_id == task.pk]


def unsettled(truth: Truth) -> dict[str, int]:
    """Names of units that are none yet with how often the tasks have them, the most frequent first."""
    named = Counter(duty.name for duty in open_duties(truth))
    return dict(sorted(named.items(), key=lambda item: (-item[1], item[0])))


def telling_day(truth: Truth, after: date) -> date:
    """The day after that one, near some limit, on which the most different things are true of the rows.

    A limit just within and one just beyond what counts as soon are as good as one more kind of light.
    """
    soon = truth.campaign.soon_days
    days = {row.due - timedelta(soon + more) for row in truth.rows if row.due for more in (0, 1)}

    def told(day: date) -> tuple[int, date]:
        rows = [replace(row, today=day) for row in truth.rows if row.held]
        left = {(row.due - day).days for row in rows if row.due and row.state not in ("submitted", "done")}
        return len({row.reason for row in rows}) + len(left & {soon, soon + 1}), day

    return max((day for day in days if day > after), key=told, default=after)
