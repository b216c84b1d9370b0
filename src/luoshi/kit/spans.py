"""Places in a text, so that whatever was read can be shown in the words it came from."""

from typing import NamedTuple


class Span(NamedTuple):
    """Half-open [start, end) offsets in characters of the text that was read."""

    start: int
    end: int

    def contains(self, other: "Span") -> bool:
        """True if the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end
