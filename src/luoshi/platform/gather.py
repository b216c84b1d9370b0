"""Rows of another query as one column, so that what belongs to a row is read with it and not after it."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar

from django.db.models import F, Field, JSONField, Model, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONArray
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)


class Gathered(Subquery):
    """A list with one list for each row, in the order of the rows; empty without any.

    Days come as ISO text. For the rows of a page or of one subject: it is asked once for each row of the outer query.
    """

    output_field: ClassVar = JSONField()
    template = "(SELECT JSON_GROUP_ARRAY(JSON(gathered.line)) FROM (%(subquery)s) gathered)"

    def __init__(self, rows: "QuerySet[Any, Any]", *columns: Any) -> None:
        said = [F(column) if isinstance(column, str) else column for column in columns]
        super().__init__(rows.values(line=JSONArray(*said)))

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> Any:
        """The same in the words of PostgreSQL."""
        template = "(SELECT COALESCE(JSONB_AGG(gathered.line), '[]'::jsonb) FROM (%(subquery)s) gathered)"
        return self.as_sql(compiler, connection, template=template)


def whole(rows: "QuerySet[Row, Row]") -> Gathered:
    """Rows with all their fields, from which `made` makes them again."""
    fields = rows.model._meta.concrete_fields
    return Gathered(rows, *(Cast(f.attname, TextField()) if isinstance(f, JSONField) else f.attname for f in fields))


def made(model: type[Row], lines: Iterable[Sequence[Any]]) -> tuple[Row, ...]:
    """The rows that `whole` gathered."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    return tuple(model.from_db(None, names, list(map(_value, fields, line))) for line in lines)


def _value(field: "Field[Any, Any]", said: Any) -> Any:
    if said is None:
        return None
    value = json.loads(said) if isinstance(field, JSONField) else field.to_python(said)
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
