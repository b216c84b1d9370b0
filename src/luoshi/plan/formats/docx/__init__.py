"""A Word document as lines: the text as it stands on paper, automatic numbers written out, tracked changes accepted."""

from lxml import etree

from luoshi.plan.formats.docx.body import Body
from luoshi.plan.formats.docx.numbering import Numbering
from luoshi.plan.formats.docx.package import Package
from luoshi.plan.formats.docx.styles import Styles
from luoshi.plan.formats.docx.words import Words
from luoshi.plan.formats.extracted import Extracted, damaged
from luoshi.plan.formats.lines import join
from luoshi.plan.formats.markup import parse_xml


def read(data: bytes, name: str) -> Extracted:
    """The text of a .docx file; headers, footers, footnotes and comments stay out. Raises Unreadable."""
    package = Package(data, name)
    main = package.main_part()
    root = parse_xml(package.read(main), name)
    words = Words(root)
    body = root.find(words.tag("body"))
    if body is None:
        raise damaged(name)
    styles = Styles(_related(package, main, "styles", name), words)
    numbering = Numbering(_related(package, main, "numbering", name), styles, words)
    reader = Body(words, styles, numbering)
    lines = reader.lines(body)
    return Extracted(join(lines), "docx", reader.notes())


def _related(package: Package, main: str, kind: str, name: str) -> etree._Element | None:
    part = package.related(main, kind)
    return None if part is None else parse_xml(package.read(part), name)
