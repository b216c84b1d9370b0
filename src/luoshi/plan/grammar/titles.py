"""Cuts an item's title out of its first line: heading, lead phrase or first clause. See docs/reading/titles.md."""

import re
from typing import NamedTuple

from luoshi.kit.spans import Span
from luoshi.plan.grammar.texts import BLANKS, TRAILING, strip

LONGEST_LEAD = 30
LONGEST_HEADING = 90
WINDOW = 260
PAIRS = {"“": "”", "《": "》", "（": "）", "(": ")", "‘": "’", "〈": "〉", "【": "】", "〔": "〕", "「": "」"}
SEPARATORS = BLANKS + "、.．:：,，。—-"
DATED = re.compile(
    r"[（(〔\[]\s*(?:时间|完成|自|从|即日|截[至止]|约|\d{4}\s?年|\d{1,2}\s?[月日.\-—至]|[今本明]年|全年|长期|每[年月周季]|[上下]半年"
    r"|第?[一二三四1-4]季度|[一二三四五六七八九十]{1,2}月|牵头|责任|主办|承办|负责|工作牵头|配合)[^（）()\n]{0,60}[）)〕\]]?"
)
TIMES_TAIL = re.compile(
    r"[\s：:，,]*(?:[（(])?(?:自|从)?(?:20\d\d\s?年)?(?:\d{1,2}\s?月(?:\d{1,2}\s?日|[上中下]旬|[初底末])?)"
    r"\s?(?:(?:至|到|—+|-+|~|－|–)\s?(?:20\d\d\s?年)?(?:\d{1,2}\s?月)?(?:\d{1,2}\s?日|[上中下]旬|[初底末])?)?前?(?:[）)])?\Z"
)
NOUNS = (
    "指导思想|总体要求|基本原则|工作原则|总体目标|工作目标|目标任务|活动主题|活动时间|时间安排|活动内容|主要内容|工作内容"
    "|主要任务|重点任务|工作任务|工作重点|工作措施|主要措施|整改措施|保障措施|工作要求|活动要求|有关要求|组织领导|组织保障"
    "|组织机构|实施步骤|工作步骤|方法步骤|活动安排|工作安排|进度安排|参加范围|活动范围|整治范围|工作对象|活动对象|职责分工"
    "|责任分工|任务分工|工作职责|督导检查|监督检查|重要意义|活动目的|工作进度"
)
SECTION = re.compile(rf"(?:[\u4e00-\u9fff]{{0,6}}?)(?:{NOUNS})")
HEAD_END = re.compile(
    "(?:活动|工作|演练|检查|教育|培训|宣传|建设|整治|机制|制度|体系|责任|领导|保障|氛围|力度|到位|落实|水平|能力|质量|效能|服务|管理"
    "|监督|督查|督导|考核|评估|总结|片|论述|精神|会|讨论|调研|学习|任务|措施|要求|目标|实效|组织|报送|规范|有力|问题|改革|发展|治理|清单"
    "|方案|台账|排查|整改|行动|平台|队伍|环境|条件|功能|设施|作用|合力|统筹|协调|指导|动员|部署|合作|交流|创新|转型|升级|试点|推广"
    "|示范|典型|认识|站位|关系|原则|安排|内容|重点|步骤|主题|意义|思想|时间|对象|范围|[”》）)])\\Z"
)
BODY_START = re.compile(
    r"为(?:深入|贯彻|进一步|加强|全面|认真|切实|确保|推动|了)|根据|按照|围绕|结合|以[“《习]|由|各(?:[所级地县镇处科乡街区村有相项片]|单位|部门)"
    r"|[局县市区镇乡院校](?:党委|党组|领导|机关|政府|直)|单位主要|在[“《全各]|通过|随着|有的|对[各于全\u4e00-\u9fff]|深刻|认真|充分|深入学习"
    r"|成立|组织(?!领导|保障|机构|实施|协调)|办公室要|利用|针对|今年|20\d\d年|严格|加大|积极|进一步|切实|要[\u4e00-\u9fff]|坚持[以“]?"
    r"|领导小组|全[市县区镇局体]|建立|制定|开展|加强|做好|主要|重点|采取|依托|突出|明确|把|将|从|当前|目前|每[年月季周]|本[次方]"
)


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
    while start < end and text[start] in SEPARATORS + "\n":
        start += 1
    stop = text.find("\n", start, min(end, start + WINDOW))
    alone = stop >= 0 or end <= start + WINDOW
    line = strip(text, start, stop if stop >= 0 else min(end, start + WINDOW))
    if line.start >= line.end:
        return Title("", Span(start, start), start)
    cut, whole = _cut(text, line, alone and (stop >= 0 or closed or end >= len(text) or not inline), inline)
    span = _without_time(text, strip(text, line.start, cut, TRAILING))
    return Title(re.sub(r"\s+", " ", text[span.start : span.end]), span, line.end if whole else cut)


