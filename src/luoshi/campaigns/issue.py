"""Issuing tasks: one assignment per task and lead unit, sets expanded and frozen, support units joined."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count

from django.db import transaction
from django.db.models import Case, Exists, Max, OuterRef, When
from django.utils import timezone

from luoshi.campaigns.access import may_issue
from luoshi.campaigns.draft import UNIT_ROLES
from luoshi.campaigns.grounds import day_of
from luoshi.campaigns.models import Assignment, Campaign, Duty, IssueRequest, Joint, Task
from luoshi.campaigns.occurrence import Occurrence, first_of
from luoshi.campaigns.states import CAMPAIGN, ISSUE_REQUEST
from luoshi.journal.record import record
from luoshi.journal.transition import transition
from luoshi.kit.verdict import demand
from luoshi.kit.workdays import Workdays
from luoshi.orgs.access import Standing
from luoshi.orgs.holidays import calendar
from luoshi.orgs.models import Unit
from luoshi.platform.gather import made, whole

BATCH = 500
Sent = tuple[int, tuple[int, ...], tuple[int, ...]]
"""(task id, unit ids that lead, unit ids that support)."""


@dataclass(frozen=True, slots=True)
class Issuing:
    """What issuing would do: what would go out to whom, and tasks that cannot go out.

    `already` are those of the asked tasks that are out, `waiting` those that wait for a leader's approval.
    `held` have a lead and a name that is no unit yet; `partial` says to whom those of them could go whose lead is
    settled. `request_id` names the request by which `ready` waits for a leader now; None where they went out.
    """

    ready: tuple[Sent, ...]
    without_unit: tuple[int, ...]
    already: tuple[int, ...]
    waiting: tuple[int, ...] = ()
    held: tuple[int, ...] = ()
    partial: tuple[Sent, ...] = ()
    request_id: int | None = None

    @property
    def assignments(self) -> int:
        return sum(len(leads) for _task, leads, _joint in self.ready)

    def with_partial(self) -> "Issuing":
        """The same, the tasks with open names going out to the units that are settled."""
        going = {task_id for task_id, _leads, _joint in self.partial}
        held = tuple(task_id for task_id in self.held if task_id not in going)
        return replace(self, ready=self.ready + self.partial, held=held, partial=())


def preview(campaign: Campaign, task_ids: Sequence[int] | None = None, *, is_partial: bool = False) -> Issuing:
    """What issuing these tasks (all when None) would make; changes nothing. Partial as in `issue`."""
    plan = _plan(campaign, task_ids, waiting(campaign))
    return plan.with_partial() if is_partial else plan


def issue(
    campaign: Campaign, task_ids: Sequence[int] | None = None, *, by: Standing, is_partial: bool = False
) -> Issuing:
    """Issue the tasks whose units are settled and that are not out yet (all when None); says what was done and not.

    A task with a name that is no unit yet is held back, unless `is_partial`: then it goes to the units that are.
    Where a leader approves issuing, they are put before a leader instead. The first issue starts the campaign.
    """
    demand(may_issue(by, campaign))
    with transaction.atomic():
        held = Campaign.objects.select_for_update().get(pk=campaign.pk)
        demand(may_issue(by, held))
        plan = preview(held, task_ids, is_partial=is_partial)
        if plan.ready and held.leader_approves_issue:
            plan = replace(plan, request_id=_ask(held, plan, by).pk)
        else:
            _send_out(held, plan, by)
    campaign.refresh_from_db(fields=["state", "held"])
    return plan


def send_asked(campaign: Campaign, task_ids: Sequence[int], *, by: Standing) -> Issuing:
    """Issue what a leader approved, as far as it still can go out; the caller holds the campaign's lock."""
    plan = _plan(campaign, task_ids, frozenset()).with_partial()
    _send_out(campaign, plan, by)
    return plan


def _plan(campaign: Campaign, task_ids: Sequence[int] | None, waiting: frozenset[int]) -> Issuing:
    asked = Task.objects.filter(campaign=campaign, cancelled_at=None)
    if task_ids is not None:
        asked = asked.filter(pk__in=task_ids)
    duties = whole(Duty.objects.filter(task=OuterRef("pk")))
    is_out = Exists(Assignment.objects.filter(task=OuterRef("pk")))
    found = asked.annotate(is_out=is_out, said=Case(When(is_out=False, then=duties))).only("pk", "each_leads")
    free = {task: made(Duty, task.said) for task in found if not task.is_out}
    tasks = {task: named for task, named in free.items() if task.pk not in waiting}
    members = set_members(duty for named in tasks.values() for duty in named)
    ready, without, held, partial = [], [], [], []
    for task, named in tasks.items():
        leads, joint = parties(task, named, members)
        sent = (task.pk, tuple(leads), tuple(joint))
        if not leads:
            without.append(task.pk)
        elif all(map(_is_settled, named)):
            ready.append(sent)
        else:
            held.append(task.pk)
            partial += [sent] if _leads_as_named(task, named) else []
    already = tuple(task.pk for task in found if task.is_out)
    asked_for = tuple(task.pk for task in free if task.pk in waiting)
    return Issuing(tuple(ready), tuple(without), already, asked_for, tuple(held), tuple(partial))


def _is_settled(duty: Duty) -> bool:
    return duty.role not in UNIT_ROLES or bool(duty.unit_id or duty.unit_set_id)


def _leads_as_named(task: Task, duties: Sequence[Duty]) -> bool:
    """Whether who leads now leads also once the open names are settled."""
    labelled = [duty for duty in duties if duty.role == "lead_unit"] or [duty for duty in duties if duty.role == "unit"]
    settled = list(map(_is_settled, labelled))
    return any(settled) if task.each_leads else settled[0]


