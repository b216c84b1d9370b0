"""The frame of every decision on opinions: checked as seen and as it stands, with those gathered into its group."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby

from django.db import transaction

from luoshi.journal.record import Acting
from luoshi.journal.transition import transition_all
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import demand
from luoshi.opinions.access import may
from luoshi.opinions.hold import hold
from luoshi.opinions.models import Opinion
from luoshi.opinions.states import OPINION
from luoshi.orgs.access import Standing


def locked(opinion: Opinion) -> Opinion:
    """The opinion as it stands, held with its campaign until the transaction ends."""
    campaign = hold(opinion.campaign_id)
    row = Opinion.objects.select_for_update(of=("self",)).select_related("unit").get(pk=opinion.pk)
    row.campaign = campaign
    if row.state != opinion.state:
        raise AlreadyMoved(f"opinion {row.pk} was read as {opinion.state!r} and is {row.state!r}")
    return row


@contextmanager
def moving(opinion: Opinion, move: str, by: Standing) -> Iterator[Opinion]:
    """The row to write that move to, in a transaction; afterwards the opinion at hand says what was written.

    Raises Refused when the move is not granted, AlreadyMoved when somebody moved the opinion since it was read.
    """
    demand(may(by, OPINION.move(move), opinion))
    with transaction.atomic():
        row = locked(opinion)
        demand(may(by, OPINION.move(move), row))
        yield row
    opinion.refresh_from_db()


def gathered(row: Opinion, states: Collection[str]) -> list[Opinion]:
    """The opinion and those gathered with it that stand in one of these states, held; itself first."""
    if row.group_id is None:
        return [row]
    others = Opinion.objects.select_for_update(of=("self",)).filter(group=row.group_id, state__in=states)
    alike = others.filter(is_restricted=row.is_restricted).exclude(pk=row.pk).select_related("campaign").order_by("pk")
    return [row, *alike]


def move_all(rows: Sequence[Opinion], move: str, by: Acting, data: Mapping[str, object] | None = None) -> None:
    """Move these opinions of one campaign, with one entry for all that stand alike."""

    def standing(row: Opinion) -> tuple[str, str]:
        return row.state, row.held

    for _standing, alike in groupby(sorted(rows, key=standing), key=standing):
        transition_all(OPINION, list(alike), move, by=by, data=data)


def put(rows: Sequence[Opinion], **columns: object) -> None:
    """Write these columns, in the rows and in the table."""
    Opinion.objects.filter(pk__in=[row.pk for row in rows]).update(**columns)
    for row in rows:
        for name, value in columns.items():
            setattr(row, name, value)
