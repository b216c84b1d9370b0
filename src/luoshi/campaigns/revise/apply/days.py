"""When things run: the days of a task, a stage or the campaign, and those that were concluded from them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from luoshi.campaigns.draft import NOWHEN, Dates, dates_of, task_days
from luoshi.campaigns.issue import Clock
from luoshi.campaigns.models import Assignment, Campaign, PlanChange, Review, Stage, Task
from luoshi.campaigns.revise.followed import followed
from luoshi.campaigns.revise.rows import stage_of, task_of
from luoshi.campaigns.revise.taken import time_of
from luoshi.campaigns.states import FINISHED
from luoshi.orgs.holidays import calendar
from luoshi.plan.model import Time

MOST_TEXT = 120
Concluded = tuple[Dates, list[str]]
Own = Mapping[str, Time | None]


def change(change: PlanChange) -> None:
    """A stage's or a task's days; assignments that are out follow, and keep their original due date."""
    said, campaign = time_of(change.body["new"]), change.campaign
    stage, task = stage_of(change), task_of(change)
    if stage is not None:
        days = dates_of(said, _year(campaign), _window(campaign))
        stage.start, stage.end, stage.time_text = _day(days.start), _day(days.end), _words(said)
        stage.inferred = ["year"] if days.guessed else []
        stage.save(update_fields=["start", "end", "time_text", "inferred"])
    if task is not None:
        say(task, said)
        task.save(update_fields=["start", "due", "time_text", "recurrence", "inferred"])
        _reschedule([task])


def say(task: Task, said: Time | None) -> None:
    """Give the task what that time says, filled up from its own stage and the campaign; it is not saved."""
    around = _around(Stage.objects.get(pk=task.stage_id) if task.stage_id else None)
    days, marks = task_days(said, _year(task.campaign), around, _window(task.campaign))
    task.time_text, task.recurrence = _words(said), (said.recurrence or "") if said else ""
    _give(task, days.start, days.end, marks)


def window(campaign: Campaign, value: dict[str, Any] | None) -> None:
    """The campaign's days."""
    said = time_of(value)
    days = dates_of(said, _year(campaign), NOWHEN)
    campaign.start, campaign.end, campaign.window_text = _day(days.start), _day(days.end), _words(said)
    campaign.save(update_fields=["start", "end", "window_text"])


def own_times(campaign: Campaign) -> Own:
    """The time that the plan which the campaign follows gives each task itself, by the mark of its row."""
    return {(task.node or "").rpartition(".")[2]: task.time for task in followed(campaign).tasks}


class Conclusions:
    """The days that the tasks have by their own words and by what stands around them, before a difference is applied.

    `follow` moves what was concluded from surroundings that are others now. What a person set or confirmed stays.
    """

    def __init__(self, change: PlanChange, own: Own) -> None:
        self._change, self._own = change, own
        self._was = self._days()

    def follow(self) -> None:
        """Conclude anew; to be called once the difference is applied."""
        now, own_words = self._days(), task_of(self._change)
        changed = [pk for pk, days in now.items() if days != self._was.get(pk, days)]
        if own_words is not None and self._change.body["subject"] == "time":
            changed = [pk for pk in changed if pk != own_words.pk]
        tasks = [self._moved(task, now[task.pk]) for task in Task.objects.filter(pk__in=changed)]
        Task.objects.bulk_update(tasks, ["start", "due", "inferred"], batch_size=200)
        _reschedule(tasks)

    def _moved(self, task: Task, now: Concluded) -> Task:
        was, (days, marks) = self._was[task.pk][0], now
        start = days.start if _iso(task.start) == was.start else _iso(task.start)
        is_concluded = any(mark.startswith("due:") for mark in task.inferred) or (task.due or was.end) is None
        due = days.end if is_concluded else _iso(task.due)
        kept = marks if is_concluded else task.inferred
        _give(task, start if not due or (start or "") <= due else None, due, kept)
        return task

    def _days(self) -> dict[int, Concluded]:
        campaign = self._change.campaign
        around = {stage.pk: _around(stage) for stage in Stage.objects.filter(campaign=campaign)}
        window, year = _window(campaign), _year(campaign)
        rows = Task.objects.filter(campaign=campaign, cancelled_at=None).values_list("pk", "stage_id")
        return {
            pk: task_days(self._own.get(f"t{pk}"), year, around.get(stage or 0, NOWHEN), window) for pk, stage in rows
        }


def _give(task: Task, start: str | None, due: str | None, marks: list[str]) -> None:
    task.start, task.due = _day(start), _day(due)
    kept = [mark for mark in task.inferred if mark != "year" and not mark.startswith("due:")]
    task.inferred = kept + [mark for mark in marks if mark not in kept]


def _reschedule(tasks: Iterable[Task]) -> None:
    """Give the open assignments of these tasks the tasks' days, but those to which a leader granted a later one.

    What is out for a period of a recurring task keeps that period.
    """
    days = calendar()
    same: dict[tuple[date | None, date | None], list[int]] = defaultdict(list)
    for task in tasks:
        same[task.start, task.due].append(task.pk)
    for (start, due), pks in same.items():
        granted = Review.objects.filter(kind="change", verdict="granted", assignment__task_id__in=pks)
        later = granted.filter(granted_due__gt=due) if due else granted
        moved = Assignment.objects.filter(task_id__in=pks, occurrence=0).exclude(state__in=(*FINISHED, "cancelled"))
        rows = list(moved.exclude(pk__in=later.values("assignment_id")).select_related("campaign"))
        for row in rows:
            issued = Clock(row.issued_at, min(timezone.localdate(row.issued_at), row.campaign.today), days)
            row.start, row.start_n = start, issued.reckoned(start)
            row.due, row.due_n = due, days.number(due) if due else None
        Assignment.objects.bulk_update(rows, ["start", "due", "start_n", "due_n"], batch_size=200)


def _year(campaign: Campaign) -> int:
    """The year of days that the plan gives without one."""
    return (campaign.start or campaign.today).year


def _around(stage: Stage | None) -> Dates:
    return Dates(_iso(stage.start), _iso(stage.end)) if stage else NOWHEN


def _window(campaign: Campaign) -> Dates:
    return Dates(_iso(campaign.start), _iso(campaign.end))


def _words(said: Time | None) -> str:
    return said.text[:MOST_TEXT] if said else ""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
