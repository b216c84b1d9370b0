"""Numbers as official texts write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kit.numerals import read_integer, read_number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7", 7),
        ("１２", 12),
        ("五", 5),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十一", 31),
        ("一百零五", 105),
        ("一百五十", 150),
        ("两千三百", 2300),
        ("一万二千", 12000),
        ("三亿零四万", 300040000),
        ("二〇三一", 2031),
        ("贰拾", 20),
        ("①", 1),
        ("⑳", 20),
        ("㉑", 21),
        ("⑶", 3),
        ("⒈", 1),
        ("㈣", 4),
    ],
)
def test_whole_numbers_read(written: str, value: int) -> None:
    assert read_integer(written) == value


@pytest.mark.parametrize("written", ["", "甲", "1.5", "三三十", "十a", "-1", "9" * 30, "一" * 30])
def test_what_is_no_whole_number_reads_as_none(written: str) -> None:
    assert read_integer(written) is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2.5", 2.5),
        ("２．５", 2.5),
        ("1,200", 1200),
        ("1.2万", 12000),
        ("3亿", 3e8),
        ("12", 12),
        ("一百", 100),
        ("三万", 30000),
    ],
)
def test_numbers_read_with_decimals_and_myriads(written: str, value: float) -> None:
    assert read_number(written) == pytest.approx(value)


@pytest.mark.parametrize("written", ["", "1.", ".5", "1.2.3", "万", "百分", "1e9"])
def test_what_is_no_number_reads_as_none(written: str) -> None:
    assert read_number(written) is None


@given(st.integers(0, 10**12))
def test_arabic_numerals_read_as_themselves(value: int) -> None:
    assert read_integer(str(value)) == value


@given(st.text(max_size=12))
def test_reading_never_fails(written: str) -> None:
    read_integer(written)
    read_number(written)
