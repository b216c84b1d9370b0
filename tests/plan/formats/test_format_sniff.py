"""What a file is, judged by its bytes; what it cannot be, refused in one sentence."""

import os
from pathlib import Path

import pytest
from pdffile import a_page, a_pdf
from wordfile import a_docx, a_zip, p

from luoshi.plan.formats import Format, Unreadable, extract, extract_bytes
from luoshi.plan.formats.sniff import sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
HTML = "<!DOCTYPE html><html><body><p>一、目标</p></body></html>".encode()
DOCX, PDF = a_docx(p("一、目标")), a_pdf(a_page("一、目标"))


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(64)


@pytest.mark.parametrize(
    ("data", "name", "format_"),
    [
        ("一、目标".encode(), "方案.txt", "txt"),
        ("一、目标".encode(), "方案", "txt"),
        ("一、目标".encode(), "方案.docx", "txt"),
        ("# 目标".encode(), "方案.MD", "md"),
        (DOCX, "方案.docx", "docx"),
        (DOCX, "方案.pdf", "docx"),
        (DOCX, "方案.wps", "docx"),
        (PDF, "方案.docx", "pdf"),
        (b"\n\n" + PDF, "方案.txt", "pdf"),
        (HTML, "方案.doc", "html"),
        (b"\xef\xbb\xbf" + HTML, "方案.txt", "html"),
        (HTML.decode().encode("utf-16"), "方案.txt", "html"),
        ("<p>一、目标</p>".encode(), "方案.htm", "html"),
        ("一、目标".encode(), "方案.html", "txt"),
        ("<p>一、目标</p>".encode(), "方案.txt", "txt"),
    ],
)
def test_the_bytes_decide_and_not_the_suffix(data: bytes, name: str, format_: Format) -> None:
    assert sniff(data, name) == format_
    assert "目标" in extract_bytes(data, name).text


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "空文件"),
        (b" \r\n\t", "空文件"),
        (b"\xef\xbb\xbf", "空文件"),
        ("　\n　".encode(), "没有文字"),
        (ole("WordDocument"), "另存为 .docx"),
        (ole("EncryptedPackage"), "密码"),
        (ole("Workbook"), "已损坏"),
        (OLE, "另存为 .docx"),
        (b"{\\rtf1\\ansi x}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "图片"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 9, "Linux 程序"),
        (b"MZ\x90\x00" + bytes(range(256)) * 9, "Windows 程序"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(99), "图片"),
        (b"RIFF\x00\x01\x00\x00WEBP" + bytes(99), "图片"),
        (b"SQLite format 3\x00" + bytes(99), "数据库"),
        (bytes(range(128, 256)) * 50, "不是文本"),
        ("一、目标".encode("utf-16-le"), "不是文本"),
        (b"BM" + bytes(99), "图片"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(99), "压缩包"),
        (b"Rar!\x1a\x07\x00" + bytes(99), "压缩包"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "网页存档"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>', "Word XML"),
        (a_zip({"a.png": b"x"}), "压缩包"),
        (a_zip({}), "压缩包"),
        (a_zip({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "已损坏"),
        (a_zip({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "演示文稿"),
        (a_zip({"OFD.xml": b"", "Doc_0/Document.xml": b""}), "OFD"),
        (a_zip({"mimetype": b"", "content.xml": b""}), "OpenDocument"),
        (DOCX[: len(DOCX) // 2], "已损坏"),
        (b"PK\x03\x04 no zip at all", "已损坏"),
        (PDF[:80], "已损坏"),
    ],
)
def test_what_is_no_plan_is_refused_in_one_sentence(data: bytes, cause: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        extract_bytes(data, "某方案.txt")
    said = str(refusal.value)
    assert cause in said
    assert said.startswith("“某方案.txt”")
    assert said.endswith("。")
    assert said.count("。") == 1
    assert "\n" not in said


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"\x89PNG\r\n\x1a\n" + bytes(99), "图片"), (b"MZ" + bytes(99), "程序"), (a_zip({"a.txt": b"x"}), "压缩包")],
)
def test_a_false_suffix_is_told_with_what_the_file_really_is(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable, match=f"“方案.docx”的后缀是 .docx，内容却是.*{kind}"):
        extract_bytes(data, "方案.docx")


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        ("一、目标".encode(), "方案.docx", ("后缀是 .docx，内容其实是纯文本，已照内容读；请核对是不是要读的那份",)),
        ("一、目标".encode(), "方案.txt", ()),
        ("一、目标".encode(), "方案.md", ()),
        (DOCX, "方案.png", ("后缀是 .png，内容其实是 Word 文档，已照内容读；请核对是不是要读的那份",)),
        (DOCX, "方案.docx", ()),
        (DOCX, "方案.doc", ()),
        (DOCX, "方案.wps", ()),
        ("一、目标".encode(), "方案.doc", ("后缀是 .doc，内容其实是纯文本，已照内容读；请核对是不是要读的那份",)),
        (DOCX, "方案", ()),
    ],
)
def test_a_readable_file_under_a_false_suffix_is_read_and_said_to_be_another(
    data: bytes, name: str, told: tuple[str, ...]
) -> None:
    assert extract_bytes(data, name).notes == told


def test_text_that_begins_like_a_program_is_text() -> None:
    assert sniff("MZ 一、目标".encode(), "方案.txt") == "txt"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="找不到“无.txt”"):
        extract(tmp_path / "无.txt")
    with pytest.raises(Unreadable, match="是目录"):
        extract(tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "密.txt"
    path.write_text("一、目标", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(Unreadable, match="没有权限"):
        extract(path)


def test_an_endless_file_is_read_no_further_than_the_bound() -> None:
    with pytest.raises(Unreadable, match="超过 20 MB"):
        extract(Path("/dev/zero"))
