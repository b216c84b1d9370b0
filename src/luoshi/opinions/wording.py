"""Words reduced to what two people who say the same share: a normal form, and its pairs of characters."""

import unicodedata

MOST_PAIRS = 160
"""So many pairs of one text are kept: the beginning says what it is about."""


def normal(text: str) -> str:
    """The text without spaces and punctuation, of one width and case."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


def pairs(text: str, most: int | None = MOST_PAIRS) -> tuple[str, ...]:
    """The first different pairs of neighbouring characters of the normal form, in order; all where `most` is None."""
    plain = normal(text)
    return tuple(dict.fromkeys(plain[i : i + 2] for i in range(len(plain) - 1)))[:most]
