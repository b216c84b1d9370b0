"""The job that reads a batch: bytes become rows in a limited process, rows become what each would do."""

import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from luoshi.platform.files.limited import LimitedFailure, run_limited
from luoshi.platform.files.store import path
from luoshi.platform.jobs.step import Outcome, Step
from luoshi.platform.sheets.columns import Ground, Sheet, Values, sheet
from luoshi.platform.sheets.grid import Grid, Line, grid_of
from luoshi.platform.sheets.keys import KEY, subject_of
from luoshi.platform.sheets.models import CHANGED, ERROR, NEW, SAME, Batch, Row
from luoshi.platform.sheets.parse import MOST_COLUMNS, MOST_ROWS, TOO_MANY
from luoshi.platform.sheets.values import values_of
from luoshi.platform.sheets.words import Unfit, reason

SECONDS, MEMORY_MB = 60, 1536
PORTION = 500


def read(step: Step) -> Outcome:
    """Read the batch, a portion of lines a transaction; taken up again after a kill it goes on behind the last."""
    batch = Batch.objects.select_related("file").filter(pk=step.payload["batch"], read_at=None).first()
    if batch is None:
        return None
    declared = sheet(batch.kind)
    try:
        grid = grid_of(_parsed(batch), declared.columns)
    except Unfit as unfit:
        Batch.objects.filter(pk=batch.pk).update(problem=unfit.reason, read_at=timezone.now())
        return None
    Batch.objects.filter(pk=batch.pk).update(heads=grid.heads, notes=grid.notes)
    return _lines(step, batch, declared, grid)


def _lines(step: Step, batch: Batch, declared: Sheet, grid: Grid) -> Outcome:
    done = batch.rows.count()
    ground = declared.open(batch.asked_by, _earlier(batch))
    lines = iter(grid.lines[done:])
    while portion := list(islice(lines, PORTION)):
        rows = [_row(batch, declared, ground, line) for line in portion]
        with transaction.atomic():
            if not Batch.objects.select_for_update().filter(pk=batch.pk).exists():
                return None  # it was dropped meanwhile
            Row.objects.bulk_create(rows)
            done += len(portion)
            step.progress(done, len(grid.lines))
        if step.cancelled:
            return None
        if step.is_spent and done < len(grid.lines):
            return step.again()
    Batch.objects.filter(pk=batch.pk).update(read_at=timezone.now())
    return {"rows": done}


def _earlier(batch: Batch) -> Iterator[Values]:
    """The values of the good rows that an earlier slice read."""
    return batch.rows.exclude(verdict=ERROR).values_list("after", flat=True).iterator()


def _row(batch: Batch, declared: Sheet, ground: Ground, line: Line) -> Row:
    values, reasons = values_of(line.cells, declared.columns)
    said = line.cells.get(KEY, "")
    key = subject_of(declared.kind, said) if said else None
    if said and key is None:
        reasons[KEY] = reason(gettext_noop("编号被改过，认不出是哪一行。请恢复原样，或清空编号当作新的一行。"))
    row = Row(batch=batch, number=line.number, cells=line.cells, reasons=reasons, verdict=ERROR)
    if reasons:
        return row
    taken = ground.take(values, key)
    row.subject_id, row.before, row.after = taken.subject, dict(taken.before), dict(taken.after)
    row.reasons = dict(taken.reasons)
    if not row.reasons:
        row.verdict = NEW if taken.subject is None else SAME if taken.before == taken.after else CHANGED
    return row


def _parsed(batch: Batch) -> dict[str, Any]:
    """What the program `parse` found. Raises Unfit."""
    try:
        said = run_limited(
            [sys.executable, "-m", "luoshi.platform.sheets.parse", str(path(batch.file))],
            seconds=SECONDS,
            memory_mb=MEMORY_MB,
        )
    except LimitedFailure as failure:
        if failure.said == TOO_MANY:
            raise Unfit(
                gettext_noop("这张表太大：最多%(rows)s行、%(columns)s栏。"), rows=MOST_ROWS, columns=MOST_COLUMNS
            ) from failure
        raise Unfit(gettext_noop("读不了这个文件。请另存为.xlsx或.csv再试；有密码的请先去掉密码。")) from failure
    return dict(json.loads(said))
