"""The blocks of a document in reading order: paragraphs with their numbers, tables, text boxes."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from luoshi.plan.formats.docx.inline import Fields, Paragraph, shown_children
from luoshi.plan.formats.docx.numbering import Numbering
from luoshi.plan.formats.docx.styles import Styles
from luoshi.plan.formats.docx.words import Words
from luoshi.plan.formats.extracted import Allowance
from luoshi.plan.formats.grid import Cell, Layout
from luoshi.plan.formats.lines import split

_TRANSPARENT = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_CONTENTS = "Table of Contents"


class Body:
    """Reads block content into lines; one for a whole document, for numbers and fields run on from block to block."""

    def __init__(self, words: Words, styles: Styles, numbering: Numbering) -> None:
        self._words = words
        self._styles = styles
        self._numbering = numbering
        self._fields = Fields()
        self._allowance = Allowance()
        self._left_out: Counter[str] = Counter()
        self._unended = ""

    def lines(self, container: etree._Element) -> list[str]:
        """The lines of the container's blocks."""
        lines: list[str] = []
        for block in self._blocks(container):
            if self._words.name(block) == "p":
                lines.extend(self._paragraph(block))
            else:
                lines.extend(self._flush())
                table = Layout(self._allowance)
                lines.extend(line for row in self._rows(block) for line in table.row(self._row(row)))
        return lines + self._flush()

    def notes(self) -> tuple[str, ...]:
        """What the document held and the lines do not, one Chinese phrase a kind."""
        counted = self._left_out
        accepted = ("修订已按全部接受处理",) if counted["修订"] else ()
        contents = ("目录未读入",) if counted["目录"] else ()
        kinds = ("图片", "嵌入对象", "嵌入文档", "脚注", "尾注", "批注")
        return accepted + contents + tuple(f"{kind} {counted[kind]} 处未读入" for kind in kinds if counted[kind])

    def _blocks(self, container: etree._Element) -> Iterator[etree._Element]:
        """The paragraphs and tables in a container, looked for through wrappers."""
        for child in shown_children(container):
            name = self._words.name(child)
            if name in {"p", "tbl"}:
                yield child
            elif name == "sdt" and self._is_contents(child):
                self._left_out["目录"] += 1
            elif name in _TRANSPARENT:
                yield from self._blocks(child)
            elif name == "altChunk":
                self._left_out["嵌入文档"] += 1

    def _is_contents(self, control: etree._Element) -> bool:
        part = self._words.child(self._words.child(control, "sdtPr"), "docPartObj")
        return self._words.value(part, "docPartGallery") == _CONTENTS

    def _paragraph(self, element: etree._Element) -> list[str]:
        properties = self._words.child(element, "pPr")
        paragraph = Paragraph(self._words, self._fields, self._left_out)
        paragraph.take(element)
        if self._styles.is_contents(self._styles.of(properties)):
            self._left_out["目录"] += 1
            return []
        text = self._unended + paragraph.text
        self._unended = ""
        if self._joins_the_next(properties):
            self._left_out["修订"] += 1
            self._unended = text
            lines = []
        else:
            mark = self._numbering.mark(properties)
            lines = split(mark + text.lstrip()) if text.strip() else []
            self._allowance.spend(len(mark))
        for box in paragraph.boxes:
            lines.extend(self.lines(box))
        return lines

    def _joins_the_next(self, properties: etree._Element | None) -> bool:
        """Whether a tracked change deletes the paragraph's end, so that its text runs on in the next one."""
        end = self._words.child(properties, "rPr")
        return any(self._words.child(end, name) is not None for name in ("del", "moveFrom"))

    def _flush(self) -> list[str]:
        text, self._unended = self._unended, ""
        return split(text)

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for row in self._inside(table, "tr"):
            if self._words.child(self._words.child(row, "trPr"), "del") is None:
                yield row
            else:
                self._left_out["修订"] += 1

    def _row(self, row: etree._Element) -> Iterator[Cell]:
        before = self._words.number(self._words.child(row, "trPr"), "gridBefore") or 0
        if before:
            yield Cell(across=before)
        for element in self._inside(row, "tc"):
            yield self._cell(element)

    def _cell(self, element: etree._Element) -> Cell:
        properties = self._words.child(element, "tcPr")
        across = self._words.number(properties, "gridSpan") or 1
        lines = tuple(self.lines(element))
        if self._words.value(properties, "hMerge") == "continue":
            return Cell(across=across)
        merge = self._words.child(properties, "vMerge")
        continues = merge is not None and merge.get(self._words.tag("val"), "continue") == "continue"
        is_page = any(self._words.name(block) == "tbl" for block in self._blocks(element))
        return Cell(lines, across, continues, is_page)

    def _inside(self, parent: etree._Element, name: str) -> Iterator[etree._Element]:
        """The parent's rows or cells, looked for through wrappers."""
        for child in shown_children(parent):
            found = self._words.name(child)
            if found == name:
                yield child
            elif found in _TRANSPARENT:
                yield from self._inside(child, name)
