"""Which format a file really has, judged by its bytes; what is not a plan document is refused by its kind."""

import re
import struct
from collections.abc import Sequence
from typing import Literal

from luoshi.plan.formats.extracted import Unreadable

Format = Literal["txt", "md", "html", "docx", "pdf", "xlsx", "zip", "eml"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "是 RTF 格式，请在 Word 或 WPS 中另存为 .docx 后再读"),
    (b"\xff\xd8\xff", "是图片，没有可读的文字，请先做文字识别"),
    (b"\x89PNG", "是图片，没有可读的文字，请先做文字识别"),
    (b"GIF87a", "是图片，没有可读的文字，请先做文字识别"),
    (b"GIF89a", "是图片，没有可读的文字，请先做文字识别"),
    (b"II*\x00", "是图片，没有可读的文字，请先做文字识别"),
    (b"MM\x00*", "是图片，没有可读的文字，请先做文字识别"),
    (b"Rar!", "是压缩包，请先解压，再读其中的方案"),
    (b"7z\xbc\xaf", "是压缩包，请先解压，再读其中的方案"),
    (b"\x1f\x8b", "是压缩包，请先解压，再读其中的方案"),
)
_BINARY_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "是 Windows 程序，不是文档，请不要运行它，向发来的人要方案原件"),
    (b"\x7fELF", "是 Linux 程序，不是文档，请不要运行它，向发来的人要方案原件"),
    (b"BM", "是图片，没有可读的文字，请先做文字识别"),
    (b"RIFF", "是图片或音视频，没有可读的文字，请换一份有正文的方案"),
    (b"SQLite format 3", "是数据库文件，不是文档，请换一份有正文的方案"),
)
"""Beginnings that a text may have as well: they count where a NUL byte follows."""
_OLE_KINDS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "设有打开密码，请在 Word 或 WPS 中取消密码、另存为 .docx 后再读"),
    ("PowerPoint Document", "是旧版演示文稿，请把方案另存为 .docx 后再读"),
    ("WordDocument", "是旧版 .doc 或 .wps 格式，请在 Word 或 WPS 中另存为 .docx 后再读"),
)
_WORKBOOK, _ENCRYPTED = "Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
_PACKAGES = frozenset([b"[Content_Types].xml", b"content.xml", b"OFD.xml"])
_ENTRY, _CLOSE = b"PK\x01\x02", b"PK\x05\x06"
_DAMAGED: Sequence[bytes] = ()
_HEAD, _BINARY_HEAD = 2048, 64
_SUFFIXES = frozenset(["txt", "md", "html", "htm", "docx", "pdf", "xlsx"])
_HTML = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?>\s*<!--.*?-->)*+\s*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_TAG = re.compile(rb"</?(?:p|div|br|table|span|h[1-6]|li|body|html)\b[^>]{0,500}>", re.I)
_WORD_XML = re.compile(rb"<(?:w:wordDocument|pkg:package)\b")
_MAIL = re.compile(rb"^(?:From|Received|Return-Path|Delivered-To|Subject|X-[\w-]+|Date|To):\s", re.I | re.M)
_MIME = re.compile(rb"^\s*MIME-Version:", re.I)


def sniff(data: bytes, name: str) -> Format:
    """The format of the content; `name`'s suffix decides only between kinds of text. Raises Unreadable."""
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise Unreadable(f"“{name}”是空文件，请重新下载或换一份。")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    if data.startswith(_OLE) and _WORKBOOK in data and _ENCRYPTED not in data:
        return "xlsx"
    suffix = name.lower().rpartition(".")[2]
    if suffix == "eml" and _MAIL.search(data[:_HEAD]):
        return "eml"
    _refuse_foreign(data, name)
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\x00", b"")
    if _HTML.search(head) or (suffix in {"html", "htm", "xhtml"} and _TAG.search(data)):
        return "html"
    return "md" if suffix in {"md", "markdown"} else "txt"


def _zipped(data: bytes, name: str) -> Format:
    """What a package holds by the names of its members: a workbook, loose files, or else a document.

    Raises Unreadable for loose files under the name of a document.
    """
    names = _members(data)
    if any(member.lstrip(b"/").startswith(b"xl/workbook") for member in names):
        return "xlsx"
    if names is _DAMAGED or any(member in _PACKAGES for member in names):
        return "docx"
    if (suffix := name.lower().rpartition(".")[2]) in {"docx", "xlsx"}:
        raise Unreadable(f"“{name}”的后缀是 .{suffix}，内容却是压缩包，请解压后读其中的方案。")
    return "zip"


def _members(data: bytes) -> Sequence[bytes]:
    """The names in the archive's own directory; not those of an archive inside it."""
    close = data.rfind(_CLOSE)
    if close < 0 or close + 20 > len(data):
        return _DAMAGED
    count, _, start = struct.unpack_from("<HII", data, close + 10)
    names: list[bytes] = []
    while len(names) < count and data.startswith(_ENTRY, start) and start + 46 <= len(data):
        name, extra, comment = struct.unpack_from("<HHH", data, start + 28)
        names.append(data[start + 46 : start + 46 + name])
        start += 46 + name + extra + comment
    return names if len(names) == count else _DAMAGED


def _refuse_foreign(data: bytes, name: str) -> None:
    """Raises Unreadable for what is known to be something else than a plan."""
    if advice := _foreign(data):
        suffix = name.lower().rpartition(".")[2]
        but = f"的后缀是 .{suffix}，内容却" if suffix in _SUFFIXES and advice.startswith("是") else ""
        raise Unreadable(f"“{name}”{but}{advice}。")


def _foreign(data: bytes) -> str:
    """What the content is and what to do with it; empty for what may be a plan."""
    if data.startswith(_OLE):
        known = (advice for stream, advice in _OLE_KINDS if stream.encode("utf-16-le") in data)
        return next(known, "是旧版 Office 格式，请在 Word 或 WPS 中另存为 .docx 后再读")
    binary = _BINARY_FOREIGN if b"\x00" in data[:_BINARY_HEAD] else ()
    for magic, advice in (*_FOREIGN, *binary):
        if data.startswith(magic):
            return advice
    if data[4:8] == b"ftyp":
        return "是图片或音视频，没有可读的文字，请换一份有正文的方案"
    if _MIME.search(data[:_HEAD]) or _WORD_XML.search(data[:_HEAD]):
        return "是网页存档或 Word XML 格式，请在 Word 或 WPS 中另存为 .docx 后再读"
    return ""
