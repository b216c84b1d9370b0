"""What surrounds a page: place, navigation, person, views, filters, pager; the templates read nothing else."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A named address, with the count of the list behind it; `late` turns the count red."""

    label: str
    url: str
    count: int | None = None
    current: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Links of the left navigation under one heading."""

    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Shell:
    """The office frame of one request; the last of `crumbs` is the page itself.

    `account` are the links in the person's menu; `sign_out_url` takes a POST. `as_of` is the moment the data were
    read and `note` says what the working days leave out (已扣除端午节).
    """

    crumbs: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()
    person: str = ""
    post: str = ""
    account: tuple[Link, ...] = ()
    sign_out_url: str = ""
    search_url: str = ""
    query: str = ""
    reminders: int = 0
    reminders_url: str = ""
    as_of: datetime | None = None
    note: str = ""

    @property
    def here(self) -> str:
        """The name of the page, as the last crumb says it."""
        return self.crumbs[-1].label if self.crumbs else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One select of a filter row; the first choice means no restriction."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def active(self) -> bool:
        """Whether the filter restricts the list."""
        return any(choice.chosen and choice.value for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Seek:
    """A box for words above a list, with an example in it and what it looks at beneath it."""

    name: str
    label: str
    value: str
    example: str
    hint: str


@dataclass(frozen=True, slots=True)
class Pager:
    """A screen of a keyset-paged list: rows `first` to `last` of `total`; an empty address means no such screen."""

    first: int
    last: int
    total: int
    back_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A button: where it goes, or the reason why it is missing (then `url` is empty)."""

    label: str
    url: str = ""
    key: str = ""
    reason: str = ""
    name: str = ""
    value: str = ""
