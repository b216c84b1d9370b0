"""How a campaign takes opinions: its public page opened and shut, its limits, its answers kept ready."""

import secrets
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.models import Campaign
from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.opinions.access import may_open
from luoshi.opinions.codes import ALPHABET
from luoshi.opinions.models import Intake, Phrase
from luoshi.orgs.access import Standing

DOOR = 8
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """Whether the public page is open, the limits in working days, and whom people can telephone."""

    is_public: bool
    screen_days: int = 5
    answer_days: int = 15
    contact: str = ""


def intake_of(campaign: Campaign) -> Intake:
    """How the campaign takes opinions, with the public page shut until the office opens it; read once a campaign."""
    try:
        return campaign.intake
    except Intake.DoesNotExist:
        door = "".join(secrets.choice(ALPHABET).lower() for _place in range(DOOR))
        campaign.intake, _new = Intake.objects.get_or_create(campaign=campaign, defaults={"door": door})
        return campaign.intake


def settle_intake(campaign: Campaign, given: IntakeSettings, *, by: Standing) -> Intake:
    """Set how the campaign takes opinions. Raises Unanswered."""
    demand(may_open(by))
    for name, days in (("screen_days", given.screen_days), ("answer_days", given.answer_days)):
        if not 1 <= days <= MOST_DAYS:
            raise Unanswered(name, _("填1到%(most)s个工作日。") % {"most": MOST_DAYS})
    if given.answer_days < given.screen_days:
        raise Unanswered("answer_days", _("答复期限从收到之日算起，不能短于初核期限。"))
    with transaction.atomic():
        row = Intake.objects.select_for_update().get(pk=intake_of(campaign).pk)
        changed = {name: value for name, value in asdict(given).items() if getattr(row, name) != value}
        if changed:
            Intake.objects.filter(pk=row.pk).update(**changed)
            data = {name: value for name, value in changed.items() if name != "contact"}
            record(campaign.chain, "intake.settle", "intake", [row.pk], by=by.acting(), data=data)
    campaign.intake = Intake.objects.get(pk=row.pk)
    return campaign.intake


def put_phrase(campaign: Campaign, name: str, text: str, *, by: Standing) -> Phrase:
    """Keep an answer ready, in place of the one of that name. Raises Unanswered."""
    demand(may_open(by))
    name, text = name.strip()[:40], text.strip()
    if not name or not text:
        raise Unanswered("text" if name else "name", _("写上名称和答复内容。"))
    with transaction.atomic():
        row, _new = Phrase.objects.update_or_create(campaign=campaign, name=name, defaults={"text": text})
        record(campaign.chain, "phrase.put", "phrase", [row.pk], by=by.acting())
    return row
