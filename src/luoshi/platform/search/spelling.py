"""How titles are pronounced; a dictionary of tens of thousands of phrases, which only `terms.initials` loads."""

from pypinyin import Style, lazy_pinyin


def initials(title: str) -> str:
    """The first letters of the title's characters as they are pronounced."""
    return "".join(lazy_pinyin(title, style=Style.FIRST_LETTER, errors="ignore"))
