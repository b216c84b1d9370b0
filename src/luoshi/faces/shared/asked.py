"""Numbers in what a request asks for."""

MOST_DIGITS = 18


def number(text: str) -> int | None:
    """The whole number that these ASCII digits write, of a size that any database holds; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
