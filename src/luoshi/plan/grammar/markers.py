"""Finds what may be an item's marker: 一、（一）1.（1）①一是 第一阶段 附件1 --. See docs/reading/outline.md."""

import re
from typing import Literal, NamedTuple

from luoshi.kit.numerals import read_integer
from luoshi.plan.grammar.furniture import NAVIGATION
from luoshi.plan.grammar.texts import BLANKS

Place = Literal["line", "sentence", "comma", "glued"]

CHINESE = "一二三四五六七八九十"
MARKER = re.compile(
    r"(?P<sign>[①-⑳㉑-㉟㊱-㊿❶-❿⑴-⒛㈠-㈩])"
    rf"|第(?P<nth>[{CHINESE}]{{1,3}}|\d{{1,2}})(?:(?P<what>阶段|步骤|步|环节|部分|篇章?|章|节|条)(?!性|课|件|款)|(?=[、，,：:.．]))"
    rf"|[（(]\s?(?P<enclosed>[{CHINESE}百]{{1,4}}|\d{{1,3}})\s?[）)]"
    rf"|(?P<chinese>[{CHINESE}]{{1,4}})(?:\s?[、.．]|(?P<verb>[是要])(?!否|不是))"
    r"|(?P<half>\d{1,2})\s?[)）]"
    r"|(?P<multi>\d{1,2}(?:[.．]\d{1,2}){1,3})(?!\d)"
    r"|(?P<num>\d{1,3})\s?[、.．](?!\d(?!\d{3}\s?年))"
    r"|(?P<bare>\d{1,2})(?=[^\W\d_a-zA-Z]|“)"
    r"|附\s?件\s?(?P<annex>[\d一二三四五六七八九十]{0,3})(?=[\s：:“《]|[^\W\d_]|\Z)"
    r"|(?P<dash>(?:-{2,}|—{1,2}|[–•●■◆▲★◇□▪►·])(?=[ \u3000]?[^\s\d—-])|[*-](?=[ \u3000][^\s\d—-]))"
)
DEPTH = ("annex", "stage", "cn", "paren", "num", "nparen", "half", "circled", "count", "dash")
RANKS = {kind: rank for rank, kind in enumerate(DEPTH)} | {"ordinal": 2, "multi": 4}
SIGNS = (("①", "⑳", "circled"), ("⑴", "⒇", "nparen"), ("⒈", "⒛", "num"), ("㈠", "㈩", "paren"))
ENUMERATION = re.compile(rf"[{CHINESE}]{{1,3}}(?:[、产级类线是要季月年个次]|\s?[)）])")
UNITS = tuple("年月日号个次项条名家处座期时分天周人户篇场件份元万亿米公亩吨倍种类届批大%％")
ENDS_WITH_ONE = "统唯同专单逐合万不如任某进周期十初划归三"
AFTER_SENTENCE = "。；;：:！？!?”’）)】〕》…"
NUMBER_RANK = 4
MOST_CANDIDATES = 40_000


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
        if len(found) >= MOST_CANDIDATES:
            break
    return found


def _candidate(text: str, match: re.Match[str], floor: int) -> Candidate | None:
    kind, written = _kind(match)
    place = _place(text, match.start(), floor)
    if not _allowed(text, match, kind, place):
        return None
    ordinal = read_integer(written) if written else 0
    if ordinal is None:
        return None
    return Candidate(kind, ordinal, match.start(), match.end(), place, match["bare"] is not None)


def _kind(match: re.Match[str]) -> tuple[str, str]:
    """The marker's kind and its number as written, empty for markers that do not count."""
    group = match.lastgroup or ""
    if group in ("dash", "annex"):
        return group, ""
    written = match[0]
    if group == "sign":
        return next((kind for first, last, kind in SIGNS if first <= written <= last), "circled"), written
    if group in ("nth", "what"):
        return f"stage:{match['what']}" if match["what"] else "ordinal", match["nth"]
    if group == "enclosed":
        return ("nparen" if match["enclosed"].isdigit() else "paren"), match["enclosed"]
    if group in ("chinese", "verb"):
        return f"count:{match['verb']}" if match["verb"] else "cn", match["chinese"]
    if group == "multi":
        above, _, last = match["multi"].replace("．", ".").rpartition(".")
        return f"multi:{above}", last
    return ("num" if group == "bare" else group), match[group]


def _place(text: str, at: int, floor: int) -> Place:
    i = at
    while i > floor and text[i - 1] in BLANKS:
        i -= 1
    if i <= floor or text[i - 1] == "\n":
        return "line"
    if i < at or text[i - 1] in AFTER_SENTENCE:
        return "sentence"
    return "comma" if text[i - 1] in "，,、" else "glued"


def _allowed(text: str, match: re.Match[str], kind: str, place: Place) -> bool:
    """True if a marker of that form may stand in that place."""
    before = text[match.start() - 1 : match.start()]
    if kind == "dash":
        return _dash(text, match, place)
    if kind == "annex":
        return place == "line" or before in BLANKS + "日"
    if match["multi"] or match["bare"]:
        counts = text[match.end() : match.end() + 1] in UNITS
        return not counts and (place == "line" or (place == "sentence" and match["bare"] is not None))
    if kind == "stage:条":
        return place == "line"
    if kind.startswith("stage") or kind == "ordinal":
        return place in ("line", "sentence")
    if kind == "half":
        return place in ("line", "sentence") or (place == "glued" and not _in_bracket(text, match.start()))
    if kind.startswith("count"):
        return place != "glued" and not (place == "comma" and before == "、")
    if place == "comma":
        return match["sign"] is not None
    if place == "glued" and before in "第之和与至到-—~～.．/·":
        return False
    if kind == "cn" and place == "glued" and before in ENDS_WITH_ONE:
        return False
    if kind == "cn":
        return not ENUMERATION.match(text, match.end()) and before not in "、第"
    if kind == "num":
        return not (before.isdigit() or (before.isascii() and before.isalpha()))
    return True


def _in_bracket(text: str, at: int) -> bool:
    """True if a bracket stands open shortly before the offset: （附件1）."""
    near = text[max(at - 12, 0) : at]
    return max(near.rfind("（"), near.rfind("(")) > max(near.rfind("）"), near.rfind(")")) or near[-1:].isascii()


def _dash(text: str, match: re.Match[str], place: Place) -> bool:
    """A dash opens an item at the start of a line, and `--` or —— also after a sentence before a lead phrase."""
    if NAVIGATION.match(text, match.end()):
        return False
    if place == "line":
        return True
    head = text[match.end() : match.end() + 32]
    closed = re.match(r"[^，,。；;：:\n]{2,30}[。：:]", head)
    return len(match[0]) >= 2 and text[match.start() - 1] in "。；;：:" and closed is not None
