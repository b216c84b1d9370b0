"""The column of terms, and the lookup that asks each database for them in its own words."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models

from luoshi.platform.search.terms import Clause, Term


class TermsField(models.TextField):  # type: ignore[type-arg]
    """Terms joined by single spaces."""


@TermsField.register_lookup
class Answers(models.Lookup):
    """True of terms that answer all clauses: `terms__answers=clauses`."""

    lookup_name = "answers"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        """The row is among those that the full-text table matches."""
        match = _boolean(self.rhs, " AND ", " OR ", lambda term: f'"{term.text}"' + "*" * term.is_prefix)
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        return f"{table}.id IN (SELECT rowid FROM search_terms WHERE search_terms MATCH %s)", [match]  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[str | int]]:
        """The vector of the terms, as it is indexed, matches."""
        terms, params = self.process_lhs(compiler, connection)
        match = _boolean(self.rhs, " & ", " | ", lambda term: f"'{term.text}'" + ":*" * term.is_prefix)
        return f"array_to_tsvector(string_to_array({terms}, ' ')) @@ %s::tsquery", [*params, match]


def _boolean(clauses: Sequence[Clause], all_of: str, one_of: str, write: Callable[[Term], str]) -> str:
    """The clauses as a query; terms hold no quotes, so that each stays within its own."""

    def every(alternative: Sequence[Term]) -> str:
        return "(" + all_of.join(map(write, alternative)) + ")"

    return all_of.join("(" + one_of.join(map(every, clause)) + ")" for clause in clauses)
