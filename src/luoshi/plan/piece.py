"""What a piece of a plan's text states, for a person who points at it: its time, its targets, the names it lists."""

import re
from collections.abc import Iterator

from luoshi.kit.spans import Span
from luoshi.plan.grammar.dates import find_dates
from luoshi.plan.grammar.targets import read_targets
from luoshi.plan.grammar.texts import Cover
from luoshi.plan.grammar.times import Calendar
from luoshi.plan.model import Target, Time

NAME = re.compile(r"[^、，,；;：:\s（）()。]+")


def time_of(text: str, span: Span, year: int | None) -> Time | None:
    """The first time that the piece states as a limit or a period; `year` dates what it does not date itself."""
    dates = list(find_dates(text, span.start, span.end))
    return Calendar(text, dates, [year], None).value(span, True, year)


def targets_of(text: str, span: Span) -> list[Target]:
    """The targets that the piece states."""
    return read_targets(text, [span], Cover([]))


def names_of(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    """The names that the piece lists, taken apart at stops and brackets."""
    for found in NAME.finditer(text, span.start, span.end):
        yield found[0], Span(*found.span())
