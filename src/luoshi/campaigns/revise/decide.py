"""A person's decision on one difference: the campaign follows the revised plan in it, or stays as it is."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.models import Assignment, PlanChange
from luoshi.campaigns.revise import apply as changing
from luoshi.campaigns.revise.find import stage_of, task_of
from luoshi.campaigns.states import CHANGE
from luoshi.journal.transition import transition
from luoshi.kit.verdict import GRANTED, Verdict, demand, denied
from luoshi.orgs.access import Standing

Apply = Callable[[PlanChange], None]

ACTS: Mapping[tuple[str, str], Apply] = {
    ("head", ""): changing.head,
    ("person", ""): changing.person,
    ("stage", "added"): changing.add_stage,
    ("stage", "changed"): changing.rename_stage,
    ("stage", "removed"): changing.remove_stage,
    ("task", "added"): changing.add_task,
    ("task", "removed"): changing.remove_task,
    ("task", "changed"): changing.rename_task,
    ("task", "moved"): changing.move_task,
    ("time", ""): changing.time,
    ("duty", ""): changing.duty,
    ("target", ""): changing.target,
}


def changes_something(change: PlanChange) -> bool:
    """False for a difference that the campaign has no column for, such as a cited document: deciding only notes it."""
    return _act(change) is not None


def may_apply(who: Standing, change: PlanChange) -> Verdict:
    """Whether this difference can be applied by this person now."""
    granted = may_plan(who)
    if not granted:
        return granted
    if change.state != "proposed":
        return denied(_("这一处已经定过了。"))
    body = change.body
    if body["subject"] == "task" and body["kind"] == "removed":
        task = task_of(change)
        if task is not None and Assignment.objects.filter(task=task).exists():
            return denied(_("任务已经下发，不能随方案删去；保留原样，并请牵头单位办结。"))
    if body["subject"] in ("task", "time", "duty", "target") and body["old_node"] and not _known(change):
        return denied(_("采纳时已把这一项改过或删去，请到任务页手工核对。"))
    return GRANTED


def apply_change(change: PlanChange, *, by: Standing) -> None:
    """Let the campaign follow the revised plan in this one difference."""
    demand(may_apply(by, change))
    with transaction.atomic():
        act = _act(change)
        if act is not None:
            act(change)
        transition(
            CHANGE, change, "apply", by=by.acting(), data=_data(change), texts={"change": change.body["message"]}
        )


def decline_change(change: PlanChange, *, by: Standing) -> None:
    """Leave the campaign as it is in this one difference."""
    demand(may_plan(by))
    transition(CHANGE, change, "decline", by=by.acting(), data=_data(change), texts={"change": change.body["message"]})


def _act(change: PlanChange) -> Apply | None:
    body = change.body
    return ACTS.get((body["subject"], body["kind"])) or ACTS.get((body["subject"], ""))


def _known(change: PlanChange) -> bool:
    if change.body["subject"] == "time" and stage_of(change) is not None:
        return True
    return task_of(change) is not None


def _data(change: PlanChange) -> dict[str, object]:
    return {"proposal": change.proposal_id, "subject": change.body["subject"], "kind": change.body["kind"]}
