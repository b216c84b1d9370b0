"""Signing in step by step: what is proved, what still has to be; and keeping the accounts of others safe."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import is_password_usable
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.journal.record import SYSTEM, record
from luoshi.kit.verdict import GRANTED, Verdict, demand, denied
from luoshi.orgs import mfa, passwords
from luoshi.orgs.access import Standing, standing
from luoshi.orgs.models import Device, Person, Session, SignInLink, Tries
from luoshi.orgs.policy import needs_factor, policy
from luoshi.orgs.tries import locked, unlock

LINK, PASSWORD, FACTOR, PROVIDER = "link", "password", "factor", "provider"
"""What somebody can have proved."""


@dataclass(frozen=True, slots=True)
class Account:
    """How one person signs in, as those see it who keep accounts safe; `provider` is their account there."""

    person_id: int
    name: str
    key: str
    has_password: bool
    has_factor: bool
    needs_factor: bool
    sessions: int
    is_locked: bool
    provider: str
    is_provider_confirmed: bool
    is_active: bool


def next_step(person: Person, proved: Collection[str]) -> str:
    """What the person must do before they are in: give a `code`, choose a `password`, set up an `app`, or nothing.

    The code comes first: who got hold of a link or a password can change nothing without it.
    """
    if not policy().has_passwords:
        return ""
    has_factor = mfa.has_factor(person.pk)
    if has_factor and FACTOR not in proved:
        return "code"
    if PROVIDER not in proved and (passwords.is_due(person) or (LINK in proved and PASSWORD not in proved)):
        return "password"
    if needs_factor(standing(person).roles) and not has_factor:
        return "app"
    return ""


def note_sign_in(person: Person, proved: Collection[str]) -> None:
    """Record that somebody signed in, and by what."""
    record(SYSTEM, "person.enter", "person", [person.pk], by=standing(person).acting(), data={"proved": sorted(proved)})


def may_secure(who: Standing) -> Verdict:
    """Whether this person keeps the accounts of others safe: unlocks them, ends their sessions, ties them to the
    provider's accounts."""
    if who.has("admin_security", "admin_system"):
        return GRANTED
    return denied(_("账号安全由安全管理员维护，请找管理员。"))


def free(person_id: int, *, by: Standing) -> None:
    """Let somebody try again who is locked out."""
    demand(may_secure(by))
    with transaction.atomic():
        unlock(*_subjects(person_id))
        record(SYSTEM, "person.unlock", "person", [person_id], by=by.acting())


def forget_expired() -> None:
    """Delete sessions, sign-in links, counts of tries and remembered devices that have run out."""
    now = timezone.now()
    SignInLink.objects.filter(good_until__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    Tries.objects.filter(until__lt=now).delete()
    Device.objects.filter(until__lt=now).delete()


def accounts(person_ids: Sequence[int]) -> list[Account]:
    """The accounts of these people in this order, in a number of queries that does not grow with theirs."""
    people = Person.objects.prefetch_related("posts").select_related("factor", "provider_account").in_bulk(person_ids)
    open_ones = Session.objects.filter(person_id__in=person_ids, expire_date__gt=timezone.now())
    opened = Counter(open_ones.values_list("person_id", flat=True))
    subjects = [each for pk in person_ids for each in _subjects(pk)]
    shut = locked(*subjects)
    return [_account(people[pk], opened[pk], not shut.isdisjoint(_subjects(pk))) for pk in person_ids]


def _account(person: Person, sessions: int, is_locked: bool) -> Account:
    tied = getattr(person, "provider_account", None)
    return Account(
        person_id=person.pk,
        name=person.name,
        key=person.key,
        has_password=is_password_usable(person.password),
        has_factor=hasattr(person, "factor"),
        needs_factor=needs_factor([post.role for post in person.posts.all()]),
        sessions=sessions,
        is_locked=is_locked,
        provider=tied.subject if tied else "",
        is_provider_confirmed=bool(tied and tied.confirmed_at),
        is_active=person.is_active,
    )


def _subjects(person_id: int) -> tuple[str, str]:
    return passwords.subject(person_id), mfa.subject(person_id)
