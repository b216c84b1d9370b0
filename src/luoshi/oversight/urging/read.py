"""The receipt: a person has opened what they were urged about."""

from django.db import transaction
from django.utils import timezone

from luoshi.campaigns.models import Assignment
from luoshi.journal.record import record
from luoshi.orgs.access import Standing
from luoshi.oversight.models import Urge


def note_read(assignment: Assignment, *, by: Standing) -> int:
    """Note that this person has opened the assignment; returns how many urges of theirs were unread until now."""
    unread = Urge.objects.filter(assignment=assignment, person=by.person_id, read_at=None)
    if by.person_id is None or not unread.exists():
        return 0
    with transaction.atomic():
        noted = unread.update(read_at=by.at or timezone.now())
        if noted:
            data = {"urges": noted}
            record(assignment.chain, "assignment.read", "assignment", [assignment.pk], by=by.acting(), data=data)
    return noted
