"""Living through what people said in the sample: given and dealt with by whoever would, when they would."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from luoshi.faces.console.sample.organization import County, at, moment
from luoshi.faces.console.sample.voices import VOICES, Voice
from luoshi.opinions import tracking
from luoshi.opinions.intake.receive import NewOpinion, Receipt, enter, submit
from luoshi.opinions.intake.settle import IntakeSettings, put_phrase, settle_intake
from luoshi.opinions.queries import opinion_for
from luoshi.opinions.triage.answer import answer
from luoshi.opinions.triage.ask import ask_back
from luoshi.opinions.triage.decide import Decision, accept, decline, transfer
from luoshi.opinions.triage.screen import Screening, screen
from luoshi.orgs.access import Standing
from luoshi.problems.erase import erase_opinion

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign
    from luoshi.opinions.models import Opinion

Event = tuple[datetime, Callable[[], object]]
OPENED, CONTACT = (4, 21), "0000-5550100"
DESK: dict[str, Callable[["Opinion", str, County, Standing], object]] = {
    "screen": lambda row, words, _cast, me: screen(
        row, Screening("楼梯灯坏了近两个月，两次报修无人来修。", words), by=me
    ),
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
    "erase": lambda code, _words, when: erase_opinion(code, at=when),
}


def heard(campaign: "Campaign", cast: County) -> list[Event]:
    """The opening of the campaign's page, what people said, and what became of it, each with its moment."""
    events: list[Event] = [(moment(*OPENED), lambda: _open(campaign, at(cast.office, moment(*OPENED))))]
    for number, voice in enumerate(VOICES, 1):
        events += _of_one(campaign, voice, number, cast)
    return events


def _open(campaign: "Campaign", office: Standing) -> None:
    settle_intake(campaign, IntakeSettings(is_public=True, contact=CONTACT), by=office)
    put_phrase(campaign, "已交办", "您的意见已经采纳，交给了办理单位，办好以后再答复您。", by=office)


def _of_one(campaign: "Campaign", voice: Voice, number: int, cast: County) -> list[Event]:
    """The events of one opinion: the first makes the receipt, by whose code and number the others know it."""
    kept: list[Receipt] = []
    given = moment(voice.month, voice.day, 9)
    events: list[Event] = [(given, lambda: kept.append(_give(campaign, voice, number, cast)))]
    for month, day, act, words in voice.fates:
        when = moment(month, day, 10)
        events.append((when, lambda act=act, words=words, when=when: _befall(kept[0], act, words, when, cast)))  # type: ignore[misc]
    return events


def _befall(receipt: Receipt, act: str, words: str, when: datetime, cast: County) -> None:
    if act in GIVERS:
        GIVERS[act](receipt.code, words, when)
    elif (row := opinion_for(cast.office, receipt.opinion.pk)) is not None:
        DESK[act](row, words, cast, at(cast.office, when))


def _give(campaign: "Campaign", voice: Voice, number: int, cast: County) -> Receipt:
    when = moment(voice.month, voice.day, 9)
    said = NewOpinion(
        voice.text, voice.channel, voice.place, voice.giver, when, phone=voice.phone, is_restricted=voice.is_restricted
    )
    if voice.channel == "web":
        return submit(campaign, said, f"sample {campaign.pk} {number}", at=when)
    return enter(campaign, [said], by=at(cast.office, when))[0]
