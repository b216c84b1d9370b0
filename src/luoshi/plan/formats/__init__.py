"""The text of a plan file, whatever its format: the mouth at which a file enters the river.

The suffix is never trusted: the bytes decide. Each parser is loaded only when a file needs it, by
`importlib.import_module` with a constant name, so that reading a text does not load the others.
"""

import importlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol, cast

from luoshi.plan.formats.extracted import (
    MEGABYTE,
    MOST_CHARACTERS,
    MOST_FILE_BYTES,
    Extracted,
    TooMuch,
    Unreadable,
    too_large,
)
from luoshi.plan.formats.sniff import Format, sniff

__all__ = ["Extracted", "Format", "Unreadable", "extract", "extract_bytes"]

_PARSERS: dict[Format, str] = {
    "txt": "luoshi.plan.formats.text",
    "md": "luoshi.plan.formats.markdown",
    "html": "luoshi.plan.formats.html",
    "docx": "luoshi.plan.formats.docx",
    "pdf": "luoshi.plan.formats.pdf",
    "xlsx": "luoshi.plan.formats.sheet",
}
_KINDS: dict[Format, str] = {
    "txt": "纯文本",
    "md": "Markdown 文本",
    "html": "网页",
    "docx": " Word 文档",
    "pdf": " PDF",
    "xlsx": "表格",
    "zip": "压缩包",
    "eml": "邮件",
}
_OLDER = ("doc", "wps")
"""Suffixes of Word documents of an older format, under which writers keep newer ones too."""
_PROMISES: dict[str, Format | None] = {
    **{kind: kind for kind in _KINDS if kind not in ("txt", "md", "html")},
    **dict.fromkeys((*_OLDER, "png", "jpg", "jpeg", "exe")),
}
"""What a suffix promises; None: nothing that can be read. Between kinds of text it promises nothing."""
_BUNDLE = "luoshi.plan.formats.bundle"


class _Parser(Protocol):
    def read(self, data: bytes, name: str) -> Extracted: ...


class _Bundle(Protocol):
    def read_archive(self, data: bytes, name: str, extract: Callable[[bytes, str], Extracted]) -> Extracted: ...

    def read_mail(self, data: bytes, name: str, extract: Callable[[bytes, str], Extracted]) -> Extracted: ...


def extract(path: Path) -> Extracted:
    """The text of the file at that path. Raises Unreadable."""
    return extract_bytes(load(path), path.name)


def extract_bytes(data: bytes, name: str) -> Extracted:
    """The text of a file given by its content; `name` is what its refusal calls it. Raises Unreadable."""
    if len(data) > MOST_FILE_BYTES:
        raise too_large(name, f"超过 {MOST_FILE_BYTES // MEGABYTE} MB")
    try:
        format_ = sniff(data, name)
        extracted = _read(data, name, format_)
        if len(extracted.text) > MOST_CHARACTERS:
            raise TooMuch
    except TooMuch as met:
        raise too_large(name, met.what) from met
    if not extracted.text.strip():
        raise Unreadable(f"“{name}”里没有文字，请换一份有正文的方案。")
    return replace(extracted, notes=(*_surprise(name, format_), *extracted.notes))


def _surprise(name: str, format_: Format) -> tuple[str, ...]:
    """What to say where the suffix promises another kind of file; a name of no known kind promises none."""
    suffix = name.lower().rpartition(".")[2]
    promised = _PROMISES.get(suffix, format_)
    if promised == format_ or (suffix in _OLDER and format_ == "docx"):
        return ()
    return (f"后缀是 .{suffix}，内容其实是{_KINDS[format_]}，已照内容读；请核对是不是要读的那份",)


def _read(data: bytes, name: str, format_: Format) -> Extracted:
    if format_ in ("zip", "eml"):
        bundle = cast(_Bundle, importlib.import_module(_BUNDLE))
        return (bundle.read_archive if format_ == "zip" else bundle.read_mail)(data, name, _part)
    return cast(_Parser, importlib.import_module(_PARSERS[format_])).read(data, name)


def _part(data: bytes, name: str) -> Extracted:
    """The text of one file of several. Raises Unreadable, also for an archive or a mail inside another."""
    format_ = sniff(data, name)
    if format_ in ("zip", "eml"):
        raise Unreadable(f"“{name}”是套在里面的压缩包或邮件，请先取出其中的方案再读。")
    return _read(data, name, format_)


def load(path: Path) -> bytes:
    """The file's content, never more than one byte beyond the bound. Raises Unreadable."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise Unreadable(f"找不到“{path.name}”，请核对文件名和所在目录。") from error
    except IsADirectoryError as error:
        raise Unreadable(f"“{path.name}”是目录，不是文件，请指明其中的一份方案。") from error
    except PermissionError as error:
        raise Unreadable(f"没有权限读“{path.name}”，请改文件权限或换一个位置。") from error
    except (OSError, ValueError) as error:
        raise Unreadable(f"“{path.name}”读取失败，请把文件拷到本机硬盘后再读。") from error
