"""Cuts an item's title out of its first line: heading, lead phrase or first clause. See docs/reading/titles.md."""

import re
from typing import NamedTuple

from luoshi.kit.spans import Span
from luoshi.plan.grammar.glue import TWIN_LONGEST, bare_noun_end, section_end, twin_end, unglue
from luoshi.plan.grammar.texts import BLANKS, PAIRS, TRAILING, strip, unbalanced

LONGEST_LEAD = 30
LONGEST_HEADING = 90
WINDOW = 260
SEPARATORS = BLANKS + "、.．:：,，。—-\n"
FULL_STOPS = "。！？!?"
NOTES = (
    "时间",
    "完成",
    "自",
    "从",
    "即日",
    "截至",
    "截止",
    "牵头",
    "责任",
    "主办",
    "承办",
    "工作牵头",
    "配合",
    "长期",
    "全年",
)
DATE_AHEAD = re.compile(
    r"\d{4}\s?年|\d{1,2}\s?(?:[月日.—-]|至)|[今本明每上下]|第?[一二三四1-4]季度|[一二三四五六七八九十]{1,2}月"
)
MOMENT = r"(?:20\d\d\s?年)?(?:\d{1,2}\s?月)?(?:\d{1,2}\s?日|[上中下]旬|[初底末])?"
TIME_AT_END = re.compile(
    rf"[\s：:，,]*[（(]?(?:时间(?:安排)?[为是：:]?)?(?:自|从)?(?=[\d年月]*\d){MOMENT}\s?(?:(?:至|到|—+|-+|~|～|－|–)\s?{MOMENT})?前?[）)]?\Z"
)

TIMED_NOUN = re.compile(r"[^\W\d_]{0,4}(?:时间|期限|时限)(?=(?:20\d\d\s?年)?\d{1,2}\s?月)")


class Title(NamedTuple):
    """A title, where it stands, and where the body behind it begins."""

    text: str
    span: Span
    body: int


def read_title(text: str, start: int, end: int, *, inline: bool, closed: bool) -> Title:
    """The title of the item whose text begins at `start`, behind its marker.

    `end` is where its first child or the item ends, `closed` that a child follows there; `inline` that the item stands
    inside a line, where nothing but words may part heading and body.
    """
    start = _past_separators(text, start, end)
    note = _note_end(text, start, end)
    if note:
        start = _past_separators(text, note, end)
    stop = text.find("\n", start, min(end, start + WINDOW))
    line = strip(text, start, stop if stop >= 0 else min(end, start + WINDOW))
    if line.start >= line.end:
        return Title("", Span(start, start), start)
    alone = stop >= 0 or (end <= start + WINDOW and (closed or not inline or end >= len(text)))
    cut = _cut(text, line, alone, inline)
    span = _without_time(text, strip(text, line.start, cut, TRAILING))
    return Title(" ".join(text[span.start : span.end].split()), span, cut)


def _past_separators(text: str, start: int, end: int) -> int:
    while start < end and text[start] in SEPARATORS:
        start += 1
    return start


def _note_end(text: str, start: int, end: int) -> int | None:
    """Where a bracket ends that dates or assigns the item, if one begins at the offset."""
    if text[start : start + 1] not in ("（", "(", "〔", "["):
        return None
    inside = _past_separators(text, start + 1, end)
    if not (text.startswith(NOTES, inside) or DATE_AHEAD.match(text, inside, end)):
        return None
    closing = text.find(PAIRS[text[start]], inside, min(end, start + 80))
    other = text.find(")" if text[start] == "（" else "）", inside, min(end, start + 80))
    found = [at for at in (closing, other) if at >= 0]
    return min(found) + 1 if found else None


def _cut(text: str, line: Span, alone: bool, inline: bool) -> int:
    """Where the title ends: the line, its lead phrase, its first clause, or the heading glued to its body."""
    start, end = line
    if inline:
        timed = TIMED_NOUN.match(text, start, end)
        if timed:
            return timed.end()
        blank = _blank(text, start, end)
        section = section_end(text, start, end)
        if section or blank < end:
            return section or blank
    breaks = _breaks(text, start, end)
    inner = [at for at, _ in breaks if at < end - 1]
    if alone and not inner and end - start <= LONGEST_HEADING:
        return end
    first = breaks[0][0] if breaks else end
    noun = bare_noun_end(text, start, first) if inline else None
    if noun:
        return noun
    twin = twin_end(text, start, first, breaks[1][0]) if inline and len(breaks) > 1 else None
    if twin:
        return twin
    for at, c in breaks:
        if at - start > LONGEST_LEAD or c in "；;":
            break
        if c in FULL_STOPS + "：:.（":
            return breaks[0][0] if inline and _says_all(text, breaks[0], at, end) else at
    heading = not any(c in "。；;：:（" for _, c in breaks)
    if alone and heading and end - start <= LONGEST_HEADING and not inline:
        return end
    return unglue(text, start, first) if inline else first


def _says_all(text: str, first: tuple[int, str], at: int, end: int) -> bool:
    """True where the phrase is the item whole, a deed and how it is done, rather than a lead before a body."""
    return first[1] in "，," and at - first[0] > TWIN_LONGEST and not text[at:end].strip(TRAILING)


def _breaks(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Punctuation outside quotes and brackets and brackets that date or assign, in order, up to the first full stop."""
    found: list[tuple[int, str]] = []
    at = start
    while at < end:
        c = text[at]
        if c in PAIRS:
            if at > start + 1 and c in "（(〔[" and _note_end(text, at, end):
                found.append((at, "（"))
                break
            close = text.find(PAIRS[c], at, min(end, at + 80))
            at = close if close > 0 else at
        elif c in "，。；：,;:！？!?" or (c in ".．" and _is_stop(text, at)):
            found.append((at, "." if c == "．" else c))
            if c in FULL_STOPS:
                break
        at += 1
    return found


def _blank(text: str, start: int, end: int) -> int:
    """The first blank between words of the title, which stands for a lost line break; `end` if there is none."""
    breaks = _breaks(text, start, end)
    stop = next((at for at, c in breaks if c not in "，,"), end)
    first = breaks[0][0] if breaks else end
    for at in range(start + 2, min(stop, start + LONGEST_HEADING)):
        if (
            text[at] in BLANKS
            and not unbalanced(text[start:at])
            and not text[at - 1].isascii()
            and not text[at + 1].isascii()
        ):
            return at if at <= first or at - start <= LONGEST_LEAD else end
    return end


def _is_stop(text: str, at: int) -> bool:
    """True for a point that closes a phrase rather than stands in a number or an address."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not after.isalnum() or not (before.isascii() or after.isascii())


def _without_time(text: str, span: Span) -> Span:
    match = TIME_AT_END.search(text, max(span.start + 2, span.end - 40), span.end)
    if (
        match
        and match.start() > span.start + 1
        and not text[match.start() - 1].isdigit()
        and text[match.start()] in "：:（( ，"
    ):
        return strip(text, span.start, match.start(), TRAILING + "（(")
    return span
