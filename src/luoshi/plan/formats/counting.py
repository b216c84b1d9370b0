"""Numbers as lists print them: 3 as 三, （３）'s ３, ③, iii, c, by the names that Word gives to its series.

Source: ECMA-376 part 1, 17.18.59 ST_NumberFormat.
"""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ENCLOSED_CHINESE = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
_BRACKETED_CHINESE = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_PARENTHESISED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_ROMANS = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_MOST_COUNTED = 9_999
_MOST_LETTERS = 780
_FULL_WIDTH = {ord("0") + digit: ord("０") + digit for digit in range(10)}


def numeral(number: int, series: str) -> str:
    """The number's print in a series such as chineseCounting, or 001; in an unknown one, or beyond its end, decimal."""
    if series.startswith("0"):
        return str(number).zfill(len(series))
    writer = _SERIES.get(series)
    return (writer(number) if writer and number >= 0 else None) or ("" if series == "none" else str(number))


def _counted(number: int, digits: str = _DIGITS, units: tuple[str, ...] = ("", "十", "百", "千")) -> str | None:
    """一百零二, and 十二 without its leading 一 in the common series."""
    if number > _MOST_COUNTED:
        return None
    if number == 0:
        return digits[0]
    text, gap = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if gap else "") + digits[digit] + units[power]
        gap = bool(text) and digit == 0
    return text[1:] if text.startswith("一十") else text


def _legal(number: int) -> str | None:
    return _counted(number, _LEGAL_DIGITS, ("", "拾", "佰", "仟"))


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _one_of(symbols: str) -> Callable[[int], str | None]:
    return lambda number: symbols[number - 1] if 1 <= number <= len(symbols) else None


def _letters(number: int) -> str | None:
    """a … z, aa, bb …: Word repeats the letter where others would write ab."""
    if not 1 <= number <= _MOST_LETTERS:
        return None
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str | None:
    if not 1 <= number <= _MOST_COUNTED:
        return None
    text = ""
    for value, letters in _ROMANS:
        text += letters * (number // value)
        number %= value
    return text


def _upper(writer: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda number: (text := writer(number)) and text.upper()


_SERIES: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _one_of(_CIRCLED),
    "decimalEnclosedCircleChinese": _one_of(_CIRCLED),
    "decimalEnclosedParen": _one_of(_PARENTHESISED),
    "decimalEnclosedFullstop": _one_of(_DOTTED),
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": _counted,
    "chineseCountingThousand": _counted,
    "japaneseCounting": _counted,
    "taiwaneseCounting": _counted,
    "taiwaneseCountingThousand": _counted,
    "koreanDigital2": _digit_by_digit,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _counted,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": _legal,
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "ideographEnclosedCircle": _one_of(_ENCLOSED_CHINESE),
    "ideographParenthesized": _one_of(_BRACKETED_CHINESE),
    "lowerLetter": _letters,
    "upperLetter": _upper(_letters),
    "lowerRoman": _roman,
    "upperRoman": _upper(_roman),
}
