"""Several files that make one document: a mail with its annexes, an archive of a notice, its plan and its annexes.

The parts are read one by one and stand in the order in which such papers are read: notice, plan, annexes by number.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from luoshi.plan.formats.extracted import (
    MEGABYTE,
    MOST_UNPACKED_BYTES,
    Allowance,
    Extracted,
    TooMuch,
    Unreadable,
    damaged,
)

_MOST_PARTS = 40
_MOST_MEMBERS = 5_000
_ENTRY = b"PK\x01\x02"
_SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".xlsx", ".xls", ".wps", ".doc")
_ANNEX = re.compile(r"附\s*[件表]\s*(\d{1,2}|[一二三四五六七八九十])?")
_NUMERALS = "一二三四五六七八九十"
_UTF8 = 0x800
Part = tuple[str, bytes]
Reader = Callable[[bytes, str], Extracted]


def read_archive(data: bytes, name: str, extract: Reader) -> Extracted:
    """The text of the documents in a .zip archive. Raises Unreadable where none can be read."""
    if data.count(_ENTRY) > _MOST_MEMBERS:
        raise TooMuch(f"所含部件超过 {_MOST_MEMBERS} 个")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = list(_members(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged(name) from error
    return _joined(parts, name, "zip", extract, "压缩包")


def read_mail(data: bytes, name: str, extract: Reader) -> Extracted:
    """The text of a mail and of the documents attached to it. Raises Unreadable where none can be read."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    if not isinstance(message, EmailMessage):
        raise damaged(name)
    try:
        body = message.get_body(("plain", "html"))
        parts = [(part.get_filename() or "", part.get_content()) for part in message.iter_attachments()]
        told = str(body.get_content()) if body is not None else ""
    except (LookupError, ValueError, KeyError, TypeError) as error:
        raise damaged(name) from error
    suffix = "html" if body is not None and body.get_content_subtype() == "html" else "txt"
    attached = [(title, _bytes(content)) for title, content in parts if _is_document(title)]
    first = [(f"通知.{suffix}", told.encode())] if told.strip() else []
    return _joined([*first, *attached], name, "eml", extract, "邮件")


def _bytes(content: object) -> bytes:
    """An attached file as bytes; a mail carries a text as words, and a mail inside a mail is none."""
    return content.encode() if isinstance(content, str) else content if isinstance(content, bytes) else b""


def _members(archive: zipfile.ZipFile) -> Iterator[Part]:
    left = MOST_UNPACKED_BYTES
    for info in archive.infolist():
        title = _title(info)
        if info.is_dir() or not _is_document(title):
            continue
        with archive.open(info) as member:
            content = member.read(left + 1)
        left -= len(content)
        if left < 0:
            raise TooMuch(f"展开后超过 {MOST_UNPACKED_BYTES // MEGABYTE} MB")
        yield title, content


def _title(info: zipfile.ZipInfo) -> str:
    """The member's file name; Chinese systems write it in GBK without saying so."""
    path = info.filename
    if not info.flag_bits & _UTF8:
        try:
            path = path.encode("cp437").decode("gb18030")
        except UnicodeError:
            path = info.filename
    return path.replace("\\", "/").rpartition("/")[2]


def _is_document(title: str) -> bool:
    return title.lower().endswith(_SUFFIXES) and not title.startswith((".", "~"))


def _joined(parts: list[Part], name: str, format_: str, extract: Reader, kind: str) -> Extracted:
    if len(parts) > _MOST_PARTS:
        raise TooMuch(f"所含文件超过 {_MOST_PARTS} 份")
    allowance = Allowance()
    texts: list[str] = []
    notes: list[str] = []
    for title, content in sorted(parts, key=lambda part: _order(part[0])):
        try:
            found = extract(content, title)
        except Unreadable as refusal:
            notes.append(str(refusal).rstrip("。"))
            continue
        allowance.spend(len(found.text))
        texts.append(_headed(title, found.text))
        notes += found.notes
    if not texts:
        raise Unreadable(f"“{name}”这个{kind}里没有可读的方案，请取出其中的方案，另存为 .docx 后再读。")
    return Extracted("\n".join(texts), format_, tuple(dict.fromkeys(notes)))


def _order(title: str) -> tuple[int, int, str]:
    """Notices first, annexes last and by their numbers."""
    annex = _ANNEX.search(title)
    number = annex[1] if annex else None
    ordinal = _NUMERALS.find(number) + 1 if number and not number.isdigit() else int(number or 0)
    return (2 if annex else 0 if "通知" in title else 1), ordinal, title


def _headed(title: str, text: str) -> str:
    """The text, headed by 附件 and its number if its file is named so and it does not say so itself."""
    annex = _ANNEX.search(title)
    if annex is None or _ANNEX.match(text.lstrip()):
        return text
    return f"{annex[0]}\n{text}"
