"""Plain text in the encodings that offices use."""

import pytest

from luoshi.plan.formats import Unreadable, extract_bytes

TEXT = "一、目标\n做到“件件有回音”。①完成86公里。\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode("gb18030"),
    ],
    ids=["utf-8", "mark", "gb18030", "gbk", "utf-16", "utf-16-be", "crlf", "cr"],
)
def test_a_text_reads_the_same_in_every_encoding(data: bytes) -> None:
    extracted = extract_bytes(data, "方案.txt")
    assert (extracted.text, extracted.format, extracted.notes) == (TEXT, "txt", ())


def test_characters_that_only_gb18030_has_are_read() -> None:
    assert extract_bytes("㐂𠮷镇".encode("gb18030"), "方案.txt").text == "㐂𠮷镇"


def test_a_text_is_kept_as_it_stands() -> None:
    text = "　　一、目标  \n\n\t序号\t任务\n"
    assert extract_bytes(text.encode(), "方案.txt").text == text


def test_a_damaged_byte_is_told_and_costs_one_character() -> None:
    data = TEXT.encode() * 20 + b"\xff" + TEXT.encode()
    extracted = extract_bytes(data, "方案.txt")
    assert extracted.text == TEXT * 20 + "\N{REPLACEMENT CHARACTER}" + TEXT
    assert extracted.notes == ("有 1 处字节无法识别，以“\N{REPLACEMENT CHARACTER}”代替",)


def test_a_text_full_of_damage_is_refused() -> None:
    with pytest.raises(Unreadable, match="编码无法识别"):
        extract_bytes(b"\xff\xfd".join([b"abc"] * 100), "方案.txt")
