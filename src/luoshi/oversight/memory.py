"""Answers kept until the journal moves: every act changes the head of the campaign's chain or of the system's."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar, cast

from luoshi.campaigns.models import Campaign
from luoshi.campaigns.reading import heads_of
from luoshi.journal.record import SYSTEM
from luoshi.orgs.access import Standing

MOST = 256
Answer = TypeVar("Answer")
_kept: dict[Hashable, object] = {}


def remembered(campaign: Campaign, what: Hashable, make: Callable[[], Answer]) -> Answer:
    """What `make` yields, made once for each state of the journal, of the campaign's lights and of its today.

    The campaign at hand may have been read before the newest act; what it holds itself therefore names the answer too.
    `what` names the question with all its parameters, the asker's `scope` too where it narrows the answer.
    Not for use inside an act's transaction, whose entries may yet be taken back.
    """
    return remembered_across((campaign,), what, make)


def remembered_across(campaigns: Sequence[Campaign], what: Hashable, make: Callable[[], Answer]) -> Answer:
    """The same for an answer that several campaigns together give."""
    marks = tuple(map(_mark, campaigns))
    if not marks or None in marks:
        return make()
    key = (marks, what)
    if (found := _kept.get(key)) is not None:
        return cast(Answer, found)
    answer = make()
    for oldest in list(_kept)[: max(0, len(_kept) - MOST + 1)]:
        _kept.pop(oldest, None)
    _kept[key] = answer
    return answer


def _mark(campaign: Campaign) -> Hashable:
    """What names an answer about the campaign as it was read; None while nothing is recorded of it."""
    newest = heads_of(campaign)
    if campaign.chain not in newest:
        return None
    lights = (campaign.soon_days, campaign.behind_yellow, campaign.behind_red, campaign.returns_red)
    return (campaign.pk, newest[campaign.chain], newest.get(SYSTEM), campaign.today, lights)


def scope(who: Standing) -> Hashable:
    """What of a campaign this person sees, as part of a question: None for all, else the units of theirs, or the one
    assignment that a link opened."""
    return None if who.is_wide else (who.units, who.link)
