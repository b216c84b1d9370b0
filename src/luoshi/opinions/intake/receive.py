"""An opinion comes in: its number, its wording word for word, its giver apart, its tracking code told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import may_work
from luoshi.campaigns.models import Campaign
from luoshi.journal.record import Acting, record
from luoshi.kit.verdict import Verdict, demand, denied
from luoshi.opinions.access import may_gather
from luoshi.opinions.codes import batch_of, code_of, kept, new_token, seal
from luoshi.opinions.hold import hold
from luoshi.opinions.intake.settle import intake_of
from luoshi.opinions.models import Gram, Identity, Intake, Opinion, Wording
from luoshi.opinions.wording import normal, pairs
from luoshi.orgs.access import Standing

LONGEST, MOST = 3000, 500
CHANNELS = dict(Opinion.CHANNELS)
GIVERS = dict(Opinion.GIVERS)
PUBLIC = "提出人"
"""How the journal names whoever uses the public's pages: everybody alike."""


@dataclass(frozen=True, slots=True)
class NewOpinion:
    """What somebody says, where, how it came and when; who they are only if they want to be reached.

    `received_at` None is now. With `is_restricted` it accuses somebody, and only confidants see it.
    """

    text: str
    channel: str = "web"
    place: str = ""
    giver: str = ""
    received_at: datetime | None = None
    name: str = ""
    phone: str = ""
    address: str = ""
    is_restricted: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the giver takes away; the code is told this once."""

    opinion: Opinion
    code: str


def may_submit(intake: Intake) -> Verdict:
    """Whether the public page takes opinions now."""
    if not intake.is_public:
        return denied(_("这项活动现在不在网上收意见。"))
    return may_work(intake.campaign)


def submit(campaign: Campaign, given: NewOpinion, token: str, *, at: datetime | None = None) -> Receipt:
    """Take an opinion from the public page; the form of one token makes one opinion, however often it is sent.

    Nothing is kept of where it came from. Raises Unanswered, and Refused while the page is shut.
    """
    demand(may_submit(intake_of(campaign)))
    code = code_of(token)
    known = Opinion.objects.filter(campaign=campaign, code=kept(code)).first()
    if known is None:
        try:
            known = _receive(campaign, [(given, code)], _Door(Acting(None, PUBLIC, "", at)))[0]
        except IntegrityError:  # the same form at the same moment
            known = Opinion.objects.get(campaign=campaign, code=kept(code))
    return Receipt(known, code)


def enter(campaign: Campaign, given: Sequence[NewOpinion], *, by: Standing, token: str = "") -> list[Receipt]:
    """Enter opinions that came otherwise, all or none; who types them in is not who gave them. Raises Unanswered.

    The same words by the form of one token are entered once, and again get the codes that they have.
    """
    demand(may_gather(by))
    demand(may_work(campaign))
    if not 0 < len(given) <= MOST:
        raise Unanswered("text", _("一次登记1到%(most)s条。") % {"most": MOST})
    batch = batch_of(token or new_token(), [one.text for one in given])
    coded = [(one, code_of(f"{batch}/{place}")) for place, one in enumerate(given)]
    known = _entered(campaign, batch)
    if not known:
        try:
            known = _receive(campaign, coded, _Door(by.acting(), by, batch))
        except IntegrityError:  # the same form at the same moment
            known = _entered(campaign, batch)
    return [Receipt(row, code) for row, (_given, code) in zip(known, coded, strict=True)]


def _entered(campaign: Campaign, batch: str) -> list[Opinion]:
    return list(Opinion.objects.filter(campaign=campaign, batch=batch).order_by("number"))


@dataclass(frozen=True, slots=True)
class _Door:
    """The way in: who acts, who typed it where that is not the giver, and with which batch."""

    acting: Acting
    typed: Standing | None = None
    batch: str = ""


def _receive(campaign: Campaign, coded: Sequence[tuple[NewOpinion, str]], door: _Door) -> list[Opinion]:
    for given, _code in coded:
        _check(given, door.acting.at or timezone.now())
    with transaction.atomic():
        held = hold(campaign.pk)
        intake = Intake.objects.select_for_update().get(pk=intake_of(campaign).pk)
        intake.campaign = held
        demand(may_work(held) if door.typed else may_submit(intake))
        last = Opinion.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
        numbered = enumerate(coded, last + 1)
        rows = [_row(campaign, given, code, number, door) for number, (given, code) in numbered]
        Opinion.objects.bulk_create(rows)
        _put_words([(row, given) for row, (given, _code) in zip(rows, coded, strict=True)])
        data = {"seals": [row.digest for row in rows], "channels": sorted({row.channel for row in rows})}
        record(campaign.chain, "opinion.receive", "opinion", [row.pk for row in rows], by=door.acting, data=data)
    return rows


def _row(campaign: Campaign, given: NewOpinion, code: str, number: int, door: _Door) -> Opinion:
    told = given.received_at or door.acting.at
    return Opinion(
        campaign=campaign,
        number=number,
        channel=given.channel,
        giver=given.giver,
        received_at=told or timezone.now(),
        since=timezone.localdate(told) if told else campaign.today,
        digest=seal(given.text.strip()),
        alike=seal(normal(given.text)),
        code=kept(code),
        is_restricted=given.is_restricted,
        entered_by_id=door.typed.person_id if door.typed else None,
        entered_name=door.typed.name if door.typed else "",
        batch=door.batch,
    )


def _put_words(words: Sequence[tuple[Opinion, NewOpinion]]) -> None:
    """Keep what was said, who said it in a table of its own, and the pairs by which the like is found."""
    Wording.objects.bulk_create(
        Wording(opinion=row, text=given.text.strip(), place=given.place.strip()[:120]) for row, given in words
    )
    Identity.objects.bulk_create(
        Identity(opinion=row, name=given.name.strip(), phone=given.phone.strip(), address=given.address.strip())
        for row, given in words
        if given.name.strip() or given.phone.strip() or given.address.strip()
    )
    grams = (
        Gram(opinion=row, campaign_id=row.campaign_id, pair=pair) for row, given in words for pair in pairs(given.text)
    )
    Gram.objects.bulk_create(grams, batch_size=1000)


def _check(given: NewOpinion, now: datetime) -> None:
    text = given.text.strip()
    if not normal(text):
        raise Unanswered("text", _("写上您想说什么，一句话也可以。"))
    if len(text) > LONGEST:
        raise Unanswered("text", _("最多%(most)s字，请分几条说。") % {"most": LONGEST})
    if given.channel not in CHANNELS:
        raise Unanswered("channel", _("选一个征集渠道。"))
    if given.giver not in GIVERS:
        raise Unanswered("giver", _("选一个提出人类别，或者不选。"))
    for name, value, most in (("name", given.name, 40), ("phone", given.phone, 40), ("address", given.address, 120)):
        if len(value.strip()) > most:
            raise Unanswered(name, _("最多%(most)s个字。") % {"most": most})
    if given.received_at is not None and given.received_at > now:
        raise Unanswered("received_at", _("收到的时间不能晚于现在。"))
