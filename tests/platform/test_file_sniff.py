from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import docx
import openpyxl
import pytest

from luoshi.platform.files.names import MOST, safe_name
from luoshi.platform.files.sniff import SNIFFED, media_type

OFFICE = "application/vnd.openxmlformats-officedocument."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sniff(data: bytes) -> str:
    return media_type(data[:SNIFFED], data[-SNIFFED:])


def a_zip(*names: str, method: int = ZIP_DEFLATED, text: str = "x") -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", method) as archive:
        for name in names:
            archive.writestr(name, text)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"),
        (b"\0\0\0\x20ftypheic", "image/heic"),
        (b"\0\0\0\x20ftypisom", "video/mp4"),
        (b"{\\rtf1", "application/rtf"),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        (OLE, "application/x-ole-storage"),
        (a_zip("a.txt"), "application/zip"),
        (a_zip("OFD.xml"), "application/ofd"),
        (a_zip("word/document.xml", "word/vbaProject.bin"), "application/vnd.ms-word.document.macroEnabled.12"),
        ("一、指导思想".encode(), "text/plain"),
        ("一、指导思想".encode("gb18030"), "text/plain"),
        (b"", "text/plain"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>", "text/html"),
        (b"<script>alert(1)</script>", "text/html"),
        (b"<svg onload=alert(1)>", "image/svg+xml"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">', "image/svg+xml"),
        (b"<?xml version='1.0'?><a/>", "application/xml"),
        (b"MZ\0\0\xff\xfe", "application/octet-stream"),
        (b"\xff\xfe\xff\xff", "application/octet-stream"),
    ],
)
def test_bytes_tell_what_they_are(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


def test_office_files_are_told_wherever_their_parts_lie() -> None:
    document, book = BytesIO(), BytesIO()
    docx.Document().save(document)
    openpyxl.Workbook().save(book)
    assert sniff(document.getvalue()) == OFFICE + "wordprocessingml.document"
    assert sniff(book.getvalue()) == OFFICE + "spreadsheetml.sheet"
    late = a_zip("media/1.png", "word/document.xml", method=ZIP_STORED, text="x" * 200_000)
    assert sniff(late) == OFFICE + "wordprocessingml.document"


def test_an_open_document_names_itself() -> None:
    kind = "application/vnd.oasis.opendocument.text"
    assert sniff(a_zip("mimetype", method=ZIP_STORED, text=kind)) == kind


def test_a_long_text_is_text_though_its_beginning_ends_within_a_character() -> None:
    for shift in range(3):
        assert sniff(("a" * shift + "整" * SNIFFED).encode()) == "text/plain"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("方案（2026）.docx", "方案（2026）.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\方案.doc", "方案.doc"),
        ("a\x00\r\nb.txt", "ab.txt"),
        ("方案\u202excod.exe", "方案xcod.exe"),
        ('a"b<c>?.xlsx', "a_b_c__.xlsx"),
        (" .. ", "文件"),
        ("", "文件"),
        ("长" * 300 + ".docx", "长" * (MOST - 5) + ".docx"),
        ("长" * 300, "长" * MOST),
    ],
)
def test_names_are_made_fit(name: str, safe: str) -> None:
    assert safe_name(name) == safe
