"""Tasks: added, removed, renamed, put into another stage."""

from django.db.models import F, Max
from django.utils import timezone

from luoshi.campaigns.adopt import duty_rows, name_counts, target_rows, task_row
from luoshi.campaigns.draft import Item
from luoshi.campaigns.index import index_tasks
from luoshi.campaigns.models import Duty, PlanChange, Stage, Target, Task
from luoshi.campaigns.revise.apply import stages
from luoshi.campaigns.revise.apply.days import say
from luoshi.campaigns.revise.apply.parties import settled
from luoshi.campaigns.revise.rows import task_of
from luoshi.campaigns.revise.taken import time_of
from luoshi.platform.search.entries import drop

FAR = 1_000_000
"""Where numbers wait while they are moved, for no two tasks may ever share one."""


def add(change: PlanChange) -> None:
    """A task in its place within its stage as adoption would have made it, its words in the revised plan; its stage if
    new. The numbers behind it move on, for a number is a place in the plan."""
    campaign, item = change.campaign, item_of(change)
    if item is None:
        return
    if stages.item_of(change) is not None:
        stages.add(change)
    titles = {stage["key"]: stage["title"] for stage in change.proposal.draft["stages"]}
    stage = stages.by_title(campaign, change.proposal_id).get(titles.get(item["stage"] or "", ""))
    number = _place(change, item, stage)
    task = task_row(campaign, number, item, stage)
    task.revision = change.proposal
    say(task, time_of(change.body["new"]["time"]))
    task.save()
    names = settled(campaign, [duty["name"] for duty in item["duties"]])
    Duty.objects.bulk_create(duty_rows(task, item, names))
    Target.objects.bulk_create(target_rows(task, item))
    name_counts(campaign)
    index_tasks(campaign, [task.pk])


def _place(change: PlanChange, item: Item, stage: Stage | None) -> int:
    """A number that is free: behind the nearest task before it that the stage has, else behind the stage's last."""
    tasks = change.campaign.tasks.order_by("number")
    before = [each["title"] for each in change.proposal.draft["tasks"][: change.proposal.draft["tasks"].index(item)]]
    there = dict(tasks.filter(stage=stage, cancelled_at=None).values_list("title", "number"))
    near = next((there[title] for title in reversed(before) if title in there), None)
    earlier = tasks.filter(stage__number__lt=stage.number) if stage and not there else tasks
    last = near or max(there.values(), default=0) or earlier.aggregate(last=Max("number"))["last"] or 0
    behind = tasks.filter(number__gt=last).order_by()
    behind.update(number=F("number") + FAR)
    tasks.filter(number__gt=FAR).order_by().update(number=F("number") + 1 - FAR)
    return int(last) + 1


def remove(change: PlanChange) -> None:
    """A task that is not out yet, and the stage that it is."""
    task = task_of(change)
    if task is not None:
        stages.remove(change)
        Task.objects.filter(pk=task.pk).update(cancelled_at=timezone.now())
        drop("task", [str(task.pk)])


def rename(change: PlanChange) -> None:
    """A task's title, and that of the stage that it is."""
    task = task_of(change)
    if task is not None:
        stages.rename(change)
        Task.objects.filter(pk=task.pk).update(title=change.body["new"][:300])
        index_tasks(change.campaign, [task.pk])


def move(change: PlanChange) -> None:
    """A task's stage, and the place of the stage that it is."""
    task = task_of(change)
    if task is not None:
        stages.move(change)
        there = stages.by_title(change.campaign, change.proposal_id)
        Task.objects.filter(pk=task.pk).update(stage=there.get(change.body["new"]["stage"] or ""))


def item_of(change: PlanChange) -> Item | None:
    """The task as the new plan's draft has it."""
    node, title = change.body["new_node"] or "", change.body["key"]
    tasks = change.proposal.draft["tasks"]
    return next((item for item in tasks if (item["node"], item["title"]) == (node, title)), None)
