"""Text with the words that were looked for marked."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString


def marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """The escaped text with these spans, in order and apart, in mark elements."""
    parts, place = [], 0
    for start, end in spans:
        parts.append(f"{escape(text[place:start])}<mark>{escape(text[start:end])}</mark>")
        place = end
    return SafeString("".join(parts) + escape(text[place:]))
