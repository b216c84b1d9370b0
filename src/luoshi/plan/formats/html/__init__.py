"""A web page as lines: block structure kept, tables as TAB-joined rows, the site's furniture left out."""

import re

from luoshi.plan.formats.extracted import Extracted
from luoshi.plan.formats.html.flow import page_lines
from luoshi.plan.formats.html.furniture import clear, main_part
from luoshi.plan.formats.lines import join
from luoshi.plan.formats.markup import parse_html
from luoshi.plan.formats.text import decode

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s?=\s?[\"']?\s?([\w-]{1,40})", re.I)
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312"})
_HEAD = 4096


def read(data: bytes, name: str) -> Extracted:
    """The text of a web page. Raises Unreadable."""
    root = parse_html(_decode(data, name), name)
    clear(root)
    page = main_part(root)
    images = sum(1 for _ in page.iter("img"))
    notes = (f"图片 {images} 幅未读入",) if images else ()
    return Extracted(join(page_lines(page)), "html", notes)


def _decode(data: bytes, name: str) -> str:
    """The page's text: by its declared Chinese charset if the bytes bear it out, else as any text is decoded."""
    declared = _CHARSET.search(data[:_HEAD])
    if declared and declared[1].decode("ascii").lower() in _CHINESE:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return decode(data, name)
