"""Numbers as Chinese official texts write them: 十二, 百分之五, 1,200, ３.5万, ⑩ and 二〇三一年's digits."""

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "两": 2, "俩": 2}
DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
CIRCLED = {
    **{chr(0x2460 + i): i + 1 for i in range(20)},
    **{chr(0x3251 + i): i + 21 for i in range(15)},
    **{chr(0x32B1 + i): i + 36 for i in range(15)},
    **{chr(0x2776 + i): i + 1 for i in range(10)},
    **{chr(0x2474 + i): i + 1 for i in range(20)},
    **{chr(0x2488 + i): i + 1 for i in range(20)},
    **{chr(0x3220 + i): i + 1 for i in range(10)},
}
WIDE = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
CHINESE = frozenset("".join(DIGITS) + "".join(UNITS) + "".join(MYRIADS)) - {"O"}


def read_integer(text: str) -> int | None:
    """The whole number that the text writes, in Arabic, Chinese or circled numerals, or None if it writes none."""
    text = text.strip().translate(WIDE)
    if len(text) == 1 and text in CIRCLED:
        return CIRCLED[text]
    if text.isascii():
        return int(text) if text.isdigit() and len(text) <= 18 else None
    if not text or len(text) > 24:
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    return _read_ranks(text)


def read_number(text: str) -> float | None:
    """The number that the text writes, decimals, thousands' commas and a closing 万 or 亿 included, or None."""
    text = text.strip().translate(WIDE).replace(",", "")
    factor = 1
    while len(text) > 1 and text[-1] in MYRIADS and text[0].isascii():
        factor *= MYRIADS[text[-1]]
        text = text[:-1]
    whole, point, fraction = text.partition(".")
    if point and whole.isascii() and whole.isdigit() and fraction.isascii() and fraction.isdigit() and len(text) <= 24:
        return float(text) * factor
    value = read_integer(text)
    return None if value is None else float(value * factor)


def _read_ranks(text: str) -> int | None:
    total = section = 0
    digit: int | None = None
    for c in text:
        if c in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[c]
        elif c in UNITS:
            section += (1 if digit is None else digit) * UNITS[c]
            digit = None
        elif c in MYRIADS:
            section += digit or 0
            if not total + section:
                return None
            total = (total + section) * MYRIADS[c] if total < MYRIADS[c] else total + section * MYRIADS[c]
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0)
