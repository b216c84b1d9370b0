"""What bytes are, told by their beginning and end alone."""

SNIFFED = 64 * 1024
UNKNOWN = "application/octet-stream"

_OFFICE = "application/vnd.openxmlformats-officedocument."
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"ID3", "audio/mpeg"),
)
_ZIPPED = (
    (b"word/vbaProject.bin", "application/vnd.ms-word.document.macroEnabled.12"),
    (b"xl/vbaProject.bin", "application/vnd.ms-excel.sheet.macroEnabled.12"),
    (b"word/document.xml", _OFFICE + "wordprocessingml.document"),
    (b"xl/workbook.xml", _OFFICE + "spreadsheetml.sheet"),
    (b"ppt/presentation.xml", _OFFICE + "presentationml.presentation"),
    (b"OFD.xml", "application/ofd"),
)
_STORAGES = (
    ("WordDocument".encode("utf-16-le"), "application/msword"),
    ("Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
    ("PowerPoint Document".encode("utf-16-le"), "application/vnd.ms-powerpoint"),
)
_BOXES = {b"heic": "image/heic", b"mif1": "image/heic", b"avif": "image/avif"}


def media_type(head: bytes, tail: bytes) -> str:
    """The media type of the bytes whose first and last 64 KB these are; `application/octet-stream` if unknown."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _BOXES.get(head[8:12], "video/mp4")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside(head + tail, _ZIPPED) or _open_document(head) or "application/zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _inside(head + tail, _STORAGES) or "application/x-ole-storage"
    return _text(head)


def _inside(data: bytes, marks: tuple[tuple[bytes, str], ...]) -> str | None:
    return next((kind for mark, kind in marks if mark in data), None)


def _open_document(head: bytes) -> str | None:
    """OpenDocument files name their type in the first member, stored as it is."""
    stored = head[38:138]
    if head[30:38] == b"mimetype" and stored.startswith(b"application/vnd.oasis.opendocument."):
        return stored.split(b"PK", 1)[0].decode("ascii", "ignore")
    return None


def _text(head: bytes) -> str:
    if b"\0" in head or not any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030")):
        return UNKNOWN
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype svg")):
        return "image/svg+xml" if b"<svg" in start else "application/xml"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        return "text/html"
    return "text/plain"


def _decodes(head: bytes, encoding: str) -> bool:
    """True if the bytes are text in that encoding; the last character may be cut."""
    try:
        head.decode(encoding)
    except UnicodeDecodeError as error:
        return len(head) == SNIFFED and error.start >= len(head) - 4
    return True
