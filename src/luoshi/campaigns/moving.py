"""The frame of every move of an assignment: checked as it was seen and as it stands, held until the act is written."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from luoshi.campaigns.access import may
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing


def locked(assignment: Assignment) -> Assignment:
    """The assignment and its campaign as they stand, held until the transaction ends, so that nobody moves them."""
    campaign = Campaign.objects.select_for_update().get(pk=assignment.campaign_id)
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("unit", "task")
    row = rows.get(pk=assignment.pk)
    row.campaign = campaign
    return row


@contextmanager
def moving(assignment: Assignment, move: str, by: Standing) -> Iterator[Assignment]:
    """The row to write that move to, in a transaction; afterwards the assignment at hand says what was written.

    Raises Refused when the move is not granted, AlreadyMoved when somebody moved the assignment since it was read.
    """
    demand(may(by, ASSIGNMENT.move(move), assignment))
    with transaction.atomic():
        row = locked(assignment)
        if row.state != assignment.state:
            raise AlreadyMoved(f"assignment {row.pk} was read as {assignment.state!r} and is {row.state!r}")
        demand(may(by, ASSIGNMENT.move(move), row))
        yield row
    for field in Assignment._meta.concrete_fields:
        setattr(assignment, field.attname, getattr(row, field.attname))


def put(row: Assignment, **columns: object) -> None:
    """Write these columns, in the row and in the table."""
    Assignment.objects.filter(pk=row.pk).update(**columns)
    for name, value in columns.items():
        setattr(row, name, value)
