"""Opinions for tests, through the acts of the room."""

from collections.abc import Sequence

from build import a_campaign, a_standing, a_unit
from luoshi.campaigns.models import Campaign
from luoshi.opinions.codes import new_token
from luoshi.opinions.intake.receive import NewOpinion, Receipt, enter, submit
from luoshi.opinions.intake.settle import IntakeSettings, settle_intake
from luoshi.opinions.models import Opinion
from luoshi.opinions.queries import Full, deck, full
from luoshi.opinions.triage.decide import Decision, accept
from luoshi.orgs.access import Standing

WORDS = "老棉纺厂宿舍3栋楼梯灯坏了快两个月，打过两次电话，没人来修。"
HOUSING = "县住建局"


def open_campaign() -> Campaign:
    """A campaign whose public page is open."""
    campaign = a_campaign()
    settle_intake(campaign, IntakeSettings(is_public=True), by=a_standing())
    return campaign


def a_receipt(campaign: Campaign, text: str = WORDS, **more: object) -> Receipt:
    """What the giver of an opinion from the public page takes away."""
    return submit(campaign, NewOpinion(text, **more), new_token())  # type: ignore[arg-type]


def an_opinion(campaign: Campaign, text: str = WORDS, **more: object) -> Opinion:
    """An opinion from the public page."""
    return a_receipt(campaign, text, **more).opinion


def entered(campaign: Campaign, texts: Sequence[str], *, by: Standing | None = None) -> list[Opinion]:
    """Opinions that a clerk typed in from the minutes of a meeting."""
    new = [NewOpinion(text, "session") for text in texts]
    return [receipt.opinion for receipt in enter(campaign, new, by=by or a_standing())]


def accepted(campaign: Campaign, text: str = WORDS, unit: str = HOUSING) -> Opinion:
    """An opinion accepted and given to that unit."""
    opinion = an_opinion(campaign, text)
    accept(opinion, Decision(unit_id=a_unit(unit).pk), by=a_standing())
    return opinion


def whole(who: Standing, opinion: Opinion) -> Full:
    """The opinion as this person reads it."""
    found = full(who, opinion.campaign, opinion.pk, deck(opinion.campaign))
    assert found is not None
    return found
