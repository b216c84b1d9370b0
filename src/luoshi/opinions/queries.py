"""Reads of opinions for people, as frozen views: lists, one opinion with what helps to decide on it, counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_noop

from luoshi.campaigns.close import Finding
from luoshi.campaigns.models import Campaign, Duty
from luoshi.kit.verdict import Verdict
from luoshi.opinions.access import may, may_decide, may_identify, visible_to
from luoshi.opinions.clocks import Clock, clock, late
from luoshi.opinions.intake.settle import intake_of
from luoshi.opinions.models import Answer, Intake, Opinion, Phrase, Remark, Wording
from luoshi.opinions.states import DECIDED, GONE, OPINION, UNDECIDED
from luoshi.opinions.tracking import Said
from luoshi.opinions.triage.route import Ground, Route, propose
from luoshi.opinions.triage.similar import Similar, similar
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit
from luoshi.platform.gather import Gathered

CHANNELS, GIVERS = dict(Opinion.CHANNELS), dict(Opinion.GIVERS)
REMARKS = dict(Remark.KINDS)
PAGE = 30
EXCERPT = 80
TODO, TO_ANSWER, LATE, RESTRICTED = "todo", "to_answer", "late", "restricted"
"""Views across states: what waits for a decision, what waits for an answer, what is late, what accuses somebody."""
LEADING = ("lead_unit", "unit")


@dataclass(frozen=True, slots=True)
class Row:
    """One opinion in a list; `text` is the tidied text or the beginning of the giver's words."""

    id: int
    number: int
    state: str
    state_label: str
    text: str
    channel: str
    giver: str
    received: date
    unit: str
    theme: str
    clock: Clock | None
    is_restricted: bool
    group_id: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """A screen of a list; `before` and `after` are the numbers from which the screens around it are asked for."""

    rows: tuple[Row, ...]
    first: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Full:
    """One opinion whole. `moves` holds the verdict on each move by its name; `is_named` if its giver said who it is."""

    row: Row
    original: str
    place: str
    tidied: str
    reason: str
    accused_id: int | None
    entered_name: str
    said: tuple[Said, ...]
    answers: tuple[tuple[str, Said], ...]
    verdict: str
    members: tuple[Row, ...]
    similar: tuple[Similar, ...]
    route: Route | None
    moves: dict[str, Verdict]
    may_decide: Verdict
    may_identify: Verdict
    is_named: bool


@dataclass(frozen=True, slots=True)
class Deck:
    """What a campaign's queue stands on: units and duties, and (name, text) of the answers kept ready."""

    ground: Ground
    phrases: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """One opinion as a line to take away; `text` is word for word what the giver said."""

    number: int
    channel: str
    received: date
    giver: str
    text: str
    theme: str
    unit: str
    state: str
    reason: str
    answered: date | None


def of_view(who: Standing, campaign: Campaign, view: str, intake: Intake) -> QuerySet[Opinion]:
    """The opinions of one view that this person may see: of a state, or across states. The one predicate of lists and
    of counts."""
    rows = visible_to(who).filter(campaign=campaign)
    if view == LATE:
        return rows.filter(late(intake, campaign.calendar, campaign.today))
    if view == RESTRICTED:
        return rows.filter(is_restricted=True)
    states = {TODO: UNDECIDED, TO_ANSWER: DECIDED}.get(view, (view,) if view else None)
    return rows if states is None else rows.filter(state__in=states)


def counts(who: Standing, campaign: Campaign) -> dict[str, int]:
    """How many opinions each view lists for this person, by its name; "" counts all."""
    intake = intake_of(campaign)
    rows = visible_to(who).filter(campaign=campaign).order_by()
    overdue = Count("pk", filter=late(intake, campaign.calendar, campaign.today))
    found = {code: 0 for code, _label in OPINION.choices} | {LATE: 0, RESTRICTED: 0}
    grouped = rows.values_list("state", "is_restricted").annotate(n=Count("pk"), late=overdue)
    for state, is_restricted, count, late_ones in grouped:
        found[state] += count
        found[LATE] += late_ones
        found[RESTRICTED] += count if is_restricted else 0
    across = {TODO: sum(found[state] for state in UNDECIDED), TO_ANSWER: sum(found[state] for state in DECIDED)}
    return {"": sum(found[code] for code, _label in OPINION.choices), **found, **across}


