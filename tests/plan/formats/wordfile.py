"""Word files made by hand, so that every oddity of the format can be written down in a test."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def a_docx(
    body: str,
    *,
    lists: str = "",
    styles: str = "",
    main: str = "word/document.xml",
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A package with that body; `lists` and `styles` are the inner XML of their parts, `more` further members."""
    folder, _, file = main.rpartition("/")
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": _relations({"officeDocument": f"/{main}"}),
        main: f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{file}.rels": _relations({"numbering": "numbering.xml", "styles": "styles.xml"}),
        f"{folder}/numbering.xml": f"<w:numbering {NAMESPACES}>{lists}</w:numbering>",
        f"{folder}/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
    }
    return a_zip({**{name: text.encode() for name, text in parts.items()}, **(more or {})})


def a_zip(members: Mapping[str, bytes]) -> bytes:
    """A zip archive of those members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def _relations(targets: Mapping[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{at}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def p(text: str = "", *, properties: str = "", runs: str = "") -> str:
    """A paragraph of one run, or of the runs given."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text) if text else ''}{runs}</w:p>"


def r(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def item(text: str, number: int | str = 1, level: int = 0) -> str:
    """A paragraph numbered of its own."""
    return p(text, properties=numbered(number, level))


def numbered(number: int | str, level: int | None = None) -> str:
    """The property that puts a paragraph into a list."""
    depth = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return f'<w:numPr>{depth}<w:numId w:val="{number}"/></w:numPr>'


def a_list(
    *levels: str, number: int = 1, abstract: int | None = None, overrides: str = "", defined: bool = True
) -> str:
    """A list by its levels, and the number that paragraphs name it by."""
    kind = number if abstract is None else abstract
    definition = f'<w:abstractNum w:abstractNumId="{kind}">{"".join(levels)}</w:abstractNum>' if defined else ""
    return f'{definition}<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{overrides}</w:num>'


def a_level(depth: int, series: str, pattern: str, *, start: int = 1, more: str = "") -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{series}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def a_table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def a_row(*cells: str, properties: str = "") -> str:
    """A row of cells."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def a_cell(*blocks: str, properties: str = "") -> str:
    """A cell; a block without markup becomes a paragraph."""
    inner = "".join(block if block.startswith("<") else p(block) for block in blocks)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"
