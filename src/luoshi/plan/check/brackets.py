"""The rule about brackets and quotation marks that lack their other half."""

import re
from collections.abc import Iterator

from luoshi.kit.spans import Span
from luoshi.plan.check.case import Case, Hit, short

PAIRS = {
    "(": ")",
    "（": ")",
    "[": "]",
    "［": "]",
    "〔": "]",
    "【": "】",
    "《": "》",
    "〈": "〉",
    "“": "”",
    "‘": "’",
    "「": "」",
}
CLOSERS = {
    ")": ")",
    "）": ")",
    "]": "]",
    "］": "]",
    "〕": "]",
    "】": "】",
    "》": "》",
    "〉": "〉",
    "”": "”",
    "’": "’",
    "」": "」",
}
ROUND_OR_SQUARE = frozenset(")]】")
NUMBERED = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])[)）]")
SENTENCE_END = re.compile(r"[。！？!?；;…][”’）)〕】》]*\s*$")
STOP = re.compile("[。！？；]")
NEAR = 8
NAMES = {")": "括号", "]": "括号", "】": "括号", "》": "书名号", "〉": "书名号", "”": "引号", "’": "引号", "」": "引号"}


def unbalanced(case: Case) -> Iterator[Hit]:
    """Brackets and quotation marks without their other half in the same paragraph."""
    for paragraph in _paragraphs(case):
        for place in _lonely(case.text, paragraph):
            mark = case.text[place]
            if mark in PAIRS:
                near = _near(case.text[place + 1 : place + 1 + NEAR], 0)
                yield Hit(Span(place, place + 1), f"{near}前的{NAMES[PAIRS[mark]]}没有收尾", "请补上另一半")
            else:
                near = _near(case.text[max(paragraph.start, place - NEAR) : place], -1)
                yield Hit(Span(place, place + 1), f"{near}后的{NAMES[CLOSERS[mark]]}没有开头", "请补上另一半，或删去它")


def _near(words: str, side: int) -> str:
    """The words beside a mark, quoted, as far as its own sentence goes; `side` is the end of them that it stands at."""
    clause = short(STOP.split(words)[side])
    return f"“{clause}”" if clause else "此处"


def _paragraphs(case: Case) -> Iterator[Span]:
    """The body's paragraphs; lines that break off in the middle of a sentence belong together."""
    start = place = case.body.start
    for line in case.text[case.body.start : case.body.end].splitlines(keepends=True):
        place += len(line)
        if SENTENCE_END.search(line):
            yield Span(start, place)
            start = place
    yield Span(start, case.body.end)


def _lonely(text: str, paragraph: Span) -> list[int]:
    """Places of the marks without another half, in order."""
    opened: list[int] = []
    lonely: list[int] = []
    markers = {found.end() - 1 for found in NUMBERED.finditer(text, paragraph.start, paragraph.end)}
    for place in range(paragraph.start, paragraph.end):
        letter = text[place]
        if letter in PAIRS:
            opened.append(place)
        elif closer := CLOSERS.get(letter):
            depth = _depth(text, opened, closer)
            if depth is not None:
                lonely += opened[depth + 1 :]
                del opened[depth:]
            elif place not in markers and not _is_apostrophe(text, place):
                lonely.append(place)
    return sorted(lonely + opened)


def _depth(text: str, opened: list[int], closer: str) -> int | None:
    """Which of the open marks this one closes: the last of its kind, else the last bracket if it is one itself."""
    for depth in range(len(opened) - 1, -1, -1):
        if PAIRS[text[opened[depth]]] == closer:
            return depth
    if opened and closer in ROUND_OR_SQUARE and PAIRS[text[opened[-1]]] in ROUND_OR_SQUARE:
        return len(opened) - 1
    return None


def _is_apostrophe(text: str, place: int) -> bool:
    return text[place] == "’" and text[place - 1 : place].isascii() and text[place - 1 : place].isalpha()