def open_opinions(campaign: Campaign) -> tuple[Finding, ...]:
    """What stands open in this room when the campaign is to be closed: opinions whose givers have no answer."""
    n = Opinion.objects.filter(campaign=campaign).exclude(state__in=(*GONE, "answered")).count()
    return (Finding("opinions", gettext_noop("未答复的意见"), n),) if n else ()


def listed(
    who: Standing, campaign: Campaign, view: str = "", *, after: int | None = None, before: int | None = None
) -> Page:
    """A screen of the opinions of a view by number, those that wait the longest first."""
    intake = intake_of(campaign)
    rows = of_view(who, campaign, view, intake)
    if before is not None:
        found = list(_read(rows.filter(number__lt=before)).order_by("-number")[: PAGE + 1])
        is_first, found = len(found) <= PAGE, found[:PAGE][::-1]
        more = True
    else:
        found = list(_read(rows.filter(number__gt=after or 0)).order_by("number")[: PAGE + 1])
        is_first, more, found = after is None, len(found) > PAGE, found[:PAGE]
    return Page(
        rows=tuple(_row(row, intake, campaign) for row in found),
        first=1 if is_first or not found else rows.filter(number__lt=found[0].number).count() + 1,
        before=None if is_first or not found else found[0].number,
        after=found[-1].number if found and more else None,
    )


def campaign_heard(who: Standing, campaign_id: int) -> Campaign | None:
    """The campaign, if this person sees an opinion of it, though it has no task for their unit."""
    seen = visible_to(who).filter(campaign=campaign_id).values("campaign_id")
    return Campaign.objects.filter(pk__in=seen).first()


def opinion_for(who: Standing, opinion_id: int) -> Opinion | None:
    """The opinion, if this person may see it; to act on."""
    return visible_to(who).select_related("campaign", "unit").filter(pk=opinion_id).first()


def opinions_for(who: Standing, campaign: Campaign, ids: list[int]) -> list[Opinion]:
    """Those of these opinions of the campaign that this person may see; to act on."""
    rows = visible_to(who).select_related("campaign", "unit").filter(campaign=campaign, pk__in=ids)
    return list(rows.order_by("number"))


def next_after(who: Standing, opinion: Opinion, view: str) -> int | None:
    """The id of the one that comes next in the view, from its beginning again after the last; None when it is empty."""
    rows = of_view(who, opinion.campaign, view, intake_of(opinion.campaign)).exclude(pk=opinion.pk).order_by("number")
    ids = rows.values_list("pk", flat=True)
    return ids.filter(number__gt=opinion.number).first() or ids.first()


def deck(campaign: Campaign) -> Deck:
    """What the queue of a campaign stands on, read at once."""
    duties = Duty.objects.filter(
        task__campaign=OuterRef("campaign"), task__cancelled_at=None, role__in=LEADING, unit__is_active=True
    )
    known = Unit.objects.filter(is_active=True).order_by("order", "pk")
    rows = Intake.objects.annotate(
        known=Gathered(known, "pk", "name", "aliases"),
        duties=Gathered(duties.order_by("task__number", "pk"), "task__title", "unit_id", "unit__name"),
        ready=Gathered(Phrase.objects.filter(campaign=OuterRef("campaign")), "name", "text"),
    )
    found: Any = rows.filter(campaign=campaign).first() or rows.get(pk=intake_of(campaign).pk)
    campaign.intake = found
    ground = Ground(tuple(map(tuple, found.known)), tuple(map(tuple, found.duties)))
    return Deck(ground, tuple((name, text) for name, text in found.ready))


