"""Looking at who gave an opinion: for who deals with it, and each look is an entry."""

from dataclasses import dataclass

from django.db import transaction

from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.opinions.access import may_identify
from luoshi.opinions.models import Identity, Opinion
from luoshi.orgs.access import Standing


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gave the opinion, as far as they said."""

    name: str
    phone: str
    address: str


def look(opinion: Opinion, *, by: Standing) -> Giver | None:
    """Who gave the opinion, noting that this person looked; None for somebody who did not say."""
    demand(may_identify(by, opinion))
    with transaction.atomic():
        row = Identity.objects.filter(opinion=opinion).first()
        if row is None:
            return None
        record(opinion.chain, "opinion.look", "opinion", [opinion.pk], by=by.acting())
    return Giver(row.name, row.phone, row.address)
