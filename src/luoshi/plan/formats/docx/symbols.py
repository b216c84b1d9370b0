"""Characters that Word stores as places in a symbol font, and numbers that it circles by a field."""

import re

from luoshi.plan.formats.counting import numeral

_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "□",
    0x72: "□",
    0x75: "◆",
    0x76: "❖",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "□",
    0xD8: "➢",
    0xE0: "→",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
    **{0x81 + step: chr(ord("①") + step) for step in range(10)},
    **{0x8C + step: chr(ord("❶") + step) for step in range(10)},
}
_SYMBOL = {0xB7: "•", 0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xAE: "→", 0xB0: "°"}
_WINGDINGS_2 = {0x52: "☑", 0x54: "☒", 0x50: "✓", 0xA3: "□", 0x2A: "□"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE = range(0xF000, 0xF100)
_CIRCLED = re.compile(r"^\s*eq\s+\\o\s*(?:\\a[clr])?\s*\(\s*[○〇◯Oo0]\s*[,，;；]\s*(\d{1,3})\s*\)\s*$", re.I)


def symbol(font: str, code: str) -> str:
    """The character at a hexadecimal place of a font; "" for an ornament that no text can show."""
    if not re.fullmatch("[0-9A-Fa-f]{1,5}", code):
        return ""
    place = int(code, 16)
    if place in _PRIVATE:
        place -= _PRIVATE.start
    elif font.lower() not in _FONTS:
        return chr(place)
    return _FONTS.get(font.lower(), {}).get(place, "")


def circled(field: str) -> str:
    r"""What a field such as `EQ \o\ac(○,3)` shows: ③; "" for other fields."""
    found = _CIRCLED.match(field)
    return numeral(int(found[1]), "decimalEnclosedCircle") if found else ""
