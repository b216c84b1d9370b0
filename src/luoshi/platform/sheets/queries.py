"""Reads for people: how a batch stands, its rows by verdict, and what was wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from luoshi.platform.jobs.queries import JobView, latest
from luoshi.platform.sheets.columns import Column, Sheet, Values, sheet
from luoshi.platform.sheets.hand_in import PUT, READ, TAKE_BACK
from luoshi.platform.sheets.keys import HEAD, KEY, key_of
from luoshi.platform.sheets.models import CHANGED, NEW, VERDICTS, Batch, Row
from luoshi.platform.sheets.words import said


@dataclass(frozen=True, slots=True)
class BatchView:
    """How a batch stands. `counts` has every verdict; `touched` counts the rows for which undoing stopped."""

    id: int
    kind: str
    name: str
    made_at: datetime
    notes: tuple[str, ...]
    problem: str
    is_read: bool
    is_confirmed: bool
    is_applied: bool
    is_undone: bool
    counts: Mapping[str, int]
    done: int
    touched: int
    job: JobView | None

    @property
    def to_do(self) -> int:
        """How many rows would take effect."""
        return self.counts[NEW] + self.counts[CHANGED]


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell: what the table says, what is there now if that is something else, and what is wrong with it."""

    text: str
    before: str
    wrong: str
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """One row; `wrong` is about the row as a whole or its hidden cell."""

    number: int
    verdict: str
    cells: tuple[CellView, ...]
    wrong: str


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Some rows; `next` is the number behind which the next screen begins, None at the end."""

    rows: tuple[RowView, ...]
    next: int | None


def batch(batch_id: int, person_id: int | None) -> BatchView | None:
    """The batch, if that person handed it in."""
    found = Batch.objects.filter(pk=batch_id, asked_by=person_id or 0).first()
    if found is None:
        return None
    tally = {verdict: Count("pk", filter=Q(verdict=verdict)) for verdict in VERDICTS}
    counts = found.rows.aggregate(
        **tally, done=Count("pk", filter=Q(is_done=True)), touched=Count("pk", filter=Q(is_done=True) & ~Q(reasons={}))
    )
    kind = TAKE_BACK if found.undo_asked_at else PUT if found.confirmed_at else READ
    return BatchView(
        id=found.pk,
        kind=found.kind,
        name=found.name,
        made_at=found.made_at,
        notes=tuple(map(said, found.notes)),
        problem=said(found.problem) if found.problem else "",
        is_read=found.read_at is not None,
        is_confirmed=found.confirmed_at is not None,
        is_applied=found.applied_at is not None,
        is_undone=found.undone_at is not None,
        counts={verdict: counts[verdict] for verdict in VERDICTS},
        done=counts["done"],
        touched=counts["touched"],
        job=latest(kind, str(found.pk)),
    )


def rows(seen: BatchView, verdict: str = "", after: int = 0, limit: int = 100) -> RowsPage:
    """Rows in the table's order, of one verdict if given, behind the line `after`."""
    columns = shown_columns(seen)
    wanted = Row.objects.filter(batch=seen.id, number__gt=after)
    if verdict == "touched":
        wanted = wanted.filter(is_done=True).exclude(reasons={})
    elif verdict:
        wanted = wanted.filter(verdict=verdict)
    found = list(wanted.order_by("number")[: limit + 1])
    more = found[limit - 1].number if len(found) > limit else None
    return RowsPage(tuple(_view(row, columns) for row in found[:limit]), more)


def columns_of(seen: BatchView) -> tuple[Column, ...]:
    """The columns that the batch's table has, in declared order; all of them when it has no head."""
    heads = Batch.objects.values_list("heads", flat=True).get(pk=seen.id)
    columns = sheet(seen.kind).columns
    return tuple(column for column in columns if column.key in heads) or columns


def shown_columns(seen: BatchView) -> tuple[Column, ...]:
    """Those of them that a person is shown, as the cells of `rows` stand."""
    return tuple(column for column in columns_of(seen) if not column.hidden)


def bad_rows(seen: BatchView) -> Iterator[tuple[str, ...]]:
    """The cells of the rows that could not be taken, in the order of `columns_of`, then the hidden cell, and why."""
    columns = columns_of(seen)
    for row in Row.objects.filter(batch=seen.id, verdict="error").order_by("number").iterator():
        heads = {column.key: column.head for column in columns} | {KEY: HEAD}
        why = "；".join(f"{heads[key]}：{said(one)}" if key in heads else said(one) for key, one in row.reasons.items())
        yield (*(row.cells.get(column.key, "") for column in columns), row.cells.get(KEY, ""), why)


def present(declared: Sheet, person_id: int) -> Iterator[tuple[str, ...]]:
    """The present state as rows of the sheet's columns, each with its hidden cell last: edited, it can come back."""
    for subject, values in declared.open(person_id, ()).rows():
        yield (*(values.get(column.key, "") for column in declared.columns), key_of(declared.kind, subject))


def _view(row: Row, columns: tuple[Column, ...]) -> RowView:
    whole = [said(one) for key, one in row.reasons.items() if key not in {column.key for column in columns}]
    return RowView(row.number, row.verdict, tuple(_cell(row, column) for column in columns), "；".join(whole))


def _cell(row: Row, column: Column) -> CellView:
    written, before = row.cells.get(column.key, ""), _value(row.before, column)
    wrong = said(row.reasons[column.key]) if column.key in row.reasons else ""
    after = _value(row.after, column)
    was = before if row.verdict == CHANGED and before != after else ""
    return CellView(written or after, was, wrong, column.kind == "day")


def _value(values: Values, column: Column) -> str:
    return values.get(column.key, "")
