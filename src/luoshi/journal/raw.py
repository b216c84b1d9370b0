"""Rows as the database gives them, for proofs over a million of them."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet

CHUNK = 2000


def raw(rows: QuerySet[Any, Any]) -> Iterator[Any]:
    """The rows of a list of values as tuples, a chunk at a time: no model, no conversion."""
    sql, parameters = rows.query.sql_with_params()
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk
