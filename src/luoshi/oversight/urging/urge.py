"""The act of urging, the same for one assignment and for hundreds: one entry, one message a person."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from luoshi.campaigns.grounds import day_of
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.oversight.access import may_urge
from luoshi.oversight.models import Urge
from luoshi.oversight.reminding.hours import next_hour
from luoshi.oversight.urging.preview import DESK, GROUP, Letter, NewUrge, Preview, plan
from luoshi.platform.outbox.post import NewMessage, post

BATCH = 500


def urge(campaign: Campaign, new: NewUrge, *, by: Standing) -> Preview:
    """Urge those whose turn it is, and say what was sent and what was refused; nothing is recorded if all was."""
    demand(may_urge(by, campaign))
    with transaction.atomic():
        found = Assignment.objects.select_for_update(of=("self",)).filter(campaign=campaign, pk__in=new.assignment_ids)
        rows = list(found.select_related("unit", "task").order_by("unit__order", "unit_id", "pk"))
        sent = plan(campaign, rows, new, by)
        if sent.letters:
            _send(campaign, sent, new, by)
    return sent


def _send(campaign: Campaign, sent: Preview, new: NewUrge, by: Standing) -> None:
    at, text = by.at or timezone.now(), new.text.strip()
    people = sorted({letter.person_id for letter in sent.letters if letter.person_id})
    data = {
        "levels": sorted({letter.level for letter in sent.letters}),
        "people": people,
        "channels": sorted({letter.channel for letter in sent.letters}),
    }
    ids = sent.assignment_ids
    entry = record(
        campaign.chain, "assignment.urge", "assignment", ids, by=by.acting(), data=data, texts={"text": text}
    )
    alike = {"text": text, "by_id": by.person_id, "by_name": by.name, "at": at, "day": day_of(by, campaign)}
    Urge.objects.bulk_create(
        (
            Urge(assignment_id=pk, person_id=letter.person_id, level=letter.level, channel=letter.channel, **alike)
            for letter in sent.letters
            for pk in letter.assignment_ids
        ),
        batch_size=BATCH,
    )
    after = next_hour(timezone.now(), campaign.calendar)
    outside = [letter for letter in sent.letters if letter.channel not in (DESK, GROUP)]
    with override("zh-hans"):
        post(_message(letter, f"urge:{entry.pk}:{letter.level}:{letter.person_id}", after) for letter in outside)


def _message(letter: Letter, key: str, after: datetime) -> NewMessage:
    body = _("有 %(n)s 项任务催办，请登录：%(link)s") % {
        "n": len(letter.assignment_ids),
        "link": f"{settings.ADDRESS}/",
    }
    return NewMessage(key, "urge", letter.channel, letter.to, _("催办提醒"), body, after)
