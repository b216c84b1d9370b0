"""Plain values that components draw: a face fills them from a room's views, no model ever reaches a template."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

LightCode = Literal["bad", "warn", "ok", "idle", "done"]
DueState = Literal["open", "soon", "today", "late", "done"]
GaugeTone = Literal["", "behind", "far", "full"]
Tone = Literal["", "ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Light:
    """A state: the code gives shape and colour, the word says why (逾期, 退回2次) in the reader's language."""

    code: LightCode
    word: str


@dataclass(frozen=True, slots=True)
class Due:
    """A limit. `left` counts working days, negative once past, None when nobody counts.

    `state` carries the campaign's thresholds, so that a component never decides what is soon.
    """

    day: date
    left: int | None = None
    state: DueState = "open"
    original: date | None = None
    extensions: int = 0
    with_year: bool = False


@dataclass(frozen=True, slots=True)
class Gauge:
    """Progress in percent; `expected` is where it should stand today, None draws no tick."""

    done: float
    expected: float | None = None
    tone: GaugeTone = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """The lead unit and who supports it; the counts are of a set frozen when the task was issued (各单位〔64家〕)."""

    lead: str
    lead_count: int | None = None
    support: tuple[str, ...] = ()
    support_count: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A name with the post or unit that follows it in grey."""

    name: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A clause number (四（二）8①) and the address where its sentence is highlighted."""

    clause: str
    url: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A value and the rule it was inferred by (居首, 随阶段); the dashes go once a person confirms it."""

    text: str
    rule: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark on the plan or the data: its weight (须定, 请核, 提示), what it is about, and the way out."""

    tone: Tone
    weight: str
    about: str
    text: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a log: when in words, the machine-readable moment, and what happened."""

    when: str
    moment: str
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stage on the timeline, in percent of the whole; `done` is the share of the span behind today, 0 to 100."""

    start: float
    width: float
    done: float
    current: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Stages against the months: `months` are (percent, first day), `today` a percent or None outside the campaign."""

    months: tuple[tuple[float, date], ...]
    spans: tuple[Span, ...]
    today: float | None
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a case's way (登记, 交办, 核查): done, the one now, or still to come."""

    name: str
    when: str = ""
    who: str = ""
    state: Literal["done", "now", "next"] = "next"
