"""What of this room can be searched: tasks with their parties and the campaign itself."""

from collections.abc import Iterator, Sequence

from luoshi.campaigns.models import Campaign, Proposal, Task
from luoshi.platform.search.entries import NewEntry, put_many


def index_campaign(campaign: Campaign) -> None:
    """Put the campaign and all its tasks into the search."""
    index_title(campaign)
    put_many(_entries(campaign, None))


def index_title(campaign: Campaign) -> None:
    """Put the campaign itself into the search anew."""
    put_many([NewEntry("campaign", str(campaign.pk), campaign.pk, campaign.title, campaign.issuer)])


def index_tasks(campaign: Campaign, task_ids: Sequence[int]) -> None:
    """Put these tasks into the search anew."""
    put_many(_entries(campaign, task_ids))


def _entries(campaign: Campaign, task_ids: Sequence[int] | None) -> Iterator[NewEntry]:
    tasks = Task.objects.filter(campaign=campaign, cancelled_at=None).prefetch_related("duties")
    if task_ids is not None:
        tasks = tasks.filter(pk__in=task_ids)
    texts = texts_of(campaign)
    for task in tasks:
        words = texts.get(task.revision_id, "")[task.span_start : task.span_end][:600] if task.span_end else ""
        parties = " ".join(duty.name for duty in task.duties.all())
        yield NewEntry("task", str(task.pk), campaign.pk, task.title, f"{words} {parties}")


def texts_of(campaign: Campaign) -> dict[int | None, str]:
    """The text of the adopted plan (None) and of each revised one from which tasks were taken, by the proposal's id."""
    used = Task.objects.filter(campaign=campaign).exclude(revision=None).values("revision_id")
    texts: dict[int | None, str] = dict(Proposal.objects.filter(pk__in=used).values_list("pk", "text"))
    return texts | {None: Proposal.objects.filter(campaign=campaign).values_list("text", flat=True).first() or ""}
