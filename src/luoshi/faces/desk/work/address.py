"""The address of a task list: what it is narrowed to, its order, its screen; read from a request and written again."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from luoshi.faces.shared.asked import number
from luoshi.oversight.items import Filters, filters_of, words_of

SIZES = (25, 100)
SORTS = ("number", "due")
GROUPS = ("stage", "none")
USUAL = {"sort": SORTS[0], "group": GROUPS[0], "size": str(SIZES[0])}
GAP = ".."


@dataclass(frozen=True, slots=True)
class Address:
    """A task list as its address names it. `at` is the place of the screen's first row, counted from 1.

    `whole` says that every item under the filters is chosen, on whichever screen.
    """

    filters: Filters
    sort: str = "number"
    group: str = "stage"
    size: int = SIZES[0]
    after: str = ""
    before: str = ""
    at: int = 1
    whole: bool = False

    def url(self, **changes: object) -> str:
        """The address of the first screen with these words changed; an empty word goes."""
        words = {**dict(self.kept()), **{name: str(value) for name, value in changes.items()}}
        return "?" + urlencode({name: value for name, value in words.items() if value and value != USUAL.get(name)})

    def kept(self) -> list[tuple[str, str]]:
        """What a form has to carry so that it leads back to this list."""
        order = {"sort": self.sort, "group": self.group, "size": str(self.size)}
        unusual = {name: value for name, value in order.items() if value != USUAL[name]}
        return list({**words_of(self.filters), **unusual}.items())


def read(asked: QueryDict) -> Address:
    """The address that these words name; words that make no sense are passed over."""
    words = _words(asked)
    start, gap, end = words.get("due", "").partition(GAP)
    if gap:
        words |= {"due_from": start, "due_to": end}
    size = words.get("size", "")
    return Address(
        filters=filters_of(words),
        sort=_one_of(SORTS, words, "sort"),
        group=_one_of(GROUPS, words, "group"),
        size=int(size) if size in map(str, SIZES) else SIZES[0],
        after=words.get("after", ""),
        before=words.get("before", ""),
        at=number(words.get("at", "")) or 1,
        whole=words.get("all") == "1",
    )


def chosen(sent: QueryDict) -> Filters:
    """The items that a list's form sends: the ticked ones, or all under its filters."""
    if sent.get("all") == "1":
        return filters_of(_words(sent))
    return filters_of({"picked": ",".join([*sent.getlist("ids"), *sent.getlist("picked")])})


def _words(sent: QueryDict) -> dict[str, str]:
    return {name: str(value) for name, value in sent.items() if value}


def _one_of(known: tuple[str, ...], words: Mapping[str, str], name: str) -> str:
    return words[name] if words.get(name) in known else known[0]
