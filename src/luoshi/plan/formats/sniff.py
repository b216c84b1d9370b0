"""Which format a file really has, judged by its bytes; what is not a plan document is refused by its kind."""

import re
from typing import Literal

from luoshi.plan.formats.extracted import Unreadable

Format = Literal["txt", "md", "html", "docx", "pdf"]

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
_OLE_KINDS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "设有打开密码，请在 Word 或 WPS 中取消密码、另存为 .docx 后再读"),
    ("Workbook", "是旧版 Excel 表格，请把方案另存为 .docx 后再读"),
    ("PowerPoint Document", "是旧版演示文稿，请把方案另存为 .docx 后再读"),
    ("WordDocument", "是旧版 .doc 或 .wps 格式，请在 Word 或 WPS 中另存为 .docx 后再读"),
)
_HEAD = 2048
_HTML = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?>\s*<!--.*?-->)*+\s*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_TAG = re.compile(rb"</?(?:p|div|br|table|span|h[1-6]|li|body|html)\b[^>]{0,500}>", re.I)
_WORD_XML = re.compile(rb"<(?:w:wordDocument|pkg:package)\b")
_MIME = re.compile(rb"^\s*MIME-Version:", re.I)


def sniff(data: bytes, name: str) -> Format:
    """The format of the content; `name`'s suffix decides only between kinds of text. Raises Unreadable."""
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise Unreadable(f"“{name}”是空文件，请重新下载或换一份。")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    _refuse_foreign(data, name)
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\x00", b"")
    suffix = name.lower().rpartition(".")[2]
    if _HTML.search(head) or (suffix in {"html", "htm", "xhtml"} and _TAG.search(data)):
        return "html"
    return "md" if suffix in {"md", "markdown"} else "txt"


def _refuse_foreign(data: bytes, name: str) -> None:
    if data.startswith(_OLE):
        for stream, advice in _OLE_KINDS:
            if stream.encode("utf-16-le") in data:
                raise Unreadable(f"“{name}”{advice}。")
        raise Unreadable(f"“{name}”是旧版 Office 格式，请在 Word 或 WPS 中另存为 .docx 后再读。")
    for magic, advice in _FOREIGN:
        if data.startswith(magic):
            raise Unreadable(f"“{name}”{advice}。")
    if _MIME.search(data[:_HEAD]) or _WORD_XML.search(data[:_HEAD]):
        raise Unreadable(f"“{name}”是网页存档或 Word XML 格式，请在 Word 或 WPS 中另存为 .docx 后再读。")
