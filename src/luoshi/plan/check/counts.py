"""Rules about numbers of things that the plan announces and then lists."""

import re
from collections.abc import Iterator

from luoshi.kit.numerals import read_integer
from luoshi.kit.spans import Span
from luoshi.plan.check.case import Case, Hit, short
from luoshi.plan.check.ordinals import ordinal
from luoshi.plan.model import Node

FIGURES = r"(?<![第\d〇一二两三四五六七八九十])(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})"
KINDS = "(?:个(?!月|工作日|百分|季度)|项|条|大(?![气队会学门院厅])|类|种|点(?![前半钟])|方面)"
TAIL = "(?:即|包括|分别是|主要是|如下)?[：:]\\s*$"
ANNOUNCED = re.compile(rf"{FIGURES}{KINDS}[^，。；：,;:“”、]{{0,12}}[，,]?{TAIL}")
QUOTED = re.compile(rf"“{FIGURES}[^”]{{1,8}}”[^，。；：,;:“”、]{{0,8}}[，,]?{TAIL}")
FOLLOWING = re.compile(rf"(?:以下|下列|如下){FIGURES}{KINDS}")
HEADING = re.compile(
    rf"^(?:实施|开展|落实|抓好|抓实|推进|坚持|突出|强化|做好|完成|实现)?{FIGURES}(?:项|大|个|条)(?:重点|主要|具体)?"
    "(?:任务|措施|行动|工程|工作|原则|步骤|环节|方面|要求|目标|制度|机制|阶段)$"
)
STAGES = re.compile(rf"分(?:为|成)?{FIGURES}个?(?:阶段|步)")
LISTED = re.compile(
    r"(?P<list>(?:[^、，。；：,;:\s]{1,20}、){2,}[^、，。；：,;:\s]{1,20}?)(?P<more>等)?"
    rf"{FIGURES}(?:个|大|项)?(?P<noun>方面|环节|阶段|层次|层面|维度|原则|主题|步骤|领域)"
)
ENCLOSED = re.compile(r"（[^（）]*）|\([^()]*\)|“[^“”]*”|《[^《》]*》")
SENTENCE = re.compile(r"[。！？]")


def announced(case: Case) -> Iterator[Hit]:
    """Announced numbers of items or stages that the items after them do not bear out."""
    for node in case.plan.outline:
        children = case.children.get(node.id, [])
        listed = _length(children)
        for found in _announcements(case, node) if listed else ():
            if (count := read_integer(found["count"])) and count > 1 and count != listed:
                yield _contradiction(case, found, listed or 0)
        yield from _stages(case, node)


def _announcements(case: Case, node: Node) -> Iterator[re.Match[str]]:
    opening = case.lead_in(node)
    sentence = max(
        (found.end() for found in SENTENCE.finditer(case.text, opening.start, opening.end - 2)), default=None
    )
    start = opening.start if sentence is None else sentence
    for pattern in (ANNOUNCED, QUOTED, FOLLOWING):
        if found := pattern.search(case.text, start, opening.end):
            yield found
            return
    title = case.title_span(node)
    if HEADING.match(node.title) and case.words(title) == node.title:
        found = re.compile(FIGURES).search(case.text, title.start, title.end)
        if found:
            yield found


def _stages(case: Case, node: Node) -> Iterator[Hit]:
    opening = case.lead_in(node)
    inside = [stage for stage in case.plan.stages if node.span.contains(stage.span)]
    found = STAGES.search(case.text, opening.start, opening.end)
    if found and inside and len(inside) != read_integer(found["count"]):
        yield _contradiction(case, found, len(inside))


def _length(children: list[Node]) -> int | None:
    """How many items a list has, None where its own numbers are not 1, 2, 3 … in one form."""
    read = [ordinal(node.marker or "") for node in children]
    numbered = [one for one in read if one]
    in_order = [value for _, value in numbered] == list(range(1, len(numbered) + 1))
    if len(numbered) != len(read) or len({form for form, _ in numbered}) != 1 or not in_order:
        return None
    return len(numbered)


def _contradiction(case: Case, found: re.Match[str], listed: int) -> Hit:
    words = short(found[0].rstrip("：: \n"))
    return Hit(Span(found.start(), found.end()), f"写的是“{words}”，后面列了{listed}项", "请核对数目，或补上缺的一项")


def listed(case: Case) -> Iterator[Hit]:
    """Enumerations whose closing number is not the number of things enumerated (甲、乙、丙四个方面)."""
    masked = ENCLOSED.sub(lambda found: "□" * len(found[0]), case.text)
    for found in LISTED.finditer(masked, case.body.start, case.body.end):
        items, count = found["list"].count("、") + 1, read_integer(found["count"]) or 0
        joined = len(re.findall("[和与及]", found["list"]))
        fits = range(items, items + joined + 1)
        wrong = items > count if found["more"] else min(abs(count - fit) for fit in fits) == 1
        if count > 2 and count not in fits and wrong:
            span = Span(found.start("count"), found.end())
            seen = f"“{short(case.words(Span(found.start(), found.end())))}”里列了{items}个"
            yield Hit(span, seen, f"请核对是不是{case.words(span)}")
