"""The course of a campaign: a draft is discussed, started, suspended and resumed, led to its close, and taken up again.

The close itself is `campaigns.close`; the first issue of tasks starts a campaign by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import leads
from luoshi.campaigns.models import Campaign
from luoshi.campaigns.states import CAMPAIGN
from luoshi.journal.transition import transition
from luoshi.kit.machine import AlreadyMoved, Move
from luoshi.kit.verdict import GRANTED, Verdict, demand, denied
from luoshi.orgs.access import Standing


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a campaign stops, or goes on after its close."""

    reason: str


def may_steer(who: Standing, move: Move, campaign: Campaign) -> Verdict:
    """Whether this person may make that move of the campaign's machine now."""
    if campaign.state not in move.sources:
        return denied(_WRONG_STATE[campaign.state]())
    if move.name in _LEADERS_ALONE or leads(who):
        return leads(who)
    return GRANTED if who.has("office") else denied(_("由领导小组办公室办理，或由分管领导、组长决定。"))


def consult(campaign: Campaign, *, by: Standing) -> None:
    """Send the plan out for opinions."""
    _steer(campaign, "consult", "", by)


def start(campaign: Campaign, *, by: Standing) -> None:
    """Start the campaign before its first issue."""
    _steer(campaign, "start", "", by)


def suspend(campaign: Campaign, given: Cause, *, by: Standing) -> None:
    """Let nothing but reading go on. Raises Unanswered without a reason."""
    _steer(campaign, "suspend", given.reason, by)


def resume(campaign: Campaign, *, by: Standing) -> None:
    """Go on where the campaign was suspended."""
    _steer(campaign, "resume", "", by)


def begin_closing(campaign: Campaign, *, by: Standing) -> None:
    """Lead the campaign to its close; open work goes on."""
    _steer(campaign, "begin_closing", "", by)


def reopen(campaign: Campaign, given: Cause, *, by: Standing) -> None:
    """Take the campaign up again. Raises Unanswered without a reason."""
    _steer(campaign, "reopen", given.reason, by)


def _steer(campaign: Campaign, name: str, reason: str, by: Standing) -> None:
    with steering(campaign, name, by) as held:
        if "reason" in CAMPAIGN.move(name).needs and not reason.strip():
            raise Unanswered("reason", _("写明理由，会记入活动记录。"))
        transition(CAMPAIGN, held, name, by=by.acting(), texts={"reason": reason})


@contextmanager
def steering(campaign: Campaign, name: str, by: Standing) -> Iterator[Campaign]:
    """The campaign to write that move to, in a transaction that holds it; afterwards the one at hand knows its state.

    Raises Refused when the move is not granted, AlreadyMoved when somebody moved the campaign since it was read.
    """
    demand(may_steer(by, CAMPAIGN.move(name), campaign))
    with transaction.atomic():
        held = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if held.state != campaign.state:
            raise AlreadyMoved(f"campaign {held.pk} was read as {campaign.state!r} and is {held.state!r}")
        yield held
    campaign.refresh_from_db(fields=["state", "held"])


_LEADERS_ALONE = ("suspend", "resume", "reopen")
_WRONG_STATE = {
    "draft": lambda: _("活动还在筹备，第一次下发任务即启动。"),
    "consulting": lambda: _("活动正在征求意见，第一次下发任务即启动。"),
    "running": lambda: _("活动正在进行。"),
    "closing": lambda: _("活动正在收尾。"),
    "closed": lambda: _("活动已结束；确需再办，请组长或分管领导写明理由重新开启。"),
    "suspended": lambda: _("活动已暂停；要继续，请组长或分管领导恢复进行。"),
}
