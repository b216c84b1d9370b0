"""Tracking codes and seals, all under the installation's own key in the data folder."""

import json
import secrets
import unicodedata
from collections.abc import Iterable

from django.utils.crypto import salted_hmac

ALPHABET = "23456789ACDEFGHJKMNPQRTUVWXY"
"""Digits and letters of which none is taken for another: no 0, O, 1, I, L, and of 2 and Z, 5 and S, 8 and B one."""
MEANT = str.maketrans("ZSB", "258")
LENGTH = 12
"""57 bits: with the limit on tries out of reach of guessing."""
BATCH = 40


def new_token() -> str:
    """What names one form handed out, so that sending it twice is one opinion."""
    return secrets.token_urlsafe(18)


def code_of(token: str) -> str:
    """The tracking code that belongs to the form's token: the same form always has the same."""
    number = int.from_bytes(_mac("code", token), "big")
    letters = []
    for _place in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def batch_of(token: str, words: Iterable[str]) -> str:
    """What names the entry of these words by the form of that token: the same words sent again are the same entry."""
    return _mac("batch", json.dumps([token, *words])).hex()[:BATCH]


def spaced(code: str) -> str:
    """The code in groups of four, as people read it out."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def kept(code: str) -> str:
    """What is stored of a code as somebody typed it: spaces, dashes, width and case do not matter, nor Z for 2."""
    plain = "".join(char for char in unicodedata.normalize("NFKC", code).upper() if char.isalnum())
    return _mac("kept", plain.translate(MEANT)).hex()


def seal(text: str) -> str:
    """What vouches for words that may be erased, and tells nothing of them to whoever has not the key."""
    return _mac("seal", text).hex()


def place(hour: int, address: str) -> str:
    """What stands for an address within one hour."""
    return _mac("place", f"{hour} {address}").hex()


def _mac(use: str, text: str) -> bytes:
    return salted_hmac(f"luoshi.opinions.{use}", text, algorithm="sha256").digest()
