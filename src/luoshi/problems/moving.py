"""The frame of every move of a problem: checked as it was seen and as it stands, held until the act is written."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from luoshi.campaigns.models import Campaign
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.problems.access import may
from luoshi.problems.models import Problem
from luoshi.problems.states import PROBLEM


def locked(problems: Sequence[Problem]) -> list[Problem]:
    """The problems of one campaign as they stand, in the order given, held until the transaction ends."""
    campaign = hold(problems[0].campaign)
    rows = Problem.objects.select_for_update(of=("self",)).select_related("unit").order_by("pk")
    known = {row.pk: row for row in rows.filter(pk__in=[problem.pk for problem in problems], campaign=campaign)}
    if len(known) != len(problems):
        raise AlreadyMoved("some of these problems are gone")
    for row in known.values():
        row.campaign = campaign
    return [known[problem.pk] for problem in problems]


def hold(campaign: Campaign) -> Campaign:
    """The campaign as it stands, held until the transaction ends."""
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


@contextmanager
def moving(problem: Problem, move: str, by: Standing) -> Iterator[Problem]:
    """The row to write that move to, in a transaction; afterwards the problem at hand says what was written.

    Raises Refused when the move is not granted, AlreadyMoved when somebody moved the problem since it was read.
    """
    demand(may(by, PROBLEM.move(move), problem))
    with transaction.atomic():
        row = locked([problem])[0]
        if (row.state, row.round) != (problem.state, problem.round):
            raise AlreadyMoved(f"problem {row.pk} was read as {problem.state!r} and is {row.state!r}")
        demand(may(by, PROBLEM.move(move), row))
        yield row
    for field in Problem._meta.concrete_fields:
        setattr(problem, field.attname, getattr(row, field.attname))


def put(row: Problem, **columns: object) -> None:
    """Write these columns, in the row and in the table."""
    Problem.objects.filter(pk=row.pk).update(**columns)
    for name, value in columns.items():
        setattr(row, name, value)
