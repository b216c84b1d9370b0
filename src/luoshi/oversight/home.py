"""What the campaign's home shows: where today stands, who owes what, what changed, and what the plan leaves open."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from luoshi.campaigns.models import Campaign, Stage
from luoshi.journal.queries import Line, history
from luoshi.orgs.access import Standing
from luoshi.oversight.gauges import Gauge, gauges
from luoshi.oversight.queries import Item, Tally, tally, worst


@dataclass(frozen=True, slots=True)
class StageCard:
    """One stage on the time line. `phase` is past, now, coming or undated; `lights` counts items by light."""

    id: int
    number: int
    title: str
    start: date | None
    end: date | None
    time_text: str
    inferred: tuple[str, ...]
    phase: str
    total: int
    lights: dict[str, int]


@dataclass(frozen=True, slots=True)
class Home:
    """The home page. `workday` and `workdays` say which working day of the current stage today is, of how many."""

    stages: tuple[StageCard, ...]
    current: StageCard | None
    workday: int
    workdays: int
    tally: Tally
    lights: dict[str, int]
    reasons: Counter[int]
    worst: tuple[Item, ...]
    gauges: tuple[Gauge, ...]
    history: tuple[Line, ...]


def home(campaign: Campaign, who: Standing) -> Home:
    """Everything on the campaign's home page for this person."""
    counts = tally(campaign, who)
    cards = stages(campaign, counts)
    current = next((card for card in cards if card.phase == "now"), None)
    days, today = campaign.calendar, campaign.today
    workday = workdays = 0
    if current and current.start and current.end:
        before = days.number(current.start) - days.is_workday(current.start)
        workday, workdays = days.number(today) - before, days.number(current.end) - before
    return Home(
        stages=cards,
        current=current,
        workday=workday,
        workdays=workdays,
        tally=counts,
        lights=counts.lights(),
        reasons=counts.by_reason,
        worst=worst(campaign, who),
        gauges=tuple(gauges(campaign)),
        history=tuple(history(campaign.chain, 12)),
    )


def stages(campaign: Campaign, counts: Tally) -> tuple[StageCard, ...]:
    """The stages in order with their lights."""
    return tuple(_card(stage, campaign.today, counts) for stage in Stage.objects.filter(campaign=campaign))


def _card(stage: Stage, today: date, counts: Tally) -> StageCard:
    return StageCard(
        id=stage.pk,
        number=stage.number,
        title=stage.title,
        start=stage.start,
        end=stage.end,
        time_text=stage.time_text,
        inferred=tuple(stage.inferred),
        phase=_phase(stage, today),
        total=sum(counts.by_stage.get(stage.pk, Counter()).values()),
        lights=counts.lights(stage.pk, of_stage=True),
    )


def _phase(stage: Stage, today: date) -> str:
    if stage.end is None and stage.start is None:
        return "undated"
    if stage.end and stage.end < today:
        return "past"
    return "coming" if stage.start and stage.start > today else "now"
