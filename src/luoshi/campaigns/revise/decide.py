"""A person's decision on one difference: the campaign follows the revised plan in it, or stays as it is."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.models import Campaign, PlanChange
from luoshi.campaigns.revise.apply import act_on, moves_days
from luoshi.campaigns.revise.apply.days import Conclusions, Own, own_times
from luoshi.campaigns.revise.ground import Ground
from luoshi.campaigns.states import CHANGE
from luoshi.journal.transition import transition
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused, Verdict, demand
from luoshi.orgs.access import Standing


def changes_something(change: PlanChange) -> bool:
    """False for a difference that the campaign has no column for, such as a cited document: deciding only notes it."""
    return act_on(change) is not None


def may_apply(who: Standing, change: PlanChange) -> Verdict:
    """Whether this difference can be applied by this person now."""
    return verdicts(who, [change])[change.pk]


def verdicts(who: Standing, changes: Sequence[PlanChange]) -> dict[int, Verdict]:
    """What `may_apply` says of each difference of one revised plan, by its id; in few queries for all."""
    granted = may_plan(who)
    if not granted or not changes:
        return {change.pk: granted for change in changes}
    ground = Ground(changes)
    return {change.pk: ground.verdict(change) for change in changes}


def apply_change(change: PlanChange, *, by: Standing) -> None:
    """Let the campaign follow the revised plan in this one difference."""
    with transaction.atomic():
        _apply(change, by, None)


def apply_changes(changes: Iterable[PlanChange], *, by: Standing) -> dict[int, str]:
    """Let the campaign follow the revised plan in those of these differences in which it can, one after the other.

    Returns why it cannot in the others, by id. The plan is read once for as long as tasks and stages only move.
    """
    refused: dict[int, str] = {}
    own: Own | None = None
    with transaction.atomic():
        for change in changes:
            try:
                with transaction.atomic():
                    own = _apply(change, by, own)
            except Refused as no:
                refused[change.pk] = no.verdict.reason
            except AlreadyMoved:
                refused[change.pk] = _("这一处刚被别人定过。")
    return refused


def decline_change(change: PlanChange, *, by: Standing) -> None:
    """Leave the campaign as it is in this one difference."""
    demand(may_plan(by))
    transition(CHANGE, change, "decline", by=by.acting(), data=_data(change), texts={"change": change.body["message"]})


def _apply(change: PlanChange, by: Standing, own: Own | None) -> Own | None:
    """Apply one difference, given the tasks' own times if they are known; returns those that still hold after it."""
    change.campaign = Campaign.objects.select_for_update().get(pk=change.campaign_id)
    demand(may_apply(by, change))
    if (act := act_on(change)) is not None:
        conclusions = None
        if moves_days(change):
            own = own_times(change.campaign) if own is None else own
            conclusions = Conclusions(change, own)
        act(change)
        if conclusions:
            conclusions.follow()
    transition(CHANGE, change, "apply", by=by.acting(), data=_data(change), texts={"change": change.body["message"]})
    return own if change.body["kind"] == "moved" else None


def _data(change: PlanChange) -> dict[str, object]:
    return {"proposal": change.proposal_id, "subject": change.body["subject"], "kind": change.body["kind"]}
