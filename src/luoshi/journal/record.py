"""Appending to a chain: who acted, as whom, when, on what; and the digests of the words used."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from luoshi.journal.models import Chain, Entry, EntryText

SYSTEM = "system"
SEPARATOR = "\x1f"
"""Stands between the columns of a seal, and in none of them."""
Data = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, as whom, and when. `at` is None for now; only a sample's chain takes another time."""

    person_id: int | None
    name: str
    post: str = ""
    at: datetime | None = None


class NotASample(ValueError):
    """A chain that is no sample was asked to record at another time than now."""


def record(
    chain: str,
    act: str,
    kind: str,
    subjects: Sequence[int],
    *,
    by: Acting,
    data: Data | None = None,
    texts: Mapping[str, str] | None = None,
    source: str = "",
    target: str = "",
) -> Entry:
    """Append one entry to the chain, in the caller's transaction or one of its own.

    `data` holds ids, numbers, dates and field names; `texts` the words, which enter only as salted digests.
    """
    with transaction.atomic():
        head, _ = Chain.objects.select_for_update().get_or_create(name=chain)
        if by.at is not None and not head.is_sample:
            raise NotASample(f"{chain} records only what happens now")
        salted = {name: (secrets.token_hex(16), text) for name, text in (texts or {}).items() if text}
        digests = {name: digest(salt, text) for name, (salt, text) in salted.items()}
        body: dict[str, object] = dict(data or {})
        if digests:
            body["digests"] = digests
        entry = Entry(
            chain=head,
            seq=head.head_seq + 1,
            at_us=microseconds(by.at or timezone.now()),
            actor_id=by.person_id,
            actor=by.name.replace(SEPARATOR, "")[:80],
            post=by.post.replace(SEPARATOR, "")[:120],
            act=act,
            kind=kind,
            subjects=",".join(map(str, subjects)),
            source=source,
            target=target,
            data=json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str),
            previous=head.head_hash,
        )
        entry.hash = seal(entry)
        entry.save(force_insert=True)
        EntryText.objects.bulk_create(
            EntryText(entry=entry, name=name, salt=salt, text=text) for name, (salt, text) in salted.items()
        )
        head.head_seq, head.head_hash = entry.seq, entry.hash
        head.save(update_fields=["head_seq", "head_hash"])
    return entry


def start_sample(chain: str) -> None:
    """Make a chain that tells a sample's story, whose entries may carry the story's own dates."""
    Chain.objects.create(name=chain, is_sample=True)


def digest(salt: str, text: str) -> str:
    """SHA-256 of salt and text, as hexadecimal."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def seal(entry: Entry) -> str:
    """The SHA-256 that binds all columns of an entry to its predecessor, as hexadecimal."""
    parts = (
        entry.previous, entry.seq, entry.at_us, entry.actor_id or "", entry.actor, entry.post,
        entry.act, entry.kind, entry.subjects, entry.source, entry.target, entry.data,
    )  # fmt: skip
    return hashlib.sha256(SEPARATOR.join(map(str, parts)).encode()).hexdigest()


def microseconds(moment: datetime) -> int:
    """Microseconds of UTC since 1970."""
    delta = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds
