"""Numbers as lists print them."""

import pytest

from luoshi.plan.formats.counting import numeral


@pytest.mark.parametrize(
    ("number", "series", "printed"),
    [
        (3, "decimal", "3"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (1010, "chineseCountingThousand", "一千零一十"),
        (10, "ideographDigital", "一〇"),
        (11, "chineseLegalSimplified", "壹拾壹"),
        (2, "ideographTraditional", "乙"),
        (12, "ideographZodiac", "亥"),
        (3, "ideographEnclosedCircle", "㊂"),
        (1, "decimalEnclosedCircle", "①"),
        (21, "decimalEnclosedCircleChinese", "㉑"),
        (50, "decimalEnclosedCircle", "㊿"),
        (2, "decimalEnclosedParen", "⑵"),
        (20, "decimalEnclosedFullstop", "⒛"),
        (26, "lowerLetter", "z"),
        (28, "upperLetter", "BB"),
        (4, "lowerRoman", "iv"),
        (1999, "upperRoman", "MCMXCIX"),
        (7, "001", "007"),
        (5, "none", ""),
        (0, "chineseCounting", "〇"),
    ],
)
def test_a_number_is_printed_in_its_series(number: int, series: str, printed: str) -> None:
    assert numeral(number, series) == printed


@pytest.mark.parametrize(
    ("number", "series"), [(51, "decimalEnclosedCircle"), (11, "ideographTraditional"), (3, "hebrew1")]
)
def test_beyond_its_series_a_number_is_decimal(number: int, series: str) -> None:
    assert numeral(number, series) == str(number)
