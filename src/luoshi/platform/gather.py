"""Rows of another query as one column, so that what belongs to a row is read with it and not after it."""

from typing import Any, ClassVar

from django.db.models import F, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONArray
from django.db.models.sql.compiler import SQLCompiler


class Gathered(Subquery):
    """A list with one list for each row, in the order of the rows; empty without any.

    Days come as ISO text. For the rows of a page or of one subject: it is asked once for each row of the outer query.
    """

    output_field: ClassVar = JSONField()
    template = "(SELECT JSON_GROUP_ARRAY(JSON(gathered.line)) FROM (%(subquery)s) gathered)"

    def __init__(self, rows: "QuerySet[Any]", *columns: str) -> None:
        super().__init__(rows.values(line=JSONArray(*map(F, columns))))

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> Any:
        """The same in the words of PostgreSQL."""
        template = "(SELECT COALESCE(JSONB_AGG(gathered.line), '[]'::jsonb) FROM (%(subquery)s) gathered)"
        return self.as_sql(compiler, connection, template=template)
