"""XML and HTML trees that cannot outgrow the memory of the machine."""

import re

from lxml import etree

from luoshi.plan.formats.extracted import MEGABYTE, damaged, too_large

_TAG_BYTES = 300
_ATTRIBUTE_BYTES = 250
_MOST_XML_BYTES = 256 * MEGABYTE
_MOST_HTML_BYTES = 96 * MEGABYTE
_TAG = re.compile(rb"<[^<>]*")
_LONG_TAG = re.compile(rb"<(/?[a-zA-Z][\w:-]{0,40})(?=[\s/>])[^<>]{1500,}")
_SEPARATORS = (b" ", b"\n", b"\t", b"\r", b"\f", b"/")


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root of an XML part, no entity resolved, nothing fetched. Raises Unreadable."""
    _bound(data.count(b"<"), data.count(b"="), _MOST_XML_BYTES, name)
    return _parse(data, name, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def parse_html(text: str, name: str) -> etree._Element:
    """The root of a page, mended where its markup is broken; tags of unreasonable length lose their attributes.

    Raises Unreadable.
    """
    data = _LONG_TAG.sub(rb"<\1", text.encode("utf-8", errors="replace"))
    _bound(data.count(b"<"), 0, _MOST_HTML_BYTES, name)
    tags = b"".join(_TAG.findall(data))
    attributes = max(tags.count(b"="), sum(map(tags.count, _SEPARATORS)))
    _bound(data.count(b"<"), attributes, _MOST_HTML_BYTES, name)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = _parse(data, name, parser)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise too_large(name, "排版嵌套过深")
    return root


def _bound(tags: int, attributes: int, most: int, name: str) -> None:
    """Refuse markup whose tree would need more memory than that."""
    if tags * _TAG_BYTES + attributes * _ATTRIBUTE_BYTES > most:
        raise too_large(name, "排版标记过多")


def _parse(data: bytes, name: str, parser: etree.XMLParser | etree.HTMLParser) -> etree._Element:
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise damaged(name) from error
    if root is None:
        raise damaged(name)
    return root