def _cut(text: str, line: Span, alone: bool, inline: bool) -> tuple[int, bool]:
    """Where the title ends, and whether it is the whole line."""
    start, end = line
    dated = DATED.search(text, start, min(end, start + LONGEST_HEADING))
    if dated and dated.start() > start + 1:
        before = _breaks(text, start, dated.start())
        if not before or (before[-1][1] in "：:" and len(before) == 1 and before[0][0] >= dated.start() - 1):
            return dated.start(), False
        if all(c in "，,：:" for _, c in before) and dated.start() - start <= LONGEST_LEAD:
            return (dated.start() if before[0][1] not in "：:" else before[0][0]), False
    section = SECTION.match(text, start, end) if inline else None
    if section and BODY_START.match(text, section.end()):
        return section.end(), False
    breaks = _breaks(text, start, end)
    if alone and not [b for b in breaks if b[0] < end - 1] and end - start <= LONGEST_HEADING:
        return end, True
    for at, c in breaks:
        if at - start > LONGEST_LEAD or c in "；;":
            break
        if c in "。：:.！？!?":
            return at, False
    heading = not any(c in "。；;：:" for _, c in breaks)
    if alone and heading and end - start <= LONGEST_HEADING and not inline:
        return end, True
    first = breaks[0][0] if breaks else end
    if inline:
        return _unglue(text, start, first, breaks), False
    return first, False


def _breaks(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Punctuation outside quotes and brackets, in order, up to the first full stop."""
    found: list[tuple[int, str]] = []
    at = start
    while at < end:
        c = text[at]
        closing = PAIRS.get(c)
        if closing:
            close = text.find(closing, at, min(end, at + 80))
            at = close if close > 0 else at
        elif c in "，。；：,;:！？!?" or (c in ".．" and not text[at + 1 : at + 2].isalnum()):
            found.append((at, "." if c == "．" else c))
            if c in "。！？!?":
                break
        elif c in ".．" and at > start + 3 and not text[at - 1].isascii() and not text[at + 1 : at + 2].isascii():
            found.append((at, "."))
        at += 1
    return found


def _unglue(text: str, start: int, first: int, breaks: list[tuple[int, str]]) -> int:
    """Where the heading ends that runs on into its body without a break."""
    section = SECTION.match(text, start, first)
    if section and section.end() < first and section.end() - start <= 14:
        return section.end()
    if first - start <= 10 and len(breaks) > 1 and breaks[0][1] in "，,":
        twin = first + 1 + (first - start)
        if breaks[1][0] > twin and first - start >= 3 and BODY_START.match(text, twin):
            return twin
    for match in BODY_START.finditer(text, start + 4, min(first, start + 40)):
        if HEAD_END.search(text, start, match.start()) and _balanced(text, start, match.start()):
            return match.start()
    blank = re.search(r"[ \u3000]", text[start + 4 : first])
    return start + 4 + blank.start() if blank else first


def _balanced(text: str, start: int, end: int) -> bool:
    part = text[start:end]
    return all(part.count(opening) == part.count(closing) for opening, closing in PAIRS.items())


def _without_time(text: str, span: Span) -> Span:
    match = TIMES_TAIL.search(text, span.start, span.end)
    if match and match.start() > span.start + 1 and not text[match.start() - 1].isdigit():
        return strip(text, span.start, match.start(), TRAILING + "（(")
    return span
