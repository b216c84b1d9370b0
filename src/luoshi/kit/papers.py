"""What an official paper is made of, whatever file it becomes: reports yield it, press writes it."""

from dataclasses import dataclass

from luoshi.kit.tables import Table


@dataclass(frozen=True, slots=True)
class Title:
    """A title within a file that holds several papers."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1 (一、 in 黑体, （一） in 楷体, 1. in bold)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `align` is left (first line indented), center or right."""

    text: str
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a form: (text, columns that it spans, whether it is a label) each; `lines` of room are kept free."""

    cells: tuple[tuple[str, int, bool], ...]
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """A ruled form of labels and contents, filled in or to be filled in by hand; `widths` are shares."""

    widths: tuple[int, ...]
    rows: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """Who issues the paper and when, at its foot on the right."""

    issuer: str
    day: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


Block = Title | Heading | Paragraph | Form | Table | Ending | PageBreak


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: `number` is its 文号, `addressees` its 主送; without a title its blocks bring their own."""

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    addressees: str = ""
    landscape: bool = False
