"""Finds what may be an item's marker: 一、（一）1.（1）①一是 第一阶段 附件1 --. See docs/reading/markers.md."""

import re
from typing import Literal, NamedTuple

from luoshi.kit.numerals import read_integer
from luoshi.plan.grammar.texts import BLANKS

Place = Literal["line", "sentence", "comma", "glued"]

CHINESE = "一二三四五六七八九十"
MARKER = re.compile(
    r"(?P<circled>[①-⑳㉑-㉟㊱-㊿❶-❿])|(?P<ring>[⑴-⒇])|(?P<dotted>[⒈-⒛])|(?P<ideograph>[㈠-㈩])"
    rf"|第(?P<stage>[{CHINESE}]{{1,3}}|\d{{1,2}})(?P<what>阶段|步骤|步|环节|部分|篇章?|章|节)(?!性|课)"
    rf"|第(?P<ordinal>[{CHINESE}]{{1,2}})(?=[、，,：:.．])"
    rf"|[（(]\s?(?P<paren>[{CHINESE}百]{{1,4}})\s?[）)]"
    r"|[（(]\s?(?P<nparen>\d{1,3})\s?[）)]"
    rf"|(?P<count>[{CHINESE}]{{1,3}})(?P<verb>[是要])(?!否|不是)"
    rf"|(?P<cn>[{CHINESE}]{{1,4}})\s?[、.．]"
    r"|(?P<half>\d{1,2})\s?[)）]"
    r"|(?P<multi>\d{1,2}(?:[.．]\d{1,2}){1,3})(?![\d%％万亿元年月日号时分米公亩吨倍])"
    r"|(?P<num>\d{1,3})\s?[、.．](?!\d(?!\d{3}\s?年))"
    r"|(?P<bare>\d{1,2})(?=[\u4e00-\u9fff“])(?![年月日号个次项条名家处座期号时分天周人户篇场件份元万亿米公亩吨倍种类届批大])"
    r"|附\s?件\s?(?P<annex>[\d一二三四五六七八九十]{0,3})(?=[\s：:\u4e00-\u9fff“《]|\Z)"
    r"|(?P<dash>-{2,}|—{1,2}|[–•●■◆▲★◇□▪►·*-])(?=[^\s\d—-])"
)
DEPTH = ("annex", "stage", "cn", "paren", "num", "nparen", "half", "circled", "count", "dash")
RANKS = {kind: rank for rank, kind in enumerate(DEPTH)} | {"ordinal": 2, "multi": 4}
SAME_KIND = {"ring": "nparen", "dotted": "num", "ideograph": "paren", "bare": "num"}
ENUMERATION = re.compile(rf"[{CHINESE}]{{1,3}}(?:[、产级类线是要]|\s?[)）])")
AFTER_SENTENCE = "。；;：:！？!?”’）)】〕》…"
NUMBER_RANK = 4


class Candidate(NamedTuple):
    """What may be a marker; `ordinal` is 0 for markers that do not count, `opens` what stands before it."""

    kind: str
    ordinal: int
    start: int
    end: int
    place: Place
    loose: bool = False

    @property
    def rank(self) -> int:
        """The kind's usual depth, for lists whose beginning was lost."""
        return rank_of(self.kind)


def rank_of(kind: str) -> int:
    """The usual depth of a kind of marker among the others."""
    return RANKS.get(kind.partition(":")[0], NUMBER_RANK)


def find_candidates(text: str, start: int, end: int) -> list[Candidate]:
    """Everything in text[start:end] that has the form and the surroundings of a marker, in order."""
    found: list[Candidate] = []
    for match in MARKER.finditer(text, start, end):
        candidate = _candidate(text, match, start)
        if candidate is None:
            continue
        if found and not text[found[-1].end : candidate.start].strip(BLANKS + "、.．：:") and found[-1].kind != "annex":
            continue
        found.append(candidate)
    return found


def _candidate(text: str, match: re.Match[str], floor: int) -> Candidate | None:
    group = match.lastgroup or ""
    group = {"what": "stage", "verb": "count"}.get(group, group)
    place = _place(text, match.start(), floor)
    if not _allowed(text, match, group, place):
        return None
    kind = SAME_KIND.get(group, group)
    if group == "stage":
        kind = f"stage:{match['what']}"
    elif group == "count":
        kind = f"count:{match['verb']}"
    elif group == "multi":
        kind = f"multi:{match['multi'].replace('．', '.').rpartition('.')[0]}"
    written = match[group].replace("．", ".").rpartition(".")[2] if group == "multi" else match[group]
    ordinal = 0 if group in ("dash", "annex") else read_integer(written)
    if ordinal is None:
        return None
    return Candidate(kind, ordinal, match.start(), match.end(), place, group == "bare")


def _place(text: str, at: int, floor: int) -> Place:
    i = at
    while i > floor and text[i - 1] in BLANKS:
        i -= 1
    if i <= floor or text[i - 1] == "\n":
        return "line"
    if i < at or text[i - 1] in AFTER_SENTENCE:
        return "sentence"
    return "comma" if text[i - 1] in "，,、" else "glued"


def _allowed(text: str, match: re.Match[str], group: str, place: Place) -> bool:
    """True if a marker of that form may stand in that place."""
    before = text[match.start() - 1 : match.start()]
    if group == "dash":
        return _dash(text, match, place)
    if group == "annex":
        return place == "line" or before in BLANKS
    if group == "multi":
        return place == "line"
    if group in ("stage", "ordinal", "half", "bare"):
        return place in ("line", "sentence")
    if group == "count":
        return place != "glued" and not (place == "comma" and before == "、")
    if place == "comma":
        return group in ("circled", "ring", "ideograph")
    if place == "glued" and before in "第之和与至到-—~～.．/·":
        return False
    if group == "cn":
        return not ENUMERATION.match(text, match.end()) and before not in "、第"
    if group == "num":
        return not (before.isdigit() or (before.isascii() and before.isalpha()))
    return True


def _dash(text: str, match: re.Match[str], place: Place) -> bool:
    """A dash opens an item at the start of a line, and `--` or —— also after a sentence before a lead phrase."""
    if place == "line":
        return True
    head = text[match.end() : match.end() + 32]
    closed = re.match(r"[^，,。；;：:\n]{2,30}[。：:]", head)
    return len(match[0]) >= 2 and text[match.start() - 1] in "。；;：:" and closed is not None
