"""The text of one paragraph as it reads once every tracked change is accepted."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from luoshi.plan.formats.docx.symbols import circled, symbol
from luoshi.plan.formats.docx.words import Words

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVE = f"{_COMPATIBILITY}AlternateContent"
_CHOICE = f"{_COMPATIBILITY}Choice"
_MATH_NAMES = ("officeDocument/2006/math", "ooxml/officeDocument/math")
_DEEPER = frozenset(
    {"ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo", "rubyBase"}
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT = {
    "footnoteReference": "脚注",
    "endnoteReference": "尾注",
    "commentReference": "批注",
    "object": "嵌入对象",
    "altChunk": "嵌入文档",
}
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
)


class Fields:
    """The complex fields that are open at a place of the text, each with its code so far and whether it is past."""

    def __init__(self) -> None:
        self._open: list[tuple[list[str], bool]] = []

    @property
    def hides_text(self) -> bool:
        """Whether text here belongs to a field's code rather than to what it shows."""
        return any(not is_past for _, is_past in self._open)

    def add_code(self, code: str) -> None:
        """Take in a piece of the innermost field's code."""
        if self._open:
            self._open[-1][0].append(code)

    def turn(self, kind: str) -> str:
        """Begin, separate or end a field; what it shows by itself, for one that keeps no result."""
        if kind == "begin":
            self._open.append(([], False))
        elif self._open:
            code, is_past = self._open.pop()
            if kind == "separate":
                self._open.append((code, True))
            elif not is_past:
                return circled("".join(code))
        return ""


class Paragraph:
    """A paragraph on its way into text; `boxes` are the text boxes anchored in it, each once."""

    def __init__(self, words: Words, fields: Fields, left_out: Counter[str]) -> None:
        self._words = words
        self._fields = fields
        self._left_out = left_out
        self._parts: list[str] = []
        self.boxes: list[etree._Element] = []

    @property
    def text(self) -> str:
        """What has been taken in so far."""
        return "".join(self._parts)

    def take(self, container: etree._Element) -> None:
        """Take in the runs of a paragraph or of a part of one."""
        for child in shown_children(container):
            name = self._words.name(child)
            if name == "r":
                self._run(child)
            elif name in _DEEPER:
                self.take(child)
            elif name in {"del", "moveFrom"}:
                self._left_out["修订"] += 1
            elif not name and _is_math(child):
                self._say("".join(str(text) for text in child.itertext()))

    def _run(self, run: etree._Element) -> None:
        if self._words.is_on(self._words.child(run, "rPr"), "vanish"):
            return
        for child in shown_children(run):
            self._piece(child, self._words.name(child))

    def _piece(self, piece: etree._Element, name: str) -> None:
        words = self._words
        if name == "t":
            self._say((piece.text or "").replace("\n", " "))
        elif name in _SIGNS:
            self._say(_SIGNS[name])
        elif name == "sym":
            self._say(symbol(piece.get(words.tag("font"), ""), piece.get(words.tag("char"), "")))
        elif name == "fldChar":
            self._say(self._fields.turn(piece.get(words.tag("fldCharType"), "")))
        elif name == "instrText":
            self._fields.add_code(piece.text or "")
        elif name == "ruby":
            self.take(piece)
        elif name in {"drawing", "pict"}:
            self._drawing(piece)
        elif name in _LEFT_OUT:
            self._left_out[_LEFT_OUT[name]] += 1

    def _drawing(self, drawing: etree._Element) -> None:
        boxes = list(_outer_boxes(drawing, self._words.tag("txbxContent")))
        self.boxes.extend(boxes)
        if not boxes and any(True for _ in drawing.iter(*_PICTURES)):
            self._left_out["图片"] += 1

    def _say(self, text: str) -> None:
        if text and not self._fields.hides_text:
            self._parts.append(text)


def shown_children(container: etree._Element) -> Iterator[etree._Element]:
    """The element's children, of every alternative only the one that a new reader shows."""
    for child in container:
        if child.tag == _ALTERNATIVE:
            choices = child.findall(_CHOICE) or list(child)
            yield from shown_children(choices[0]) if choices else ()
        else:
            yield child


def _outer_boxes(element: etree._Element, box: str) -> Iterator[etree._Element]:
    """The text boxes under an element; those inside a box come with its content."""
    for child in shown_children(element):
        if child.tag == box:
            yield child
        else:
            yield from _outer_boxes(child, box)


def _is_math(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and any(name in element.tag for name in _MATH_NAMES)
