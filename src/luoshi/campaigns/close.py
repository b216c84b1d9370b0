"""Closing a campaign: refused while anything stands open in any room, unless the group's head says why.

What stands open in later rooms is counted at the mouth of the river, by what is handed in, once the campaign is held.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.campaigns.course import may_steer, steering
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.models import Assignment, Campaign, IssueRequest, Round
from luoshi.campaigns.states import CAMPAIGN, FINISHED
from luoshi.journal.transition import transition
from luoshi.kit.verdict import Verdict, demand, denied
from luoshi.orgs.access import Standing


@dataclass(frozen=True, slots=True)
class Finding:
    """So many things of one kind that stand open; `label` names the kind (a message id)."""

    code: str
    label: str
    n: int


Findings = Callable[[Campaign], Sequence[Finding]]
"""What counts what stands open in later rooms."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Why the campaign is closed although something stands open; empty when nothing does."""

    reason: str = ""


def open_work(campaign: Campaign) -> tuple[Finding, ...]:
    """What stands open in this room."""
    work = Assignment.objects.filter(campaign=campaign).exclude(state__in=(*FINISHED, "cancelled")).count()
    left = Round.objects.filter(assignment__campaign=campaign, assignment__state__in=FINISHED, settled_at=None)
    points = left.filter(verdict="accepted").exclude(remaining="").count()
    asked = IssueRequest.objects.filter(campaign=campaign, state="proposed").count()
    found = (
        Finding("assignments", gettext_noop("未办结的任务"), work),
        Finding("remaining", gettext_noop("未办完的遗留问题"), points),
        Finding("issue_requests", gettext_noop("待批准的下发申请"), asked),
    )
    return tuple(finding for finding in found if finding.n)


def may_close(who: Standing, campaign: Campaign, findings: Sequence[Finding]) -> Verdict:
    """Whether this person may close the campaign, given what stands open in all rooms (`open_work` and later ones)."""
    verdict = may_steer(who, CAMPAIGN.move("close"), campaign)
    if not verdict or not findings or who.has("group_head"):
        return verdict
    return denied(_("还有%(what)s，不能结束；确需结束，由组长写明理由。") % {"what": in_words(findings)})


def in_words(findings: Sequence[Finding]) -> str:
    """What stands open, as one phrase."""
    return "、".join(_("%(label)s%(n)s件") % {"label": _(finding.label), "n": finding.n} for finding in findings)


def close(campaign: Campaign, given: Closing, *, findings: Findings, by: Standing) -> None:
    """Close the campaign; `findings` counts in later rooms while it is held. Raises Refused while anything stands open.

    The group's head may close all the same. Raises Unanswered for no reason then.
    """
    with steering(campaign, "close", by) as held:
        everything = (*open_work(held), *findings(held))
        demand(may_close(by, held, everything))
        if everything and not given.reason.strip():
            words = _("还有%(what)s，写明为什么仍要结束。") % {"what": in_words(everything)}
            raise Unanswered("reason", words)
        data = {"open": {finding.code: finding.n for finding in everything}}
        transition(CAMPAIGN, held, "close", by=by.acting(), data=data, texts={"reason": given.reason})
