"""Letting one task wait for another, and no longer; never in a circle."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import may_work
from luoshi.campaigns.models import Blocker, Campaign, Task
from luoshi.journal.record import record
from luoshi.kit.verdict import Verdict, demand
from luoshi.orgs.access import Standing


@dataclass(frozen=True, slots=True)
class Wait:
    """The task that waits, and the one that it waits for."""

    task_id: int
    waits_for_id: int


def may_block(who: Standing, campaign: Campaign) -> Verdict:
    """Whether this person may say which task waits for which."""
    return may_plan(who) and may_work(campaign)


def add_blocker(campaign: Campaign, wait: Wait, *, by: Standing) -> Blocker:
    """Let a task wait for another; what waits already does so once. Raises Unanswered for a circle, and names it."""
    demand(may_block(by, campaign))
    with transaction.atomic():
        held = Campaign.objects.select_for_update().get(pk=campaign.pk)
        demand(may_block(by, held))
        tasks = Task.objects.filter(campaign=held, cancelled_at=None).in_bulk([wait.task_id, wait.waits_for_id])
        if wait.task_id not in tasks or wait.waits_for_id not in tasks:
            raise Unanswered("waits_for", _("从本活动现有任务里选一项。"))
        if circle := _circle(held, wait):
            raise Unanswered("waits_for", _("会互相等待，谁也办不结：%(circle)s。") % {"circle": _told(circle)})
        made, created = Blocker.objects.get_or_create(task_id=wait.task_id, waits_for_id=wait.waits_for_id)
        if created:
            data = {"waits_for": wait.waits_for_id}
            record(held.chain, "task.block", "task", [wait.task_id], by=by.acting(), data=data)
    return made


def remove_blocker(campaign: Campaign, wait: Wait, *, by: Standing) -> None:
    """Let a task no longer wait for another; does nothing where it does not."""
    demand(may_block(by, campaign))
    with transaction.atomic():
        held = Campaign.objects.select_for_update().get(pk=campaign.pk)
        demand(may_block(by, held))
        rows = Blocker.objects.filter(task__campaign=held, task_id=wait.task_id, waits_for_id=wait.waits_for_id)
        if rows.delete()[0]:
            data = {"waits_for": wait.waits_for_id}
            record(held.chain, "task.unblock", "task", [wait.task_id], by=by.acting(), data=data)


def _circle(campaign: Campaign, wait: Wait) -> list[int]:
    """The ids of the tasks on the way from the waiting one back to itself, empty where there is no such way."""
    waits: dict[int, list[int]] = defaultdict(list)
    for task_id, other in Blocker.objects.filter(task__campaign=campaign).values_list("task_id", "waits_for_id"):
        waits[task_id].append(other)
    came_from, next_up = {wait.waits_for_id: wait.task_id}, [wait.waits_for_id]
    while next_up and wait.task_id not in next_up:
        ahead = [(other, task_id) for task_id in next_up for other in waits[task_id] if other not in came_from]
        came_from |= dict(reversed(ahead))
        next_up = list(dict.fromkeys(other for other, _task_id in ahead))
    if wait.task_id not in next_up:
        return []
    way = [wait.task_id]
    while len(way) == 1 or way[-1] != wait.task_id:
        way.append(came_from[way[-1]])
    return way[::-1]


def _told(circle: list[int]) -> str:
    numbers = dict(Task.objects.filter(pk__in=circle).values_list("pk", "number"))
    return "→".join(_("第%(number)s项") % {"number": numbers[task_id]} for task_id in circle)
