"""What the campaign's home shows: where today stands, who owes what, what changed, and what the plan leaves open."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from luoshi.campaigns import reading
from luoshi.campaigns.doubts import Doubts, doubts
from luoshi.campaigns.models import Campaign, Stage
from luoshi.orgs.access import Standing
from luoshi.oversight.changes import Change, changes
from luoshi.oversight.gauges import Gauge, gauges
from luoshi.oversight.memory import remembered, scope
from luoshi.oversight.parties import by_leader
from luoshi.oversight.queries import Item, Tally, tally, worst

RECENT = 8


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
class Overview:
    """What the frame of every page says of the campaign."""

    tally: Tally
    stages: tuple[StageCard, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The home page. `workday` and `workdays` say which working day of the current stage today is, of how many.

    `leaders` counts items by light for each leader they name, `liaisons` names people by unit.
    """

    stages: tuple[StageCard, ...]
    current: StageCard | None
    workday: int
    workdays: int
    tally: Tally
    worst: tuple[Item, ...]
    liaisons: dict[int, tuple[str, ...]]
    gauges: tuple[Gauge, ...]
    changes: tuple[Change, ...]
    leaders: dict[str, dict[str, int]]
    doubts: Doubts

    @property
    def overview(self) -> Overview:
        """What of it the frame says."""
        return Overview(self.tally, self.stages)


def overview(campaign: Campaign, who: Standing) -> Overview:
    """The counts that this person's lists have, and the stages with theirs; remembered."""

    def make() -> Overview:
        counts = tally(campaign, who)
        return Overview(counts, stages(campaign, counts))

    return remembered(campaign, ("overview", scope(who)), make)


def home(campaign: Campaign, who: Standing) -> Home:
    """Everything on the campaign's home page for this person; remembered."""
    return remembered(campaign, ("home", scope(who)), lambda: _home(campaign, who))


def _home(campaign: Campaign, who: Standing) -> Home:
    counts = tally(campaign, who)
    cards = stages(campaign, counts)
    current = next((card for card in cards if card.phase == "now"), None)
    workday, workdays = _workdays(campaign, current)
    owed = worst(campaign, who)
    return Home(
        stages=cards,
        current=current,
        workday=workday,
        workdays=workdays,
        tally=counts,
        worst=tuple(item for item, _liaisons in owed),
        liaisons={item.unit_id: names for item, names in owed if item.unit_id},
        gauges=tuple(gauges(campaign, who=who)),
        changes=changes(campaign, who, RECENT).lines,
        leaders=by_leader(campaign, who),
        doubts=doubts(campaign, is_out=not counts.by_state["unissued"]) if who.is_wide else Doubts(),
    )


def _workdays(campaign: Campaign, current: StageCard | None) -> tuple[int, int]:
    if current is None or current.start is None or current.end is None:
        return 0, 0
    days = campaign.calendar
    before = days.number(current.start) - days.is_workday(current.start)
    return days.number(campaign.today) - before, days.number(current.end) - before


def stages(campaign: Campaign, counts: Tally) -> tuple[StageCard, ...]:
    """The stages in order with their lights."""
    return tuple(_card(stage, campaign.today, counts) for stage in reading.stages(campaign))


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
