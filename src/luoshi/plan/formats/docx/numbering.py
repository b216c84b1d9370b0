"""Automatic numbers as they stand on paper: the lists of numbering.xml, counted in the order of the paragraphs.

Source: ECMA-376 part 1, 17.9.
"""

import re
from dataclasses import dataclass

from lxml import etree

from luoshi.plan.formats.counting import numeral
from luoshi.plan.formats.docx.styles import Styles
from luoshi.plan.formats.docx.words import Words

_PLACE = re.compile(r"%([1-9])")
_CLOSED = re.compile(r"[、，。．.：:)）〕】\]]$")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BULLET = "•"
_NO_LIST = "0"
_MOST_PATTERN = 60
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(frozen=True, slots=True)
class Level:
    """One depth of a list: how its numbers are written, and when they start anew.

    `restart` is the 1-based level whose use starts this one anew, 0 for never, None for any above.
    """

    start: int
    series: str
    pattern: str
    suffix: str
    restart: int | None
    is_legal: bool
    style: str | None

    def starts_anew_after(self, level: int) -> bool:
        """Whether a paragraph at a higher level, 0-based, makes this one begin again."""
        return self.restart is None or level < self.restart


@dataclass(frozen=True, slots=True)
class _List:
    """A numId: the list it counts in, which others may share, its levels, and where it starts of its own."""

    counter: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The document's lists with their counters; paragraphs must be asked about in document order."""

    def __init__(self, root: etree._Element | None, styles: Styles, words: Words) -> None:
        self._words = words
        self._styles = styles
        self._abstract: dict[str, etree._Element] = {}
        self._numbers: dict[str, etree._Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._met: set[tuple[str, int]] = set()
        if root is not None:
            self._abstract = self._by_id(root, "abstractNum", "abstractNumId")
            self._numbers = self._by_id(root, "num", "numId")

    def mark(self, properties: etree._Element | None) -> str:
        """The number of the next paragraph with its blank behind it, "" if it has none; counts it."""
        number, depth = self._place(properties)
        listed = self._list(number)
        if number is None or listed is None or depth not in listed.levels:
            return ""
        counts = self._count(number, listed, depth)
        return self._print(listed, depth, counts)

    def _place(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """The list and level that a paragraph stands in, of its own or by its style."""
        own = self._words.child(properties, "numPr")
        style = self._styles.of(properties)
        number, depth = self._words.value(own, "numId"), self._words.number(own, "ilvl")
        if number is None:
            number, styled = self._styles.list_of(style)
            linked = self._linked_level(number, style)
            depth = next((found for found in (depth, linked, styled) if found is not None), 0)
        return (None if number == _NO_LIST else number), depth or 0

    def _linked_level(self, number: str | None, style: str | None) -> int | None:
        listed = self._list(number)
        if listed is None:
            return None
        for ancestor in self._styles.lineage(style):
            for depth, level in listed.levels.items():
                if level.style == ancestor:
                    return depth
        return None

    def _count(self, number: str, listed: _List, depth: int) -> dict[int, int]:
        counts = self._counts.setdefault(listed.counter, {})
        is_first = (number, depth) not in self._met
        self._met.add((number, depth))
        if depth in counts and not (is_first and depth in listed.starts):
            counts[depth] += 1
        else:
            counts[depth] = listed.starts.get(depth, listed.levels[depth].start)
        for deeper in [level for level in counts if level > depth]:
            if deeper not in listed.levels or listed.levels[deeper].starts_anew_after(depth):
                del counts[deeper]
        return counts

    def _print(self, listed: _List, depth: int, counts: dict[int, int]) -> str:
        level = listed.levels[depth]
        if level.series == "bullet":
            text = _BULLET if _PRIVATE.search(level.pattern) else level.pattern.strip()
        else:
            text = _PLACE.sub(lambda place: self._numeral(listed, level, int(place[1]) - 1, counts), level.pattern)
        if not text or level.suffix == "nothing":
            return text
        return text if level.suffix == "tab" and _CLOSED.search(text) else f"{text} "

    def _numeral(self, listed: _List, level: Level, depth: int, counts: dict[int, int]) -> str:
        own = listed.levels.get(depth)
        if own is None:
            return ""
        series = "decimal" if level.is_legal and own.series != "none" else own.series
        return numeral(counts.get(depth, listed.starts.get(depth, own.start)), series)

    def _list(self, number: str | None) -> _List | None:
        if number is None:
            return None
        if number not in self._lists:
            self._lists[number] = self._make_list(number)
        return self._lists[number]

    def _make_list(self, number: str) -> _List | None:
        words = self._words
        element = self._numbers.get(number)
        counter = words.value(element, "abstractNumId")
        abstract = self._abstract.get(counter or "")
        link = words.value(abstract, "numStyleLink")
        if link is not None:
            linked = self._numbers.get(self._styles.list_of(link)[0] or "")
            counter = words.value(linked, "abstractNumId") or counter
            abstract = self._abstract.get(counter or "")
        if element is None or counter is None or abstract is None:
            return None
        levels = {depth: self._level(found) for depth, found in self._by_depth(abstract, "lvl").items()}
        starts: dict[int, int] = {}
        for depth, override in self._by_depth(element, "lvlOverride").items():
            replaced = words.child(override, "lvl")
            if replaced is not None:
                levels[depth] = self._level(replaced)
            start = words.number(override, "startOverride")
            if start is not None:
                starts[depth] = start
        return _List(counter, levels, starts)

    def _level(self, level: etree._Element) -> Level:
        words = self._words
        start = words.number(level, "start")
        return Level(
            start=0 if start is None else start,
            series=self._series(level),
            pattern=(words.value(level, "lvlText") or "")[:_MOST_PATTERN],
            suffix=words.value(level, "suff") or "tab",
            restart=words.number(level, "lvlRestart"),
            is_legal=words.is_on(level, "isLgl"),
            style=words.value(level, "pStyle"),
        )

    def _series(self, level: etree._Element) -> str:
        """The level's series; newer ones stand behind an alternative, whose fallback older readers take."""
        direct = self._words.value(level, "numFmt")
        for choice in level.iterfind(f"{_COMPATIBILITY}AlternateContent/{_COMPATIBILITY}Choice"):
            custom = self._words.child(choice, "numFmt")
            first = "" if custom is None else custom.get(self._words.tag("format"), "").partition(",")[0]
            if re.fullmatch("0{1,8}1", first):
                return first
        for fallback in level.iterfind(f"{_COMPATIBILITY}AlternateContent/{_COMPATIBILITY}Fallback"):
            direct = direct or self._words.value(fallback, "numFmt")
        return direct or "decimal"

    def _by_id(self, root: etree._Element, name: str, key: str) -> dict[str, etree._Element]:
        return {element.get(self._words.tag(key), ""): element for element in root.iterchildren(self._words.tag(name))}

    def _by_depth(self, parent: etree._Element, name: str) -> dict[int, etree._Element]:
        found = self._by_id(parent, name, "ilvl")
        return {int(depth): element for depth, element in found.items() if re.fullmatch("[0-8]", depth)}
