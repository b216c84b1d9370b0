"""Gathering opinions that say the same, so that they are dealt with as one and every giver is answered; reversible."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import may_work
from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.opinions.access import may_decide
from luoshi.opinions.models import Group, Opinion
from luoshi.opinions.states import GONE
from luoshi.orgs.access import Standing


def merge(opinions: Sequence[Opinion], *, by: Standing) -> Group:
    """Gather opinions of one campaign, with whatever they were gathered with before. Raises Unanswered."""
    ids = {opinion.pk for opinion in opinions}
    with transaction.atomic():
        held = Opinion.objects.select_for_update(of=("self",)).select_related("campaign", "unit")
        rows = list(held.filter(pk__in=ids).exclude(state__in=GONE).order_by("pk"))
        if len(rows) < 2 or len({(row.campaign_id, row.is_restricted) for row in rows}) > 1:
            raise Unanswered("others", _("选至少两条同一活动、还在办理的意见。"))
        for row in rows:
            demand(may_decide(by, row))
        demand(may_work(rows[0].campaign))
        old = {row.group_id for row in rows if row.group_id}
        group = Group.objects.create(campaign=rows[0].campaign, made_at=by.at or timezone.now(), by_name=by.name)
        joined = set(Opinion.objects.filter(group__in=old).values_list("pk", flat=True)) | {row.pk for row in rows}
        Opinion.objects.filter(pk__in=joined).update(group=group)
        Group.objects.filter(pk__in=old).delete()
        record(rows[0].chain, "opinion.merge", "opinion", sorted(joined), by=by.acting(), data={"group": group.pk})
    for opinion in opinions:
        opinion.group = group
    return group


def split(opinion: Opinion, *, by: Standing) -> None:
    """Let the opinion stand alone again; does nothing where it does."""
    demand(may_decide(by, opinion))
    demand(may_work(opinion.campaign))
    with transaction.atomic():
        row = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
        if row.group_id is None:
            return
        left, parted = row.group_id, [row.pk]
        others = list(Opinion.objects.filter(group=left).exclude(pk=row.pk).values_list("pk", flat=True))
        if len(others) < 2:
            parted += others
        Opinion.objects.filter(pk__in=parted).update(group=None)
        if len(others) < 2:
            Group.objects.filter(pk=left).delete()
        record(row.chain, "opinion.split", "opinion", parted, by=by.acting(), data={"group": left})
    opinion.group = None
