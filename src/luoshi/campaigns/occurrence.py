"""The periods for which a recurring task is issued: one assignment for each, counted from the first that went out."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from luoshi.campaigns.cadence import Cadence, cadence
from luoshi.campaigns.models import Campaign, Task
from luoshi.kit.periods import Period

AHEAD = timedelta(days=400)
"""How far a task without an end is looked ahead for its next period."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What one assignment is for: the `number`-th period of a recurring task, or 0 for what is done once."""

    number: int
    start: date | None
    due: date | None


def first_of(task: Task, campaign: Campaign, today: date) -> Occurrence:
    """What a task that goes out today is issued for: the period that runs, else the next, else the last."""
    found = _cadence(task, campaign, today)
    periods = _periods(found, task, campaign, today + AHEAD) if found else []
    if not periods:
        return Occurrence(0, task.start, task.due)
    return Occurrence(1, *next((period for period in periods if period.end >= today), periods[-1]))


def begun_since(task: Task, campaign: Campaign, last: Occurrence, today: date) -> list[Occurrence]:
    """The periods that began after the last one issued, up to and including today."""
    found = _cadence(task, campaign, today)
    periods = _periods(found, task, campaign, today) if found else []
    begun = [period for period in periods if last.start is None or period.start > last.start]
    return [Occurrence(last.number + place, *period) for place, period in enumerate(begun, 1)]


def _cadence(task: Task, campaign: Campaign, today: date) -> Cadence | None:
    dated = task.start or task.due or campaign.start or today
    return cadence(task.recurrence, task.time_text, dated.year)


def _periods(found: Cadence, task: Task, campaign: Campaign, until: date) -> list[Period]:
    since = task.start or campaign.start or campaign.issued or timezone.localdate(campaign.adopted_at)
    last = task.due or campaign.end
    return [period for period in found.periods(since, last or until + AHEAD) if period.start <= until]
