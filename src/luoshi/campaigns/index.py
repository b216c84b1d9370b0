"""What of this room can be searched: tasks with their parties and the campaign itself."""

from collections.abc import Iterator, Sequence

from luoshi.campaigns.models import Campaign, Task
from luoshi.platform.search.entries import NewEntry, put_many


def index_campaign(campaign: Campaign) -> None:
    """Put the campaign and all its tasks into the search."""
    put_many([NewEntry("campaign", str(campaign.pk), campaign.pk, campaign.title, campaign.issuer)])
    put_many(list(_entries(campaign, None)))


def index_tasks(campaign: Campaign, task_ids: Sequence[int]) -> None:
    """Put these tasks into the search anew."""
    put_many(list(_entries(campaign, task_ids)))


def _entries(campaign: Campaign, task_ids: Sequence[int] | None) -> Iterator[NewEntry]:
    tasks = Task.objects.filter(campaign=campaign, cancelled_at=None).prefetch_related("duties")
    if task_ids is not None:
        tasks = tasks.filter(pk__in=task_ids)
    text = campaign.proposal.text if hasattr(campaign, "proposal") else ""
    for task in tasks:
        words = text[task.span_start : task.span_end][:600] if task.span_start is not None else ""
        parties = " ".join(duty.name for duty in task.duties.all())
        yield NewEntry("task", str(task.pk), campaign.pk, task.title, f"{words} {parties}")
