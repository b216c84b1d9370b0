"""What a room declares in its `sheet.py`: the columns of a table, and how a row becomes the input of an act."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from luoshi.kit.verdict import Verdict
from luoshi.platform.sheets.words import Reason

Values = Mapping[str, str]
"""A row's values by column key, each in the one way in which it is written: numbers as 12, days as 2026-04-01."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `head` and `also` are how tables call it; `most` is its length, `choices` what it may say.

    A hidden one is for the program alone: it goes out and comes back, and nobody is shown it.
    """

    key: str
    head: str
    kind: Literal["text", "names", "number", "day", "phone"] = "text"
    also: tuple[str, ...] = ()
    required: bool = False
    most: int = 120
    choices: tuple[str, ...] = ()
    width: float = 12
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What a row would do: `subject` is the id of what it is about, None for something new.

    `before` are the subject's values as they are, `after` as the row would leave them.
    """

    subject: int | None = None
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    reasons: Mapping[str, Reason] = field(default_factory=dict)


class Ground(Protocol):
    """What a room knows while it looks at the rows of one batch on behalf of one person."""

    def take(self, values: Values, key: int | None) -> Taken:
        """What the row would do; `key` is the subject that its hidden cell names, None without one."""

    def put(self, taken: Taken) -> int:
        """Do it through the room's act; returns the subject's id. Raises Unfit or Refused."""

    def now(self, subject: int) -> Values | None:
        """The subject's values as they are; None if there is none."""

    def take_back(self, subject: int, before: Values) -> None:
        """Give the subject the values it had, or remove it if there are none. Raises Unfit or Refused."""

    def rows(self) -> Iterator[tuple[int, Values]]:
        """Everything that the table of the present state lists, by id."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of table. `open` takes the person's id and the values of the good rows above those to come.

    `kind` is the name under which it is declared, or that name and what the table is of: `tasks:12`.
    """

    kind: str
    title: str
    columns: tuple[Column, ...]
    open: Callable[[int, Iterable[Values]], Ground]
    may: Callable[[int], Verdict]


def sheet(kind: str) -> Sheet:
    """The declaration of that kind; of `tasks:12` what the declaration makes for 12. Raises KeyError for no kind."""
    name, colon, of = kind.partition(":")
    found: Sheet | Callable[[str], Sheet] = import_string(settings.SHEETS[name])
    if isinstance(found, Sheet) == bool(colon):
        raise KeyError(kind)
    return found if isinstance(found, Sheet) else found(of)
