"""What a giver does with the tracking code: see where it stands, add, correct, judge, withdraw, have it erased."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.grounds import may_work
from luoshi.journal.record import Acting, record
from luoshi.journal.transition import transition
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import demand, denied
from luoshi.opinions.clocks import clock
from luoshi.opinions.codes import kept, seal
from luoshi.opinions.hold import hold
from luoshi.opinions.intake.receive import PUBLIC
from luoshi.opinions.intake.settle import intake_of
from luoshi.opinions.models import Answer, Gram, Identity, Opinion, Remark, Wording
from luoshi.opinions.sheet import kind_of
from luoshi.opinions.states import GONE, OPINION
from luoshi.opinions.triage.ask import day, remark, worded
from luoshi.opinions.triage.moving import put
from luoshi.platform.sheets.models import Row


class NoSuchCode(LookupError):
    """No opinion bears the code."""


@dataclass(frozen=True, slots=True)
class Said:
    """A question, an addition or an answer, as the giver reads it."""

    kind: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Track:
    """Where an opinion stands, for its giver. `by_when` is the day of the next step, None when none is due.

    `may` names what the giver can do now: supplement, correct, judge, withdraw, erase.
    """

    title: str
    number: int
    state: str
    received: date
    text: str
    place: str
    unit: str
    reason: str
    by_when: date | None
    said: tuple[Said, ...]
    answers: tuple[Said, ...]
    verdict: str
    contact: str
    may: frozenset[str]


def track(code: str) -> Track:
    """Where the opinion of that code stands. Raises NoSuchCode."""
    row = found(code)
    intake = intake_of(row.campaign)
    words = Wording.objects.filter(opinion=row).first()
    runs = clock(row, intake, row.campaign.calendar, row.campaign.today)
    return Track(
        title=row.campaign.title,
        number=row.number,
        state=row.state,
        received=timezone.localdate(row.received_at),
        text=words.text if words else "",
        place=words.place if words else "",
        unit="" if row.is_restricted else row.to or (row.unit.name if row.unit else ""),
        reason=row.reason,
        by_when=runs.due if runs else None,
        said=tuple(Said(one.kind, one.text, one.at) for one in row.remarks.all()),
        answers=tuple(Said("answer", one.text, one.at) for one in row.answers.all()),
        verdict=row.verdict,
        contact=intake.contact,
        may=_granted(row),
    )


def withdraw(code: str, *, at: datetime | None = None) -> None:
    """Take the opinion back: nobody deals with it any more, and who gave it is forgotten. Raises NoSuchCode."""
    with _moving(code, "withdraw") as row:
        Identity.objects.filter(opinion=row).delete()
        transition(OPINION, row, "withdraw", by=giver(at))


@dataclass(frozen=True, slots=True)
class Erased:
    """An opinion that was erased, and the words that were: the giver's own and what a clerk made of them."""

    opinion: Opinion
    words: tuple[str, ...]


def erase(code: str, *, at: datetime | None = None) -> Erased:
    """Delete all words of the opinion and about it; its number and the seal of its words remain. Raises NoSuchCode.

    What later rooms took over goes by their own act, which calls this one.
    """
    with _moving(code, "erase") as row:
        said = (*Wording.objects.filter(opinion=row).values_list("text", flat=True), row.tidied)
        for table in (Wording, Identity, Remark, Answer, Gram):
            table.objects.filter(opinion=row).delete()
        Row.objects.filter(batch__kind=kind_of(row.campaign_id), subject_id=row.pk).update(
            cells={}, before={}, after={}
        )
        transition(OPINION, row, "erase", by=giver(at), data={"seal": row.digest})
        put([row], tidied="", theme="", to="", reason="", alike="", group=None)
        return Erased(row, tuple(filter(None, said)))


def supplement(code: str, text: str, *, at: datetime | None = None) -> None:
    """Answer what was asked back; the clock begins anew. Raises Unanswered, NoSuchCode."""
    with _moving(code, "supplement") as row:
        said = worded(text, "text", _("写上您要补充的话。"))
        remark(row, "reply", said, giver(at))
        transition(OPINION, row, "supplement", by=giver(at), data={"text": seal(said)})
        put([row], since=day(row, giver(at)))


def correct(code: str, text: str, *, at: datetime | None = None) -> None:
    """Put something right beside the first words, which stay. Raises Unanswered, NoSuchCode."""
    with transaction.atomic():
        row = _held(code)
        if "correct" not in _granted(row):
            raise AlreadyMoved(f"opinion {row.pk} is {row.state!r}")
        said = worded(text, "text", _("写上哪里要更正。"))
        remark(row, "correction", said, giver(at))
        record(row.chain, "opinion.correct", "opinion", [row.pk], by=giver(at), data={"text": seal(said)})


def judge(code: str, is_solved: bool, text: str = "", *, at: datetime | None = None) -> None:
    """Say once whether it was solved; if not, it is dealt with anew.

    Raises Unanswered, NoSuchCode, AlreadyMoved; Refused where it cannot be dealt with anew, for nothing goes on.
    """
    with transaction.atomic():
        row = _held(code)
        if "judge" not in _granted(row):
            raise AlreadyMoved(f"opinion {row.pk} was judged or is {row.state!r}")
        put([row], verdict="solved" if is_solved else "open")
        if is_solved:
            record(row.chain, "opinion.judge", "opinion", [row.pk], by=giver(at), data={"solved": True})
            return
        demand(may_work(row.campaign) or denied(_("活动已暂停或结束，现在不能退回重办。")))
        said = worded(text, "text", _("写上哪里没有解决，我们再办。"))
        remark(row, "unsolved", said, giver(at))
        transition(OPINION, row, "reopen", by=giver(at), data={"reason": seal(said)})
        put([row], since=day(row, giver(at)), unit=None, to="", reason="")


def _granted(row: Opinion) -> frozenset[str]:
    moves = {move.name for move in OPINION.moves_from(row.state)} & {"supplement", "withdraw", "erase"}
    if row.state not in (*GONE, "answered"):
        moves.add("correct")
    if row.state == "answered" and not row.verdict:
        moves.add("judge")
    return frozenset(moves)


def found(code: str) -> Opinion:
    """The opinion of that code. Raises NoSuchCode."""
    row = Opinion.objects.filter(code=kept(code)).select_related("campaign", "unit").first()
    if row is None:
        raise NoSuchCode
    return row


def _held(code: str) -> Opinion:
    """The opinion of that code as it stands, held with its campaign until the transaction ends. Raises NoSuchCode."""
    campaign = hold(found(code).campaign_id)
    row = Opinion.objects.select_for_update(of=("self",)).filter(code=kept(code)).first()
    if row is None:
        raise NoSuchCode
    row.campaign = campaign
    return row


@contextmanager
def _moving(code: str, move: str) -> Iterator[Opinion]:
    with transaction.atomic():
        row = _held(code)
        if row.state not in OPINION.move(move).sources:
            raise AlreadyMoved(f"opinion {row.pk} is {row.state!r}")
        yield row


def giver(at: datetime | None) -> Acting:
    """How the journal names whoever holds a code: everybody alike."""
    return Acting(None, PUBLIC, "", at)
