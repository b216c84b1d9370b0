"""Lines of text as formats with layout yield them: trimmed, never empty, without invisible characters."""

import re
from collections.abc import Iterable

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), None)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009"), " ")
_TABLE = _INVISIBLE | _SPACES
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_ENDED = re.compile(r"[。；！？：，、;!?:,.．)）」』”】〕]$")


def visible(text: str) -> str:
    """The text without zero-width and control characters, its odd blanks as plain ones."""
    return _CONTROL.sub("", text.translate(_TABLE))


def split(text: str) -> list[str]:
    """The text's lines, trimmed and without the empty ones."""
    return [line for raw in visible(text).split("\n") if (line := raw.strip())]


def join(lines: Iterable[str]) -> str:
    """The lines as one text, each ended by LF."""
    return "".join(f"{line}\n" for line in lines)


def run_together(pieces: Iterable[str]) -> str:
    """The pieces as one line, a blank where no punctuation parts them."""
    joined = ""
    for piece in pieces:
        gap = "" if not joined or _ENDED.search(joined) else " "
        joined += gap + piece.replace("\t", " ")
    return joined
