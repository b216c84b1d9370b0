"""How far each webhook is in each chain, and which entry comes next for it."""

from django.db import transaction
from django.db.models import F, Q, QuerySet

from luoshi.journal.models import Chain, Entry
from luoshi.journal.webhooks.models import OPEN, Delivery, Place, Webhook


def start(webhook: Webhook) -> None:
    """Let the webhook be told of what happens from now on, and of nothing before."""
    Place.objects.bulk_create(Place(webhook=webhook, chain=row, seq=row.head_seq) for row in _chains(webhook))


def waiting(webhook: Webhook) -> Delivery | None:
    """The delivery whose turn it is: one asked for again, else the next entry of some chain; None when all is told."""
    again = webhook.deliveries.filter(again_at__isnull=False).order_by("again_at").first()
    return again or _next(webhook)


def settle(delivery: Delivery, **values: object) -> None:
    """Note how a delivery ended, and that its chain was told up to it: together, or not at all."""
    entry = delivery.entry
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(again_at=None, **values)
        held = Place.objects.filter(webhook=delivery.webhook_id, chain=entry.chain_id, seq__lt=entry.seq)
        held.update(seq=entry.seq)


def held_up(webhook: Webhook) -> Delivery | None:
    """The delivery that stands before all others of its webhook; None when none was begun."""
    return webhook.deliveries.filter(OPEN).select_related("entry__chain").first()


def _next(webhook: Webhook) -> Delivery | None:
    if (begun := held_up(webhook)) is not None:
        return begun
    Place.objects.bulk_create(Place(webhook=webhook, chain=row) for row in _chains(webhook).exclude(_known(webhook)))
    told = webhook.places.filter(chain__in=_chains(webhook))
    behind = told.filter(seq__lt=F("chain__head_seq")).select_related("chain").order_by("pk")
    while (place := behind.first()) is not None:
        new = Entry.objects.filter(_asked(webhook), chain=place.chain, seq__gt=place.seq, seq__lte=place.chain.head_seq)
        entry = new.order_by("seq").first()
        if entry is not None:
            return Delivery.objects.get_or_create(webhook=webhook, entry=entry)[0]
        Place.objects.filter(pk=place.pk, seq=place.seq).update(seq=place.chain.head_seq)
    return None


def _chains(webhook: Webhook) -> QuerySet[Chain]:
    """The chain that was asked for; without one all but those of samples, whose story is invented."""
    return Chain.objects.filter(name=webhook.chain) if webhook.chain else Chain.objects.filter(is_sample=False)


def _known(webhook: Webhook) -> Q:
    return Q(pk__in=webhook.places.values("chain"))


def _asked(webhook: Webhook) -> Q:
    """The entries whose act begins with one of the webhook's."""
    asked = Q()
    for beginning in webhook.acts:
        asked |= Q(act__startswith=beginning)
    return asked
