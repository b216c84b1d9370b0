"""A page's content stream, rewritten so that pypdf tells the place of every piece of text that it shows.

pypdf runs pieces of one font together as long as they stand on one line, and guesses blanks from the spacing inside a
piece, which justified Chinese is full of. A transformation that changes nothing makes it report a piece at once.
"""

from collections.abc import Iterator
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, ContentStream, NameObject

from luoshi.plan.formats.extracted import MEGABYTE, Allowance, TooMuch

_CONTENTS = NameObject("/Contents")
_PAUSE: tuple[list[Any], bytes] = ([1, 0, 0, 1, 0, 0], b"cm")
_SHOWING = frozenset({b"Tj", b"TJ", b"'", b'"'})
_BLANK_OFFSET = -300
_MOST_CONTENT = 24 * MEGABYTE
_MOST_PIECES = 200_000


class Effort:
    """What the pages of one document may cost together: bytes of content, and pieces of text."""

    def __init__(self) -> None:
        refusal = TooMuch("排版标记过多")
        self.content = Allowance(_MOST_CONTENT, refusal)
        self.pieces = Allowance(_MOST_PIECES, refusal)


def pause_after_text(page: PageObject, effort: Effort) -> bool:
    """Put a pause behind every piece of text of the page; False if it has no content. Raises TooMuch."""
    reference = page.indirect_reference
    content = page.get(_CONTENTS)
    if content is None or reference is None:
        return False
    stream = ContentStream(content.get_object(), reference.pdf, "bytes")
    effort.content.spend(len(stream.get_data()))
    stream.operations = list(_paused(stream.operations, effort))
    page[_CONTENTS] = stream
    return True


def forget(page: PageObject) -> None:
    """Give the page's content free."""
    del page[_CONTENTS]


def _paused(operations: list[tuple[Any, bytes]], effort: Effort) -> Iterator[tuple[Any, bytes]]:
    for operands, operator in operations:
        if operator == b"TJ" and operands and isinstance(operands[0], ArrayObject):
            operands = [ArrayObject(piece for piece in operands[0] if _is_shown(piece))]
        yield operands, operator
        if operator in _SHOWING:
            effort.pieces.spend(1)
            yield _PAUSE


def _is_shown(piece: object) -> bool:
    """Whether a piece of a text array is text, or a gap that a reader sees as a blank."""
    return not isinstance(piece, (int, float)) or piece <= _BLANK_OFFSET
