"""XML and HTML trees that cannot outgrow the memory of the machine."""

from lxml import etree

from luoshi.plan.formats.extracted import MEGABYTE, damaged, too_large

_TAG_BYTES = 300
_ATTRIBUTE_BYTES = 250
_MOST_XML_BYTES = 256 * MEGABYTE
_MOST_HTML_BYTES = 96 * MEGABYTE


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root of an XML part, no entity resolved, nothing fetched. Raises Unreadable."""
    _bound(data, name, _MOST_XML_BYTES)
    return _parse(data, name, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def parse_html(text: str, name: str) -> etree._Element:
    """The root of a page, mended where its markup is broken. Raises Unreadable."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    data = text.encode("utf-8", errors="replace")
    _bound(data, name, _MOST_HTML_BYTES)
    return _parse(data, name, parser)


def _bound(data: bytes, name: str, most: int) -> None:
    """Refuse markup whose tree would need more memory than that."""
    if data.count(b"<") * _TAG_BYTES + data.count(b"=") * _ATTRIBUTE_BYTES > most:
        raise too_large(name, "排版标记过多")


def _parse(data: bytes, name: str, parser: etree.XMLParser | etree.HTMLParser) -> etree._Element:
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise damaged(name) from error
    if root is None:
        raise damaged(name)
    return root
