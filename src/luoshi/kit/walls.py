"""A wall chart as lanes against a time axis; places on the axis are shares from 0 to 1."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a lane or of the axis: `kind` says how it is drawn, `text` what is written on it."""

    kind: str
    start: float
    end: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One row: `light` (a light's code, or empty), the texts of the left columns, and what stands on the axis.

    A lane with one cell and no light heads a group.
    """

    cells: tuple[str, ...]
    light: str = ""
    word: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Wall:
    """A chart for the wall: heads and widths (shares) of the left columns, the axis in two lines of ticks, lanes.

    `today` is a place on the axis. `legend` holds (kind or light, word) pairs.
    """

    title: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    axis_width: float
    upper: tuple[Mark, ...]
    lower: tuple[Mark, ...]
    lanes: tuple[Lane, ...]
    facts: tuple[tuple[str, str], ...] = ()
    today: float | None = None
    legend: tuple[tuple[str, str], ...] = ()
    paper: str = "a3"
