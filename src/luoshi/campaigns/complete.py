"""Completing what is out: units that a name stood for, settled only after its task went out, get their share of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from luoshi.campaigns.access import may_issue
from luoshi.campaigns.grounds import day_of
from luoshi.campaigns.issue import BATCH, Clock, assignment_row, next_slip, parties, set_members
from luoshi.campaigns.models import Assignment, Campaign, Duty, Joint, Task
from luoshi.campaigns.occurrence import Occurrence
from luoshi.campaigns.states import FINISHED
from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.orgs.holidays import calendar
from luoshi.platform.gather import Gathered, made, whole


@dataclass(frozen=True, slots=True)
class Missing:
    """The units that a task which is out has not reached: those that get it themselves, and those that join."""

    task_id: int
    leads: tuple[int, ...]
    joint: tuple[int, ...]


def missing(campaign: Campaign) -> tuple[Missing, ...]:
    """What `complete` would send, in the order of the plan; a unit that ever had the task lacks nothing."""
    had = Assignment.objects.filter(task=OuterRef("pk"))
    joined = Joint.objects.filter(assignment__task=OuterRef("pk"))
    live = had.exclude(state="cancelled")
    tasks = Task.objects.filter(Exists(live), campaign=campaign, cancelled_at=None).order_by("number")
    found = list(
        tasks.annotate(
            is_open=Exists(live.exclude(state__in=FINISHED)),
            said=whole(Duty.objects.filter(task=OuterRef("pk"))),
            had=Gathered(had.order_by().distinct(), "unit_id"),
            joined=Gathered(joined.order_by().distinct(), "unit_id"),
        ).only("pk", "each_leads")
    )
    named = {task.pk: made(Duty, task.said) for task in found}
    members = set_members(duty for duties in named.values() for duty in duties)
    rows = (_missing(task, named[task.pk], members) for task in found)
    return tuple(row for row in rows if row.leads or row.joint)


def complete(campaign: Campaign, *, by: Standing) -> tuple[Missing, ...]:
    """Send what `missing` says, and return it; writes one Entry, none where nothing is missing.

    A leader who approves issuing has approved these tasks already.
    """
    demand(may_issue(by, campaign))
    with transaction.atomic():
        held = Campaign.objects.select_for_update().get(pk=campaign.pk)
        demand(may_issue(by, held))
        rows = missing(held)
        if not rows:
            return ()
        last = _last(rows)
        sent = Assignment.objects.bulk_create(_assignments(held, rows, last, by), batch_size=BATCH)
        joints = Joint.objects.bulk_create(_joints(rows, last, sent), batch_size=BATCH)
        data = {"tasks": len(rows), "assignments": len(sent), "joint": len(joints)}
        subjects = [row.pk for row in sent] or sorted({joint.assignment_id for joint in joints})
        record(
            held.chain, "assignment.complete", "assignment", subjects, by=by.acting(), data=data,
            target="issued" if sent else "",
        )  # fmt: skip
    return rows


def _missing(task: Task, duties: Iterable[Duty], members: dict[int, list[int]]) -> Missing:
    leads, joint = parties(task, duties, members)
    had = {unit for (unit,) in task.had}  # type: ignore[attr-defined]
    joined = {unit for (unit,) in task.joined}  # type: ignore[attr-defined]
    several, is_open = len(leads) > 1, task.is_open  # type: ignore[attr-defined]
    return Missing(
        task.pk,
        tuple(unit for unit in leads if unit not in had) if several else (),
        tuple(unit for unit in joint if unit not in had and unit not in joined) if is_open else (),
    )


def _last(rows: Iterable[Missing]) -> dict[int, list[Assignment]]:
    """The assignments of each task's latest period that are not cancelled, by the task's id."""
    live = Assignment.objects.filter(task__in=[row.task_id for row in rows]).exclude(state="cancelled")
    found: dict[int, list[Assignment]] = {}
    for row in live.order_by("-occurrence", "pk").select_related("task"):
        same = found.setdefault(row.task_id, [])
        if not same or same[0].occurrence == row.occurrence:
            same.append(row)
    return found


def _joints(rows: Iterable[Missing], last: dict[int, list[Assignment]], sent: Iterable[Assignment]) -> Iterator[Joint]:
    """The new supporters join what is out; what goes out now has all supporters of its task."""
    new = {row.task_id: row.joint for row in rows}
    out = [one for task_id in new for one in last[task_id]]
    known: dict[int, dict[int, None]] = {task_id: {} for task_id in new}
    for one_id, unit in Joint.objects.filter(assignment__in=out).order_by("pk").values_list("assignment__task", "unit"):
        known[one_id][unit] = None
    for one in out:
        yield from (Joint(assignment=one, unit_id=unit) for unit in new[one.task_id] if unit != one.unit_id)
    for one in sent:
        supports = dict.fromkeys([*known[one.task_id], *new[one.task_id]])
        yield from (Joint(assignment=one, unit_id=unit) for unit in supports if unit != one.unit_id)


def _assignments(
    campaign: Campaign, rows: Iterable[Missing], last: dict[int, list[Assignment]], by: Standing
) -> Iterator[Assignment]:
    clock, slips = Clock(by.at or timezone.now(), day_of(by, campaign), calendar()), count(next_slip(campaign))
    for row in rows:
        for unit in row.leads:
            one = last[row.task_id][0]
            days_of = (one.start, one.original_due) if one.occurrence else (one.task.start, one.task.due)
            yield assignment_row(one.task, unit, Occurrence(one.occurrence, *days_of), next(slips), clock)
