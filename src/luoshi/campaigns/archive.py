"""Putting finished work away: the office archives what was accepted."""

from luoshi.campaigns.models import Assignment
from luoshi.campaigns.moving import moving
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.journal.transition import transition
from luoshi.orgs.access import Standing


def archive(assignment: Assignment, *, by: Standing) -> None:
    """Archive an assignment that is done."""
    with moving(assignment, "archive", by) as row:
        transition(ASSIGNMENT, row, "archive", by=by.acting())
