"""The printed lines of a page, from the fragments that its content stream shows and where it shows them."""

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from pypdf import PageObject

from luoshi.plan.formats.lines import visible
from luoshi.plan.formats.pdf.radicals import fold
from luoshi.plan.formats.pdf.stream import Effort, forget, pause_after_text

_NARROW = 0.5
_SAME_LINE = 0.5
_BLANK_GAP = 0.25
_CELL_GAP = 0.8
_DOUBT = 0.15
_MOST_TILT = 0.2
_QUARTER_TURNS = {0: (1, 0), 90: (0, -1), 180: (-1, 0), 270: (0, 1)}


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, cells parted by TAB, and where it stands, in points; `top` grows downwards."""

    text: str
    left: float
    right: float
    top: float
    size: float


@dataclass(frozen=True, slots=True)
class _Fragment:
    text: str
    left: float
    top: float
    size: float

    @property
    def right(self) -> float:
        return self.left + self.size * sum(1.0 if is_wide(char) else _NARROW for char in self.text)


def is_wide(char: str) -> bool:
    """Whether the character takes a full square, as Chinese ones do."""
    return unicodedata.east_asian_width(char) in "WFA"


def page_lines(page: PageObject, effort: Effort) -> list[Line]:
    """The page's lines from top to bottom; text that stands aslant, as watermarks do, is left out. Raises TooMuch."""
    if not pause_after_text(page, effort):
        return []
    collector = _Collector(int(page.rotation) % 360)
    page.extract_text(visitor_text=collector.hear)
    forget(page)
    return [_line(group) for group in _grouped(collector.fragments)]


class _Collector:
    """Hears the fragments of a page as its content stream shows them, and puts them where a reader sees them."""

    def __init__(self, rotation: int) -> None:
        self.fragments: list[_Fragment] = []
        self._cosine, self._sine = _QUARTER_TURNS.get(rotation, (1, 0))
        self._place: tuple[float, float] | None = None

    def hear(self, text: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
        """Take in text that was shown in a text matrix inside a page's transformation."""
        shown = visible(fold(text)).replace("\n", "")
        a, b, c, d, x, y = _product(inner, outer)
        if not shown.strip() or not all(map(math.isfinite, (a, b, c, d, x, y))):
            return
        along, aside = self._turned(a, b)
        if along <= 0 or abs(aside) > _MOST_TILT * along:
            return
        place = self._turned(x, y)
        height = abs(size) * math.hypot(c, d)
        left = self._left(place) + height * _NARROW * (len(shown) - len(shown.lstrip()))
        self._place = place
        self.fragments.append(_Fragment(shown.strip(), left, -place[1], height))

    def _left(self, place: tuple[float, float]) -> float:
        """Where the text begins: behind the text before it if that was shown from the very same place."""
        return self.fragments[-1].right if place == self._place else place[0]

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        return x * self._cosine - y * self._sine, x * self._sine + y * self._cosine


def _product(inner: list[float], outer: list[float]) -> tuple[float, float, float, float, float, float]:
    """The text matrix placed by the page's transformation."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _grouped(fragments: Iterable[_Fragment]) -> list[list[_Fragment]]:
    """The fragments by line, from top to bottom, each line from left to right."""
    groups: list[list[_Fragment]] = []
    for fragment in sorted(fragments, key=attrgetter("top")):
        if groups and fragment.top - groups[-1][0].top <= _SAME_LINE * max(fragment.size, groups[-1][0].size):
            groups[-1].append(fragment)
        else:
            groups.append([fragment])
    return [sorted(group, key=attrgetter("left")) for group in groups]


def _line(group: list[_Fragment]) -> Line:
    first = group[0]
    text, right = first.text, first.right
    for before, fragment in pairwise(group):
        doubt = _DOUBT * sum(not is_wide(char) for char in before.text)
        gap = (fragment.left - right) / (fragment.size or 1)
        narrow = not (is_wide(text[-1]) or is_wide(fragment.text[0]))
        text += "\t" if gap > _CELL_GAP + doubt else " " if narrow and gap > _BLANK_GAP else ""
        text += fragment.text
        right = max(right, fragment.right)
    size = max(group, key=lambda fragment: len(fragment.text)).size
    return Line(text, first.left, right, first.top, size)
