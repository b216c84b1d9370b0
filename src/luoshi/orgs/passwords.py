"""Passwords: proving one, choosing one, and when one is due for a change."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import Argon2PasswordHasher, is_password_usable
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.journal.record import SYSTEM, Acting, record
from luoshi.orgs.access import standing
from luoshi.orgs.models import Person, Post, UsedPassword
from luoshi.orgs.policy import faults, policy
from luoshi.orgs.tries import Wrong, locked, one_try

NOBODYS = "argon2$argon2id$v=19$m=47104,t=1,p=1$bm9ib2R5IGhhcyB0aGlz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
"""The kept form of no password: proving one against it takes as long as against anybody's."""


class Hasher(Argon2PasswordHasher):
    """Argon2id with 46 MiB. Source: OWASP Password Storage Cheat Sheet."""

    time_cost = 1
    memory_cost = 47104
    parallelism = 1


class Unfit(ValueError):
    """What was chosen cannot be taken; `field` is where, `reasons` say why."""

    def __init__(self, field: str, reasons: Collection[str]) -> None:
        super().__init__(" ".join(reasons))
        self.field = field
        self.reasons = tuple(reasons)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody types to sign in, and the address they type it from."""

    name: str
    password: str
    address: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The sign-in name and the password that a person chooses; `words` come from the context, as campaigns' titles."""

    name: str
    password: str
    words: tuple[str, ...] = ()


def prove(given: Credentials) -> Person:
    """The active person whose name (or phone) and password these are. Raises Wrong or Locked, for people and names
    that nobody bears alike, after one hashing of the password or, when locked, none."""
    person = _named(given.name)
    tried = subject(person.pk) if person else f"name:{given.name.strip().casefold()}"
    try:
        with one_try(tried, f"address:{given.address}"):
            kept = person.password if person is not None and is_password_usable(person.password) else NOBODYS
            is_right = Hasher().verify(given.password, kept)
            if person is None or not is_right:
                raise Wrong
    except Wrong:
        if locked(tried) and person is not None:
            record(SYSTEM, "person.locked", "person", [person.pk], by=Acting(person.pk, person.name))
        raise
    return person


def subject(person_id: int) -> str:
    """The subject under which wrong passwords of a person are counted."""
    return f"person:{person_id}"


def _named(name: str) -> Person | None:
    """The one person of that sign-in name, or else of that phone."""
    said = name.strip()
    found = list(Person.objects.filter(Q(key=said) | Q(phone=said), is_active=True)[:3]) if said else []
    by_key = [person for person in found if person.key == said]
    return (by_key or found)[0] if by_key or len(found) == 1 else None


def choose(person: Person, chosen: Choice) -> None:
    """Let a person in by this name and password from now on; their other sessions end. Raises Unfit."""
    name = chosen.name.strip()
    if not name:
        raise Unfit("name", [_("填一个登录名，如手机号或工号。")])
    if Person.objects.filter(Q(key=name) | Q(phone=name)).exclude(pk=person.pk).exists():
        raise Unfit("name", [_("这个登录名别人在用，请换一个。")])
    reasons = faults(chosen.password, (*chosen.words, *_own_words(person, name)))
    if reasons or _is_used(person, chosen.password):
        raise Unfit("password", reasons or [_("这个密码用过，请换一个没有用过的。")])
    with transaction.atomic():
        person.key = name
        person.password = Hasher().encode(chosen.password, Hasher().salt())
        person.save(update_fields=["key", "password"])
        UsedPassword.objects.create(person=person, encoded=person.password, set_at=timezone.now())
        kept = UsedPassword.objects.filter(person=person).order_by("-pk").values_list("pk", flat=True)
        UsedPassword.objects.filter(person=person).exclude(pk__in=list(kept[: policy().kept])).delete()
        record(SYSTEM, "person.password", "person", [person.pk], by=standing(person).acting())


def is_due(person: Person) -> bool:
    """Whether the person must choose a password before going on: they have none, or it is too old."""
    if not is_password_usable(person.password):
        return True
    days = policy().days
    if days is None:
        return False
    newest = UsedPassword.objects.filter(person=person).order_by("-pk").first()
    return newest is None or newest.set_at < timezone.now() - timedelta(days=days)


def _is_used(person: Person, password: str) -> bool:
    kept = UsedPassword.objects.filter(person=person).order_by("-pk")[: policy().kept]
    return any(Hasher().verify(password, each.encoded) for each in kept)


def _own_words(person: Person, name: str) -> list[str]:
    units = Post.objects.filter(person=person).values_list("unit__name", flat=True)
    return [person.name, person.phone, name, *units, "落实", "luoshi"]
