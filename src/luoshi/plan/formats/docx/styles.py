"""Paragraph styles: what they inherit, and which list they put their paragraphs in."""

from collections.abc import Iterator

from lxml import etree

from luoshi.plan.formats.docx.words import Words

_MOST_ANCESTORS = 30


class Styles:
    """The styles of a document by their id."""

    def __init__(self, root: etree._Element | None, words: Words) -> None:
        self._words = words
        self._styles: dict[str, etree._Element] = {}
        self._default: str | None = None
        for style in root.iterchildren(words.tag("style")) if root is not None else ():
            name = style.get(words.tag("styleId"))
            if name is None:
                continue
            self._styles.setdefault(name, style)
            is_default = style.get(words.tag("default")) in {"1", "true", "on"}
            if is_default and style.get(words.tag("type")) == "paragraph" and self._default is None:
                self._default = name

    def of(self, properties: etree._Element | None) -> str | None:
        """The id of a paragraph's style, the default one where it names none."""
        return self._words.value(properties, "pStyle") or self._default

    def lineage(self, style: str | None) -> Iterator[str]:
        """The style and those that it is based on, nearest first."""
        for _ in range(_MOST_ANCESTORS):
            if style is None or style not in self._styles:
                return
            yield style
            style = self._words.value(self._styles[style], "basedOn")

    def list_of(self, style: str | None) -> tuple[str | None, int | None]:
        """The (numId, ilvl) that a style gives, each from the nearest style that states it."""
        number: str | None = None
        level: int | None = None
        for ancestor in self.lineage(style):
            listed = self._words.child(self._words.child(self._styles[ancestor], "pPr"), "numPr")
            number = number if number is not None else self._words.value(listed, "numId")
            level = level if level is not None else self._words.number(listed, "ilvl")
        return number, level

    def is_contents(self, style: str | None) -> bool:
        """Whether the style is that of a line in a table of contents."""
        name = self._words.value(self._styles.get(style or ""), "name") if style in self._styles else None
        return (name or "").lower().startswith("toc ")
