"""The number that a marker prints and the form in which it prints it."""

import re
import unicodedata

from luoshi.kit.numerals import CIRCLED, read_integer

FIGURES = r"(?:\d+|[〇零一二两三四五六七八九十百]+)"
ANY_FIGURES = re.compile(rf"{FIGURES}|[{''.join(CIRCLED)}]")
STOP = re.compile("[.．、,，]")


def ordinal(marker: str) -> tuple[str, int] | None:
    """The marker's form, with N, C or O for an Arabic, Chinese or circled number, and that number.

    None where it does not hold exactly one.
    """
    figures = ANY_FIGURES.findall(marker)
    if len(figures) != 1 or (value := read_integer(figures[0])) is None:
        return None
    kind = "O" if figures[0] in CIRCLED else "N" if figures[0].isdecimal() else "C"
    return STOP.sub(".", unicodedata.normalize("NFKC", ANY_FIGURES.sub(kind, marker))).strip(), value
