"""Tasks: what the plan demands, with its sentence; and issuing them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router

from luoshi.campaigns.issue import issue
from luoshi.campaigns.queries import TaskView, task
from luoshi.campaigns.queries import campaign as one_campaign
from luoshi.campaigns.reach import task_for
from luoshi.faces.api.v1.answers import Id, Listed, Size, act, found, who
from luoshi.faces.api.v1.keyed import PLAN
from luoshi.oversight.items import filters_of
from luoshi.oversight.queries import Item, page

router = Router(tags=["tasks"])


@dataclass(frozen=True, slots=True)
class ToIssue:
    """The tasks to issue, by id; all that are not out yet when `tasks` is null."""

    campaign: int
    tasks: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """A task, and the ids of the units that lead it and join in."""

    task: int
    leads: tuple[int, ...]
    joint: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Issued:
    """What went out, or waits for a leader under `request_id`; and the ids of tasks that did not, by reason."""

    ready: tuple[Going, ...]
    partial: tuple[Going, ...]
    without_unit: tuple[int, ...]
    already: tuple[int, ...]
    waiting: tuple[int, ...]
    held: tuple[int, ...]
    request_id: int | None


@router.get("", url_name="tasks", response=Listed[Item])
def listed(
    request: HttpRequest, campaign: Id, size: Size = 25, after: str = "", light: str = "", state: str = "",
    stage: str = "", unit: str = "",
) -> Listed[Item]:  # fmt: skip
    """The items of a campaign in the order of the plan: a task with one of its assignments, or one that has none."""
    held = found(one_campaign(who(request), campaign))
    filters = filters_of({"light": light, "state": state, "stage": stage, "unit": unit})
    try:
        shown = page(held, who(request), filters, after=after, size=size)
    except ValueError:
        return Listed((), "")
    return Listed(shown.items, shown.after)


@router.get("/{int:task_id}", url_name="task", response=TaskView)
def show(request: HttpRequest, task_id: int) -> TaskView:
    """One task with its words in the plan and its parties."""
    row = found(task_for(who(request), task_id))
    return found(task(row.campaign, row.pk))


@router.post("/issue", url_name="issue", response=Issued, auth=PLAN)
@act
def send(request: HttpRequest, asked: Body[ToIssue]) -> HttpResponse | Issued:
    """Issue tasks; says what went out, what has no unit, and what was out already."""
    held = found(one_campaign(who(request), asked.campaign))
    made = issue(held, list(asked.tasks) if asked.tasks is not None else None, by=who(request))
    return Issued(
        ready=tuple(Going(*each) for each in made.ready),
        partial=tuple(Going(*each) for each in made.partial),
        without_unit=made.without_unit,
        already=made.already,
        waiting=made.waiting,
        held=made.held,
        request_id=made.request_id,
    )
