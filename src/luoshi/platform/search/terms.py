"""How text and queries are taken apart: pairs of Chinese characters, whole words, initials of a title.

A run of Chinese characters gives its pairs and its last character, so that a query of one character is found as the
beginning of a pair. Terms hold letters, digits and Chinese characters only, never a space.
"""

import importlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

MOST_TITLE = 300
MOST_WORD = 40
MOST_QUERY = 60
INITIALS = "π"
SPELLING = "luoshi.platform.search.spelling"

_HAN = "\u3400-\u9fff\uf900-\ufaff\u3005\u3007\U00020000-\U0003ffff"
_RUN = re.compile(f"([{_HAN}]+)|([^\\W_{_HAN}]+)")
_HAN_ONE = re.compile(f"[{_HAN}]")
_LATIN = re.compile("[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a query; a prefix stands for every term that begins so."""

    text: str
    is_prefix: bool = False


Clause = tuple[tuple[Term, ...], ...]
"""Alternatives, of which one must hold; an alternative holds if all its terms are there."""


def fold(text: str) -> str:
    """The text in lower case and half width, as it is indexed and asked for."""
    return unicodedata.normalize("NFKC", text).lower()


def initials(title: str) -> str:
    """The first letters of the title's characters as they are pronounced: 优化营商环境 gives yhyshj.

    The dictionary is loaded with the first title, so that a server which only answers starts without it.
    """
    return cast(str, importlib.import_module(SPELLING).initials(title[:MOST_TITLE]))


def spelled(title: str) -> tuple[int, ...]:
    """Where in the title the characters stand whose first letters are its initials."""
    return tuple(at for at, character in enumerate(title) if _HAN_ONE.match(character))


def terms(title: str, title_initials: str, *texts: str) -> str:
    """All terms of the title and the texts, each once, joined by spaces."""
    found = dict.fromkeys(term for text in (title, *texts) for term in _terms(fold(text)))
    found |= dict.fromkeys(INITIALS + pair for pair in _pairs(title_initials))
    return " ".join(found)


def words(query: str) -> tuple[str, ...]:
    """The runs of Chinese characters and the other words of a query, folded, each once; at most 60 characters."""
    return tuple(dict.fromkeys(han or word for han, word in _RUN.findall(fold(query[:MOST_QUERY]))))


def clause(word: str) -> Clause:
    """What an entry must hold to answer one of the words."""
    if len(word) > 1 and _HAN_ONE.match(word):
        return (tuple(Term(pair) for pair in _pairs(word)),)
    whole = (Term(word[:MOST_WORD], is_prefix=True),)
    if _LATIN.fullmatch(word):
        return whole, tuple(Term(INITIALS + pair) for pair in _pairs(word))
    return (whole,)


def _terms(text: str) -> Iterator[str]:
    for han, word in _RUN.findall(text):
        if han:
            yield from _pairs(han)
            yield han[-1]
        else:
            yield word[:MOST_WORD]


def _pairs(text: str) -> Iterator[str]:
    return (text[at : at + 2] for at in range(len(text) - 1))
