"""Acts on the keys by which programs act for a person: giving one out and ending it."""

from dataclasses import dataclass

from django.db import transaction

from luoshi.journal.record import SYSTEM, record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing, may
from luoshi.platform.keys.keep import make, revoke


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key for a program that acts as a person within these scopes, for so many days."""

    person_id: int
    name: str
    scopes: tuple[str, ...]
    days: int


def give_key(new: NewKey, *, by: Standing) -> str:
    """The token of a new key, told this once. Raises ValueError for an unknown scope or too many days."""
    demand(may(by, "manage"))
    with transaction.atomic():
        row, token = make(new.person_id, new.name, new.scopes, new.days)
        data = {"key": row.pk, "scopes": row.scopes, "days": new.days}
        record(SYSTEM, "person.key", "person", [new.person_id], by=by.acting(), data=data)
    return token


def end_key(key_id: int, *, by: Standing) -> bool:
    """End a key; False if there is none, or it had ended."""
    demand(may(by, "manage"))
    with transaction.atomic():
        row = revoke(key_id)
        if row is not None:
            record(SYSTEM, "person.key_end", "person", [row.person_id], by=by.acting(), data={"key": row.pk})
    return row is not None
