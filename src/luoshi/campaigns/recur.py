"""Recurring tasks go out again when their next period begins, to the units that had the last one."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import count

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop

from luoshi.campaigns.issue import BATCH, Clock, assignment_row, next_slip
from luoshi.campaigns.models import Assignment, Campaign, Joint, Task
from luoshi.campaigns.occurrence import Occurrence, begun_since
from luoshi.journal.record import record
from luoshi.orgs.access import Standing

CLOCK = Standing(None, gettext_noop("系统"), frozenset())
"""Who acts when it is time: nobody, with no office."""
Due = dict[Task, list[Occurrence]]


def make_all_due() -> None:
    """Let every running campaign's tasks go out for the periods that have begun; a sample stands still."""
    for campaign in Campaign.objects.filter(state="running", is_sample=False).order_by("pk"):
        make_due(campaign, campaign.today)


def make_due(campaign: Campaign, today: date, *, by: Standing = CLOCK) -> list[Assignment]:
    """Issue the periods that began by `today` and are not out yet; once, however often it is called.

    Nothing goes out for a cancelled task, for units whose last period was cancelled, in a campaign that is not running.
    """
    with transaction.atomic():
        held = Campaign.objects.select_for_update().get(pk=campaign.pk)
        due = _due(held, today) if held.state == "running" else {}
        if not due:
            return []
        parties = list(_parties(due))
        clock, slips = Clock(by.at or timezone.now(), today, held.calendar), count(next_slip(held))
        made = Assignment.objects.bulk_create(
            (assignment_row(task, last.unit_id, occurrence, next(slips), clock) for task, occurrence, last in parties),
            batch_size=BATCH,
        )
        Joint.objects.bulk_create(
            (
                Joint(assignment=row, unit_id=joint.unit_id)
                for row, (_task, _occurrence, last) in zip(made, parties, strict=True)
                for joint in last.joints.all()
            ),
            batch_size=BATCH,
        )
        data = {"tasks": len(due), "assignments": len(made), "day": today}
        record(
            held.chain, "assignment.recur", "assignment", [row.pk for row in made], by=by.acting(), data=data,
            target="issued",
        )  # fmt: skip
    return made


def _due(campaign: Campaign, today: date) -> Due:
    """The periods to be issued, by task, in the order of the plan."""
    live = Assignment.objects.filter(campaign=campaign, occurrence__gt=0, task__cancelled_at=None)
    last = (
        live.exclude(state="cancelled").order_by().values("task_id").annotate(n=Max("occurrence"), began=Max("start"))
    )
    known = {row["task_id"]: Occurrence(row["n"], row["began"], None) for row in last}
    tasks = Task.objects.filter(pk__in=known).order_by("number")
    found = {task: begun_since(task, campaign, known[task.pk], today) for task in tasks}
    return {task: occurrences for task, occurrences in found.items() if occurrences}


def _parties(due: Due) -> Iterator[tuple[Task, Occurrence, Assignment]]:
    """Each period to be issued with each assignment of the one before, whose unit and joint units it goes to."""
    last = {task.pk: occurrences[0].number - 1 for task, occurrences in due.items()}
    rows = Assignment.objects.filter(task_id__in=last, occurrence__in=set(last.values())).exclude(state="cancelled")
    by_task: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows.order_by("pk").prefetch_related("joints"):
        if row.occurrence == last[row.task_id]:
            by_task[row.task_id].append(row)
    for task, occurrences in due.items():
        for occurrence in occurrences:
            for row in by_task[task.pk]:
                yield task, occurrence, row
