"""Everything on one task's page: what the plan demands, each assignment's standing, and the work on one of them."""

from dataclasses import dataclass

from luoshi.campaigns.folder import fill, keep
from luoshi.campaigns.models import Campaign
from luoshi.campaigns.queries import TaskView, WorkView, task, work
from luoshi.journal.queries import Line, history_of
from luoshi.orgs.access import Standing
from luoshi.oversight.gauges import Gauge, gauges
from luoshi.oversight.memory import remembered, scope
from luoshi.oversight.queries import Item, one
from luoshi.oversight.urging.queries import UrgeView, gathered, views


@dataclass(frozen=True, slots=True)
class Sheet:
    """One task. `items` are its assignments that somebody sees (or the task itself before issuing), the least id first.

    `chosen` is the item whose `work`, `moves` and `urges` (newest first) are shown; None while several are to choose
    from.
    """

    task: TaskView
    items: tuple[Item, ...]
    gauges: tuple[Gauge, ...]
    chosen: Item | None
    work: WorkView | None
    moves: tuple[Line, ...]
    urges: tuple[UrgeView, ...] = ()


def sheet(campaign: Campaign, who: Standing, task_id: int, assignment_id: int | None = None) -> Sheet | None:
    """The sheet of a task, opened at an assignment; None if this person may not see it. Remembered."""
    question = ("sheet", scope(who), task_id, assignment_id)
    return remembered(campaign, question, lambda: _sheet(campaign, who, task_id, assignment_id))


def _sheet(campaign: Campaign, who: Standing, task_id: int, assignment_id: int | None) -> Sheet | None:
    demanded = task(campaign, task_id)
    found = one(campaign, who, task_id)
    if demanded is None or not (found or (who.is_wide and demanded.is_cancelled)):
        return None
    chosen = next((item for item in found if item.assignment_id == assignment_id), None) if assignment_id else None
    if chosen is None and len(found) == 1:
        chosen = found[0]
    at = chosen.assignment_id if chosen else None
    held = work(campaign, at) if at else None
    urges: tuple[UrgeView, ...] = ()
    if held is not None:
        urges = views(fill(held.assignment, urged=gathered())["urged"])
        keep(held.assignment, "rounds", held.rounds)
        keep(held.assignment, "feedback", held.feedback)
    return Sheet(
        task=demanded,
        items=found,
        gauges=tuple(gauges(campaign, who=who, task_id=task_id)),
        chosen=chosen,
        work=held,
        moves=tuple(history_of("assignment", at)) if at else (),
        urges=urges,
    )
