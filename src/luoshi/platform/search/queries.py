"""Finding: by words, single characters, and the initials of a title."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from luoshi.platform.search.models import SearchEntry
from luoshi.platform.search.terms import clause, spelled, words

PAGE = 100
MOST_SEEN = 1000
MOST_RANKED = 5
IN_TITLE = 2
IN_INITIALS = 1

Visible = Callable[[str, Sequence[str]], Collection[str]]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `marks` are the spans [start, end) of its title where the words of the query stand."""

    kind: str
    key: str
    campaign_id: int | None
    title: str
    marks: tuple[tuple[int, int], ...] = ()


def find(
    query: str,
    campaign_ids: Collection[int] | None,
    kinds: Collection[str] | None = None,
    limit: int = 20,
    visible: Visible | None = None,
) -> list[Hit]:
    """What answers all words of the query, those with the words in the title first, then the newest.

    Only entries of these campaigns (None for all) and those of no campaign are looked at. `visible` is the rooms' say:
    it takes a kind and keys and returns the keys that may be seen; at most the best 1,000 entries are put to it.
    """
    asked = words(query)
    if not asked:
        return []
    entries = SearchEntry.objects.filter(terms__answers=[clause(word) for word in asked])
    if campaign_ids is not None:
        entries = entries.filter(Q(campaign_id=None) | Q(campaign_id__in=campaign_ids))
    if kinds is not None:
        entries = entries.filter(kind__in=kinds)
    return [_hit(entry, asked) for entry in islice(_seen(_ranked(entries, asked), visible), limit)]


def _ranked(entries: QuerySet[SearchEntry], asked: Sequence[str]) -> QuerySet[SearchEntry]:
    """The best first: a word in the title counts more than its letters among the initials."""
    rank: Combinable = Value(0)
    for word in asked[:MOST_RANKED]:
        in_title = When(title__icontains=word, then=Value(IN_TITLE))
        in_initials = When(initials__contains=word, then=Value(IN_INITIALS))
        rank = rank + Case(in_title, in_initials, default=Value(0), output_field=IntegerField())
    return entries.annotate(rank=rank).order_by("-rank", "-pk").defer("terms")


def _seen(ranked: QuerySet[SearchEntry], visible: Visible | None) -> Iterator[SearchEntry]:
    for start in range(0, MOST_SEEN, PAGE):
        page = list(ranked[start : start + PAGE])
        allowed = _allowed(page, visible) if visible else None
        yield from (entry for entry in page if allowed is None or (entry.kind, entry.key) in allowed)
        if len(page) < PAGE:
            return


def _allowed(page: Sequence[SearchEntry], visible: Visible) -> set[tuple[str, str]]:
    keys = defaultdict[str, list[str]](list)
    for entry in page:
        keys[entry.kind].append(entry.key)
    return {(kind, key) for kind, of_kind in keys.items() for key in visible(kind, of_kind)}


def _hit(entry: SearchEntry, asked: Sequence[str]) -> Hit:
    marks = {span for word in asked for span in _spans(entry, word)}
    return Hit(entry.kind, entry.key, entry.campaign_id, entry.title, tuple(sorted(marks)))


def _spans(entry: SearchEntry, word: str) -> Iterator[tuple[int, int]]:
    title, at = entry.title.lower(), -1
    while (at := title.find(word, at + 1)) >= 0:
        yield at, at + len(word)
    places, start = spelled(entry.title), entry.initials.find(word)
    if start >= 0 and len(places) == len(entry.initials):
        yield places[start], places[start + len(word) - 1] + 1
