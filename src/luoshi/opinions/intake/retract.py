"""Taking an entry back: what was typed in by mistake, while nobody has dealt with it yet."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.models import Campaign
from luoshi.journal.record import record
from luoshi.kit.verdict import Verdict, demand, denied
from luoshi.opinions.access import may_gather
from luoshi.opinions.models import Opinion
from luoshi.orgs.access import Standing


def may_retract(who: Standing, opinion: Opinion) -> Verdict:
    """Whether this person may take the entry back."""
    if opinion.entered_by_id is None or opinion.state != "received" or opinion.group_id is not None:
        return denied(_("已有人处理，或是提出人自己提的，不能撤销登记。"))
    return may_gather(who)


def retract(opinions: Sequence[Opinion], *, by: Standing) -> None:
    """Take these entries of one campaign out of the books, all or none; the journal keeps that they were there, and the
    seals of their words."""
    with transaction.atomic():
        ids = [opinion.pk for opinion in opinions]
        rows = list(Opinion.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("number"))
        for row in rows:
            demand(may_retract(by, row))
        if not rows:
            return
        data = {"seals": [row.digest for row in rows]}
        record(rows[0].chain, "opinion.retract", "opinion", [row.pk for row in rows], by=by.acting(), data=data)
        Opinion.objects.filter(pk__in=ids).delete()


def retract_batch(campaign: Campaign, batch: str, *, by: Standing) -> int:
    """Take back what this person entered at once; returns how many opinions that were, 0 if they are gone already."""
    rows = list(Opinion.objects.filter(campaign=campaign, batch=batch, entered_by=by.person_id)) if batch else []
    retract(rows, by=by)
    return len(rows)
