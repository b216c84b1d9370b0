"""The zip package of a Word document, opened without trust: sizes checked as declared and again as unpacked."""

import io
import posixpath
import zipfile
import zlib
from urllib.parse import unquote

from luoshi.plan.formats.extracted import MEGABYTE, MOST_UNPACKED_BYTES, Unreadable, damaged, too_large
from luoshi.plan.formats.markup import parse_xml

_ENTRY_MAGIC = b"PK\x01\x02"
_MOST_MEMBERS = 5_000
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_CONTENT_TYPES = "[Content_Types].xml"
_STRANGERS: tuple[tuple[str, str], ...] = (
    ("ppt/", "是演示文稿，请把方案另存为 .docx 后再读"),
    ("OFD.xml", "是 OFD 版式文件，请转为带文字的 PDF 或另存为 .docx 后再读"),
    ("content.xml", "是 OpenDocument 文件，请另存为 .docx 后再读"),
)


class Package:
    """The members of a .docx file, read one at a time within a common bound."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._left = MOST_UNPACKED_BYTES
        if data.count(_ENTRY_MAGIC) > _MOST_MEMBERS:
            raise too_large(name, f"所含部件超过 {_MOST_MEMBERS} 个")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise damaged(name) from error
        self._members = {info.filename.lstrip("/"): info for info in self._zip.infolist()}
        if sum(info.file_size for info in self._members.values()) > MOST_UNPACKED_BYTES:
            raise self._bloated()

    def main_part(self) -> str:
        """The path of the document's body. Raises Unreadable for any other kind of package."""
        for path, advice in _STRANGERS:
            if any(member.startswith(path) for member in self._members) and "word/document.xml" not in self._members:
                raise Unreadable(f"“{self._name}”{advice}。")
        if _CONTENT_TYPES not in self._members:
            raise Unreadable(f"“{self._name}”不是 Word 文档，请在 Word 或 WPS 中另存为 .docx 后再读。")
        main = self.related("", "officeDocument")
        if main is None:
            raise damaged(self._name)
        return main

    def related(self, part: str, kind: str) -> str | None:
        """The path of the member that the part names for a kind such as "numbering"; None without one."""
        folder, _, file = part.rpartition("/")
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self._members:
            return None
        for relation in parse_xml(self.read(relations), self._name):
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                target = unquote(relation.get("Target", ""))
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                return path if path in self._members else None
        return None

    def read(self, path: str) -> bytes:
        """The member's content, no more of it unpacked than the bound leaves. Raises Unreadable."""
        info = self._members[path]
        if info.compress_type not in _METHODS or info.flag_bits & _ENCRYPTED:
            raise damaged(self._name)
        try:
            with self._zip.open(info) as member:
                content = member.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise damaged(self._name) from error
        self._left -= len(content)
        if self._left < 0:
            raise self._bloated()
        return content

    def _bloated(self) -> Unreadable:
        return too_large(self._name, f"展开后超过 {MOST_UNPACKED_BYTES // MEGABYTE} MB")
