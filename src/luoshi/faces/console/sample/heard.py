"""Living through what people said in the sample: each opinion given and dealt with by whoever would, when they would."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from luoshi.faces.console.sample.organization import County, at
from luoshi.faces.console.sample.voices import VOICES, Voice
from luoshi.opinions import tracking
from luoshi.opinions.codes import code_of
from luoshi.opinions.intake.receive import NewOpinion, Receipt, enter, submit
from luoshi.opinions.intake.settle import IntakeSettings, put_phrase, settle_intake
from luoshi.opinions.queries import opinion_for
from luoshi.opinions.triage.answer import answer
from luoshi.opinions.triage.ask import ask_back
from luoshi.opinions.triage.decide import Decision, accept, decline, transfer
from luoshi.opinions.triage.screen import Screening, screen
from luoshi.orgs.access import Standing

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign
    from luoshi.opinions.models import Opinion

OPENED, CONTACT = (4, 21), "0000-5550100"
DESK: dict[str, Callable[["Opinion", str, County, Standing], object]] = {
    "screen": lambda row, words, _cast, me: screen(row, Screening("楼梯灯坏了近两个月，两次报修无人来修。", words), by=me),
    "accept": lambda row, words, cast, me: accept(row, Decision(cast.ids[words]), by=me),
    "transfer": lambda row, words, _cast, me: transfer(row, Decision(to=words), by=me),
    "decline": lambda row, words, _cast, me: decline(row, Decision(reason=words), by=me),
    "ask_back": lambda row, words, _cast, me: ask_back(row, words, by=me),
    "answer": lambda row, words, _cast, me: answer(row, words, by=me),
}
GIVERS: dict[str, Callable[[str, str, datetime], object]] = {
    "solved": lambda code, _words, when: tracking.judge(code, True, at=when),
    "unsolved": lambda code, words, when: tracking.judge(code, False, words, at=when),
    "withdraw": lambda code, _words, when: tracking.withdraw(code, at=when),
    "erase": lambda code, _words, when: tracking.erase(code, at=when),
}


def hear(campaign: "Campaign", cast: County) -> None:
    """Open the campaign's page, and let people say what they said."""
    office = at(cast.office, _moment(campaign, *OPENED))
    settle_intake(campaign, IntakeSettings(is_public=True, contact=CONTACT), by=office)
    put_phrase(campaign, "已交办", "您的意见已经采纳，交给了办理单位，办好以后再答复您。", by=office)
    receipts = [_give(campaign, voice, number, cast) for number, voice in enumerate(VOICES, 1)]
    for voice, receipt in zip(VOICES, receipts, strict=True):
        for month, day, act, words in voice.fates:
            when = _moment(campaign, month, day, 10)
            if act in GIVERS:
                GIVERS[act](receipt.code, words, when)
            elif (row := opinion_for(cast.office, receipt.opinion.pk)) is not None:
                DESK[act](row, words, cast, at(cast.office, when))


def _give(campaign: "Campaign", voice: Voice, number: int, cast: County) -> Receipt:
    when = _moment(campaign, voice.month, voice.day)
    said = NewOpinion(
        voice.text, voice.channel, voice.place, voice.giver, when, phone=voice.phone, is_restricted=voice.is_restricted
    )
    if voice.channel == "web":
        return submit(campaign, said, code_of(f"sample {campaign.pk} {number}"), at=when)
    return enter(campaign, [said], by=at(cast.office, when))[0]


def _moment(campaign: "Campaign", month: int, day: int, hour: int = 9) -> datetime:
    return datetime(campaign.today.year, month, day, hour, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
