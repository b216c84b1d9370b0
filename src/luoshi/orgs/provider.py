"""People's accounts at an identity provider: who is let in by which, and who ties them together."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from luoshi.journal.record import SYSTEM, Acting, record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.orgs.accounts import may_secure
from luoshi.orgs.models import Person, ProviderAccount
from luoshi.orgs.tries import Wrong


class Unconfirmed(Wrong):
    """The account seems to be somebody's; an administrator has yet to say so."""


class Taken(ValueError):
    """The account at the provider is another person's."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a provider says of somebody, after its word was checked. `phone` is empty unless verified; an e-mail
    address is not asked for, verified or not."""

    issuer: str
    subject: str
    key: str = ""
    phone: str = ""


def person_of(claims: Claims) -> Person:
    """The person whose account this is. A first visit of somebody whose sign-in name or phone is one person's is kept
    for an administrator to confirm. Raises Wrong or Unconfirmed."""
    tied = ProviderAccount.objects.filter(issuer=claims.issuer, subject=claims.subject).select_related("person").first()
    if tied is None and not _propose(claims):
        raise Wrong
    if tied is None or tied.confirmed_at is None:
        raise Unconfirmed
    if not tied.person.is_active:
        raise Wrong
    return tied.person


def tie(person_id: int, issuer: str, subject: str, *, by: Standing) -> None:
    """Let a person in by the provider's account of that subject. Raises Taken."""
    demand(may_secure(by))
    try:
        with transaction.atomic():
            values = {"issuer": issuer, "subject": subject.strip(), "confirmed_at": timezone.now()}
            ProviderAccount.objects.update_or_create(person_id=person_id, defaults=values)
            record(SYSTEM, "person.tie", "person", [person_id], by=by.acting(), texts={"subject": subject.strip()})
    except IntegrityError:
        raise Taken from None


def untie(person_id: int, *, by: Standing) -> None:
    """Let a person in by the provider no more."""
    demand(may_secure(by))
    with transaction.atomic():
        if ProviderAccount.objects.filter(person_id=person_id).delete()[0]:
            record(SYSTEM, "person.untie", "person", [person_id], by=by.acting())


def _propose(claims: Claims) -> bool:
    """Keep for confirmation that the account seems to be one person's; False if it seems to be nobody's."""
    same = Q(key=claims.key) if claims.key else Q()
    same |= Q(phone=claims.phone) if claims.phone else Q()
    found = list(Person.objects.filter(same, is_active=True)[:2]) if same else []
    if len(found) != 1 or ProviderAccount.objects.filter(person=found[0]).exists():
        return False
    person = found[0]
    with transaction.atomic():
        ProviderAccount.objects.create(person=person, issuer=claims.issuer, subject=claims.subject)
        record(SYSTEM, "person.claim", "person", [person.pk], by=Acting(person.pk, person.name))
    return True