def waiting(campaign: Campaign) -> frozenset[int]:
    """The tasks that wait for a leader's approval; none where nobody has to approve."""
    if not campaign.leader_approves_issue:
        return frozenset()
    requests = IssueRequest.objects.filter(campaign=campaign, state="proposed").values_list("tasks", flat=True)
    return frozenset(task_id for tasks in requests for task_id in tasks)


def _ask(campaign: Campaign, plan: Issuing, by: Standing) -> IssueRequest:
    asked = IssueRequest.objects.create(
        campaign=campaign,
        tasks=[task_id for task_id, _leads, _joint in plan.ready],
        asked_by_id=by.person_id,
        asked_name=by.name,
        asked_at=by.at or timezone.now(),
    )
    data = {"tasks": len(plan.ready), "assignments": plan.assignments}
    record(
        campaign.chain, "issue_request.propose", ISSUE_REQUEST.kind, [asked.pk], by=by.acting(), data=data,
        target=ISSUE_REQUEST.initial,
    )  # fmt: skip
    return asked


def _send_out(campaign: Campaign, plan: Issuing, by: Standing) -> None:
    if not plan.ready:
        return
    if campaign.state in CAMPAIGN.move("start").sources:
        transition(CAMPAIGN, campaign, "start", by=by.acting())
    tasks = Task.objects.in_bulk([task_id for task_id, _leads, _joint in plan.ready])
    made = Assignment.objects.bulk_create(_assignments(campaign, tasks, plan, by), batch_size=BATCH)
    joint = {task_id: units for task_id, _leads, units in plan.ready}
    Joint.objects.bulk_create(
        (Joint(assignment=row, unit_id=unit) for row in made for unit in joint[row.task_id] if unit != row.unit_id),
        batch_size=BATCH,
    )
    data = {"tasks": len(plan.ready), "assignments": len(made)}
    record(
        campaign.chain, "assignment.issue", "assignment", [r.pk for r in made], by=by.acting(), data=data,
        target="issued",
    )  # fmt: skip


def parties(task: Task, duties: Iterable[Duty], members: dict[int, list[int]]) -> tuple[list[int], list[int]]:
    """(unit ids that lead, unit ids that support): a lead label decides, else the first unit, or each of them."""
    named: dict[str, list[tuple[int, bool]]] = {"lead_unit": [], "unit": [], "support_unit": []}
    for duty in duties:
        if duty.unit_id and duty.role in named:
            named[duty.role].append((duty.unit_id, False))
        elif duty.unit_set_id and duty.role in named:
            named[duty.role].extend((unit, True) for unit in members[duty.unit_set_id])
    leads = named["lead_unit"] or named["unit"]
    if task.each_leads or not leads:
        lead_ids = [unit for unit, _of_set in leads]
    elif leads[0][1]:
        lead_ids = [unit for unit, of_set in leads if of_set]
    else:
        lead_ids = [leads[0][0]]
    rest = [unit for unit, _of_set in named["lead_unit"] + named["unit"] + named["support_unit"]]
    return list(dict.fromkeys(lead_ids)), [unit for unit in dict.fromkeys(rest) if unit not in lead_ids]


def set_members(duties: Iterable[Duty]) -> dict[int, list[int]]:
    """The active units of each set that these duties name, by the set's id, in the organization's order."""
    wanted = {duty.unit_set_id for duty in duties if duty.unit_set_id}
    members: dict[int, list[int]] = {set_id: [] for set_id in wanted}
    rows = Unit.sets.through.objects.filter(unitset_id__in=wanted, unit__is_active=True)
    for set_id, unit_id in rows.order_by("unit__order", "unit_id").values_list("unitset_id", "unit_id"):
        members[set_id].append(unit_id)
    return members


def _assignments(campaign: Campaign, tasks: dict[int, Task], plan: Issuing, by: Standing) -> Iterable[Assignment]:
    clock, slips = Clock(by.at or timezone.now(), day_of(by, campaign), calendar()), count(next_slip(campaign))
    for task_id, leads, _joint in plan.ready:
        occurrence = first_of(tasks[task_id], campaign, clock.today)
        for unit_id in leads:
            yield assignment_row(tasks[task_id], unit_id, occurrence, next(slips), clock)


@dataclass(frozen=True, slots=True)
class Clock:
    """When something goes out: the moment, the day of it, and the calendar in force."""

    now: datetime
    today: date
    days: Workdays

    def reckoned(self, start: date | None) -> int | None:
        """The working day from which progress is due: no day before the unit had the task counts against it."""
        return self.days.number(max(start, self.today)) if start else None


def assignment_row(task: Task, unit_id: int, occurrence: Occurrence, slip: int, clock: Clock) -> Assignment:
    """The assignment of a task to a unit for one occurrence of it, not saved."""
    return Assignment(
        campaign_id=task.campaign_id,
        task=task,
        unit_id=unit_id,
        slip=slip,
        occurrence=occurrence.number,
        issued_at=clock.now,
        start=occurrence.start,
        original_due=occurrence.due,
        due=occurrence.due,
        start_n=clock.reckoned(occurrence.start),
        due_n=clock.days.number(occurrence.due) if occurrence.due else None,
    )


def next_slip(campaign: Campaign) -> int:
    """The number of the campaign's next slip; the caller holds the campaign's lock."""
    return (Assignment.objects.filter(campaign=campaign).aggregate(last=Max("slip"))["last"] or 0) + 1
