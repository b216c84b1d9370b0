"""Taking finished work up again, after a look-back or a new complaint."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.models import Assignment
from luoshi.campaigns.moving import moving, put
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.journal.transition import transition
from luoshi.orgs.access import Standing


@dataclass(frozen=True, slots=True)
class Reopening:
    """What came to light after the close."""

    reason: str


def reopen(assignment: Assignment, given: Reopening, *, by: Standing) -> None:
    """Put the assignment to work again, its rounds kept and its progress as the unit last reported it."""
    with moving(assignment, "reopen", by) as row:
        if not given.reason.strip():
            raise Unanswered("reason", _("写明回头看或群众反映发现了什么，单位照此再办。"))
        transition(ASSIGNMENT, row, "reopen", by=by.acting(), texts={"reason": given.reason})
        last = row.feedback.first()
        put(row, closed_on=None, submitted_on=None, progress=last.progress if last else 0)
