"""Taking an entry back: what was typed in by mistake, while nobody has dealt with it yet."""

from django.db import transaction
from django.utils.translation import gettext as _

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


def retract(opinion: Opinion, *, by: Standing) -> None:
    """Take the entry out of the books; the journal keeps that it was there, and the seal of its words."""
    with transaction.atomic():
        row = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
        demand(may_retract(by, row))
        record(row.chain, "opinion.retract", "opinion", [row.pk], by=by.acting(), data={"seal": row.digest})
        row.delete()
