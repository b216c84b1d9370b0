"""How each kind of difference changes the campaign's rows. Called by `decide` inside its transaction."""

from collections.abc import Callable, Mapping

from luoshi.campaigns.models import PlanChange
from luoshi.campaigns.revise.apply import days, head, parties, stages, targets, tasks

ACTS: Mapping[tuple[str, str], Callable[[PlanChange], None]] = {
    ("head", ""): head.field,
    ("person", ""): head.person,
    ("stage", "added"): stages.add,
    ("stage", "changed"): stages.rename,
    ("stage", "removed"): stages.remove,
    ("stage", "moved"): stages.move,
    ("task", "added"): tasks.add,
    ("task", "removed"): tasks.remove,
    ("task", "changed"): tasks.rename,
    ("task", "moved"): tasks.move,
    ("time", ""): days.change,
    ("duty", ""): parties.change,
    ("target", ""): targets.change,
}


def moves_days(change: PlanChange) -> bool:
    """True if days are concluded from what the difference changes; from a task's own time nothing is."""
    subject, kind, key = change.body["subject"], change.body["kind"], change.body["key"]
    return "stage" in change.body["of"] or (subject, kind) == ("task", "moved") or key == "window"


def act_on(change: PlanChange) -> Callable[[PlanChange], None] | None:
    """What applies that difference; None for one that the campaign has no column for, such as a cited document."""
    subject, kind = change.body["subject"], change.body["kind"]
    return ACTS.get((subject, kind)) or ACTS.get((subject, ""))
