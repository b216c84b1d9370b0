"""A leader's word on what the office would issue, where the campaign wants it before anything goes out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import did_not_ask, leads, may_work
from luoshi.campaigns.issue import Issuing, send_asked
from luoshi.campaigns.models import Campaign, IssueRequest
from luoshi.campaigns.states import ISSUE_REQUEST
from luoshi.journal.transition import transition
from luoshi.kit.machine import Move
from luoshi.kit.verdict import GRANTED, Verdict, demand, denied
from luoshi.orgs.access import Standing


@dataclass(frozen=True, slots=True)
class Approval:
    """A leader's word; the reason is mandatory when it is no."""

    reason: str = ""


def may_answer(who: Standing, move: Move, asked: IssueRequest) -> Verdict:
    """Whether this person may make that move of a request to issue."""
    if asked.state not in move.sources:
        return denied(_("这份下发申请已有结果。"))
    if move.name == "withdraw":
        is_own = asked.asked_by_id is not None and asked.asked_by_id == who.person_id
        words = _("只有提出的人%(name)s可以撤回。") % {"name": asked.asked_name}
        return GRANTED if is_own else denied(words)
    return may_work(asked.campaign) and leads(who) and did_not_ask(who, asked.asked_by_id)


def approve(asked: IssueRequest, given: Approval, *, by: Standing) -> Issuing:
    """Issue what was asked for, as far as it still can go out."""
    with _answering(asked, "approve", given.reason, by) as row:
        return send_asked(row.campaign, row.tasks, by=by)


def refuse(asked: IssueRequest, given: Approval, *, by: Standing) -> None:
    """Send nothing out. Raises Unanswered without a reason."""
    with _answering(asked, "refuse", given.reason, by):
        pass


def withdraw(asked: IssueRequest, *, by: Standing) -> None:
    """Take one's own request back."""
    with _answering(asked, "withdraw", "", by):
        pass


@contextmanager
def _answering(asked: IssueRequest, name: str, reason: str, by: Standing) -> Iterator[IssueRequest]:
    move = ISSUE_REQUEST.move(name)
    demand(may_answer(by, move, asked))
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=asked.campaign_id)
        asked.campaign = campaign
        demand(may_answer(by, move, asked))
        if "reason" in move.needs and not reason.strip():
            raise Unanswered("reason", _("写明为什么不批准，办公室照此修改。"))
        data = {"tasks": len(asked.tasks)}
        transition(ISSUE_REQUEST, asked, name, by=by.acting(), data=data, texts={"reason": reason})
        asked.answer = reason.strip()
        asked.decided_by_id, asked.decided_name, asked.decided_at = by.person_id, by.name, by.at or timezone.now()
        asked.save(update_fields=["answer", "decided_by", "decided_name", "decided_at"])
        yield asked
