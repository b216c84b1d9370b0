"""Reasons that are kept in one language and said in the reader's: a message id and what stands in its gaps."""

from typing import Any

from django.utils.translation import gettext

Reason = list[Any]
"""[message id, {gap: value}], as JSON keeps it."""


class Unfit(ValueError):
    """A table, a row or a change cannot be taken; carries the reason for the person who handed it in."""

    def __init__(self, words: str, **gaps: object) -> None:
        super().__init__(words)
        self.reason: Reason = reason(words, **gaps)


def reason(words: str, **gaps: object) -> Reason:
    """A reason to be kept; `words` is marked by `gettext_noop` where it is written."""
    return [words, gaps]


def said(one: Reason) -> str:
    """The reason in the language of whoever reads it."""
    words, gaps = one
    return gettext(words) % gaps if gaps else gettext(words)
