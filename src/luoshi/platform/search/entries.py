"""Putting things into the search and taking them out, in the transaction of the act that changes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.platform.search.models import SearchEntry
from luoshi.platform.search.terms import MOST_TITLE, initials, terms


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is to be found: by the title, its initials, and the words of `body` and `extra`, which are not kept."""

    kind: str
    key: str
    campaign_id: int | None
    title: str
    body: str = ""
    extra: str = ""


def put(kind: str, key: str, campaign_id: int | None, title: str, body: str = "", extra: str = "") -> None:
    """Make this findable, in place of what was put under the same kind and key."""
    put_many([NewEntry(kind, key, campaign_id, title, body, extra)])


def put_many(entries: Iterable[NewEntry]) -> None:
    """Make these findable, each in place of what was put under the same kind and key; of equal keys the last counts."""
    last = {(entry.kind, entry.key): entry for entry in entries}
    SearchEntry.objects.bulk_create(
        map(_row, last.values()),
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["campaign_id", "title", "initials", "terms"],
    )


def drop(kind: str, keys: Iterable[str]) -> None:
    """Make these no longer findable; keys that were never put are passed over."""
    SearchEntry.objects.filter(kind=kind, key__in=list(keys)).delete()


def drop_campaign(campaign_id: int) -> None:
    """Make nothing of the campaign findable any longer."""
    SearchEntry.objects.filter(campaign_id=campaign_id).delete()


def _row(entry: NewEntry) -> SearchEntry:
    title = entry.title[:MOST_TITLE]
    letters = initials(title)
    return SearchEntry(
        kind=entry.kind,
        key=entry.key,
        campaign_id=entry.campaign_id,
        title=title,
        initials=letters,
        terms=terms(title, letters, entry.body, entry.extra),
    )