def full(who: Standing, campaign: Campaign, opinion_id: int, held: Deck) -> Full | None:
    """The opinion with what its reader may know and do; None for who may not see it."""
    remarks = Gathered(Remark.objects.filter(opinion=OuterRef("pk")).order_by("pk"), "kind", "text", "at")
    answers = Gathered(Answer.objects.filter(opinion=OuterRef("pk")).order_by("pk"), "by_name", "text", "at")
    rows = _read(visible_to(who).filter(campaign=campaign, pk=opinion_id))
    read = rows.select_related("wording", "unit", "identity").annotate(said=remarks, told=answers).first()
    if read is None:
        return None
    read.campaign = campaign
    intake, deciding = intake_of(campaign), may_decide(who, read)
    text, place = (read.wording.text, read.wording.place) if hasattr(read, "wording") else ("", "")
    group = visible_to(who).filter(group=read.group_id).exclude(pk=read.pk) if read.group_id else None
    return Full(
        row=_row(read, intake, campaign),
        original=text,
        place=place,
        tidied=read.tidied,
        reason=read.reason,
        accused_id=read.accused_id,
        entered_name=read.entered_name,
        said=tuple(Said(kind, words, moment(at)) for kind, words, at in read.said),
        answers=tuple((name, Said("answer", words, moment(at))) for name, words, at in read.told),
        verdict=read.verdict,
        members=tuple(_row(row, intake, campaign) for row in _read(group)) if group is not None else (),
        similar=tuple(similar(who, read, text)) if deciding and text else (),
        route=propose(text, held.ground) if deciding and text else None,
        moves={move.name: may(who, move, read) for move in OPINION.moves},
        may_decide=deciding,
        may_identify=may_identify(who, read),
        is_named=hasattr(read, "identity"),
    )


def moment(said: str) -> datetime:
    """A time as a gathered row tells it."""
    read = datetime.fromisoformat(said)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def phrases(campaign: Campaign) -> list[tuple[str, str]]:
    """(name, text) of the answers kept ready."""
    return list(Phrase.objects.filter(campaign=campaign).values_list("name", "text"))


def intake_at(door: str) -> Intake | None:
    """The campaign's intake behind a public address."""
    return Intake.objects.select_related("campaign").filter(door=door).first()


def open_intakes() -> list[Intake]:
    """The intakes whose public page is open."""
    return list(Intake.objects.select_related("campaign").filter(is_public=True).order_by("pk"))


def exported(who: Standing, campaign: Campaign) -> Iterator[Exported]:
    """Every opinion that this person sees as a line to take away, read on the way; nobody's identity among them."""
    rows = _read(visible_to(who).filter(campaign=campaign)).order_by("number")
    for row in rows.iterator(chunk_size=500):
        yield Exported(
            number=row.number,
            channel=CHANNELS[row.channel],
            received=timezone.localdate(row.received_at),
            giver=GIVERS[row.giver],
            text=getattr(row, "words", None) or "",
            theme=row.theme,
            unit=row.to or (row.unit.name if row.unit else ""),
            state=OPINION.label(row.state),
            reason=row.reason,
            answered=row.answered_on,
        )


def _read(rows: QuerySet[Opinion]) -> QuerySet[Opinion]:
    words = Wording.objects.filter(opinion=OuterRef("pk")).values("text")
    return rows.select_related("unit").annotate(words=Subquery(words))


def _row(row: Opinion, intake: Intake, campaign: Campaign) -> Row:
    said: str = row.tidied or getattr(row, "words", "") or ""
    return Row(
        id=row.pk,
        number=row.number,
        state=row.state,
        state_label=OPINION.label(row.state),
        text=said if len(said) <= EXCERPT else f"{said[:EXCERPT]}…",
        channel=CHANNELS[row.channel],
        giver=GIVERS[row.giver],
        received=timezone.localdate(row.received_at),
        unit=row.to or (row.unit.name if row.unit else ""),
        theme=row.theme,
        clock=clock(row, intake, campaign.calendar, campaign.today),
        is_restricted=row.is_restricted,
        group_id=row.group_id,
    )
