"""Knows the labels that plans set before a value: who, when, what. See docs/reading/labels.md."""

import re
from typing import Literal, NamedTuple

from luoshi.kit.spans import Span
from luoshi.plan.grammar.texts import BLANKS, CLOSING, OPENING
from luoshi.plan.model import Role

Kind = Literal["duty", "deadline", "time", "content", "measures", "contact"]

LEVEL = r"(?:工作|整改|主要|第一|直接|具体|总|推进|任务|[省市县区镇]级)?"
BODY = r"(?:领导班子|单位|部门|处室|科室|股室|机构|企业|主体|科|处|组|支部|党组织|镇街|街道)"
PERSON = r"(?:负?责任人|负责人|责任人员|责任领导人)"
LEADING = "牵头|责任|分管|包保|挂[点钩]|主管|包抓|督办|联系|督导|带队"
LEADER = rf"(?:(?:{LEADING})(?:[省市县区镇局院校]?级?领导)|牵头人|领导责任人)"
LABEL = re.compile(
    "(?:"
    rf"(?P<lead_person>{LEVEL}{LEADER})"
    rf"|(?P<person>{LEVEL}{PERSON})"
    rf"|(?P<lead_unit>{LEVEL}(?:牵头|主办|主责|主管|主抓)(?:[（(]?责任[）)]?)?(?:{BODY}|部室))"
    rf"|(?P<support_unit>{LEVEL}(?:配合|协办|协同|参与|参加|协助|支持|会办|协作)(?:责任)?{BODY})"
    rf"|(?P<unit>{LEVEL}(?:责任|承办|落实|实施|负责|执行|承担|完成){BODY})"
    r"|(?P<deadline>(?:完成|整改|办结|办理|落实|报送|上报|反馈|销号|截止|截至|任务|工作)?(?:时限(?:要求)?|期限)"
    r"|(?:完成|办结|截止|整改|报送|反馈|销号)(?:时间|日期)(?:要求)?)"
    r"|(?P<time>(?:活动|工作|实施|推进|培训|起止|启动|举办|开展|学习|进度|具体|计划|总体|宣传)?"
    r"(?:时间(?:安排|节点|要求|进度|段|范围)?|日期|进度安排))"
    r"|(?P<measures>(?:整改|工作|具体|主要|下步)?措施|整改(?:情况|要求|内容))"
    r"|(?P<contact>联\s?系\s?(?:人|电话)|联络员|电\s?话|邮\s?箱|传\s?真|地\s?[点址])"
    r"|(?P<content>(?:主要|工作|活动|任务|学习|具体|目标)?(?:内容|目标(?:要求)?|任务|要求|方式|形式|成果形式?|对象|范围)"
    r"|目标任务|工作标准|备\s?注|参加人员|存在问题|问题表现|责任追究|保障措施|预期成果|考核标准)"
    r")(?:[及和与、/][\u4e00-\u9fff]{2,6})?(?:[（(][\u4e00-\u9fff、]{1,8}[）)])?[ \u3000]?\Z"
)
BARE = re.compile(
    r"(?P<lead_unit>牵头|主办)|(?P<support_unit>配合|协办|参与|协同)|(?P<unit>责任|承办)|(?P<person>负责)"
)
ROLES: tuple[Role, ...] = ("lead_person", "person", "lead_unit", "unit", "support_unit")
COLON = re.compile("[:：]")
REACH = 20
LONGEST = 600


class Label(NamedTuple):
    """A label and the value that it opens: `role` for duties only."""

    kind: Kind
    role: Role | None
    name: str
    span: Span
    value: Span


def label_of(title: str) -> tuple[Kind, Role | None] | None:
    """What a heading labels if it is nothing but a label (责任单位, 时间安排), else None."""
    match = LABEL.match(title)
    return _kind(match) if match else None


def find_labels(text: str, start: int, end: int) -> list[Label]:
    """The labels with a colon in text[start:end], in order, each with its value's span."""
    heads: list[tuple[Kind, Role | None, Span, int]] = []
    for colon in COLON.finditer(text, start, end):
        at = colon.start()
        floor = max(start, at - REACH, heads[-1][3] if heads else start)
        match = LABEL.search(text, floor, at)
        if match and not _inside_word(text, match):
            heads.append((*_kind(match), Span(match.start(), at), at + 1))
        else:
            bare = _bare(text, floor, at)
            if bare:
                heads.append(("duty", bare[0], bare[1], at + 1))
    labels = []
    for i, (kind, role, span, value) in enumerate(heads):
        stop = heads[i + 1][2].start if i + 1 < len(heads) else end
        labels.append(Label(kind, role, text[span.start : span.end].strip(), span, _value(text, value, stop, kind)))
    return labels


def _kind(match: re.Match[str]) -> tuple[Kind, Role | None]:
    for role in ROLES:
        if match[role]:
            return "duty", role
    for kind in ("deadline", "time", "measures", "contact"):
        if match[kind]:
            return kind, None
    return "content", None


def _inside_word(text: str, match: re.Match[str]) -> bool:
    """True for a content word that merely ends a longer phrase (重点任务：), which is a heading, not a label."""
    if match["content"] or match["measures"] or match["time"]:
        return match.start() > 0 and "\u4e00" <= text[match.start() - 1] <= "\u9fff"
    return False


def _bare(text: str, floor: int, at: int) -> tuple[Role, Span] | None:
    """牵头： and the like directly after a bracket or a semicolon."""
    match = BARE.match(text, max(floor, at - 2), at)
    if match and match.end() == at and (match.start() == 0 or text[match.start() - 1] in OPENING + "；;，,\n"):
        role = next(role for role in ROLES if role != "lead_person" and match[role])
        return role, Span(match.start(), at)
    return None


def _value(text: str, start: int, end: int, kind: Kind) -> Span:
    """The value: to the sentence's or line's end, the bracket that closes around it, or the next label."""
    end = min(end, start + LONGEST)
    if kind in ("content", "measures"):
        return _trim(text, start, end)
    while start < end and text[start] in BLANKS + "\n":
        start += 1
    depth = 0
    at = start
    while at < end:
        c = text[at]
        if c in OPENING:
            depth += 1
        elif c in CLOSING:
            if depth == 0:
                break
            depth -= 1
        elif c == "。" and depth == 0:
            break
        elif c == "\n":
            depth = 0
            if at > start and text[start:at].rstrip(BLANKS)[-1:] not in "、，,；;":
                break
        at += 1
    return _trim(text, start, at)


def _trim(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in BLANKS + "\n" + OPENING + "，,；;、":
        end -= 1
    return Span(start, max(end, start))
