"""Knows the labels that plans set before a value: who, when, what. See docs/reading/duties.md."""

import re
from itertools import product
from typing import Literal, NamedTuple

from luoshi.kit.spans import Span
from luoshi.plan.grammar.texts import BLANKS, CLOSING, OPENING, listed
from luoshi.plan.model import Role

Kind = Literal["duty", "deadline", "time", "content", "measures", "contact"]
Meaning = tuple[Kind, Role | None]

LEVELS = listed("工作 整改 主要 第一 直接 具体 总 推进 任务 省级 市级 县级 区级 镇级 省 市 县 区 镇")
BODIES = listed(
    "单位 部门 处室 科室 股室 机构 企业 主体 科 处 组 支部 党组织 镇街 街道 领导班子 院校 乡镇 队 公司"
    " 处（科）室 处(科)室 科（室） 科(室) 部（室） 部(室)"
)
VERBS: dict[Role, tuple[str, ...]] = {
    "lead_unit": listed("总牵头 统筹 牵头 主办 主责 主管 主抓 牵头责任 牵头（责任） 责任（牵头） 牵头(责任)"),
    "support_unit": listed("联办 支持配合 配合 协办 协同 参与 参加 协助 支持 会办 协作 配合责任 责任配合"),
    "unit": listed("承接 办理 经办 具体实施 主体责任 责任落实 责任 承办 落实 实施 负责 执行 承担 完成"),
}
LEADERS = listed("牵头 责任 分管 包保 挂点 挂钩 主管 包抓 督办 联系 督导 带队 领衔 包联")
OFFICES = ("", *listed("省 市 县 区 镇 局 院 校 市级 县级 区级 班子"))
POSTS = listed(
    "局长 副局长 县长 副县长 市长 副市长 区长 副区长 镇长 副镇长 院长 副院长 校长 副校长 主任 副主任 书记 副书记"
)
LIMITS = listed("完成 整改 办结 办理 落实 报送 上报 反馈 销号 截止 截至")
SPANS = ("", *listed("活动 工作 实施 推进 培训 起止 启动 举办 开展 学习 进度 具体 计划 总体 宣传 整治 行动 检查"))
MATTERS = ("", *listed("主要 工作 活动 任务 学习 具体 目标"))
TIMES = listed("时间 时间安排 时间节点 时间要求 时间进度 时间段 时间范围 日期 进度安排")
CONTENTS = listed("内容 目标 目标要求 任务 要求 方式 形式 成果 成果形式 对象 范围 标准")


def _table() -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}

    def add(meaning: Meaning, *words: str) -> None:
        found.update(dict.fromkeys(words, meaning))

    for role, verbs in VERBS.items():
        add(("duty", role), *(verb + body for verb, body in product(verbs, BODIES)))
    add(("duty", "lead_person"), *(f"{verb}{office}领导" for verb, office in product(LEADERS, OFFICES)))
    add(("duty", "lead_person"), *(a + b for a, b in product(("分管", "责任", "牵头", "包抓"), POSTS)))
    add(("duty", "lead_person"), *listed("牵头人 领导责任人 责任领导人 包案领导"))
    add(("duty", "person"), *listed("责任人 落实人 经办人 承办人 负责人 责任人员 负责同志 责任人（单位）"))
    add(("deadline", None), *(a + b for a, b in product(("", "任务", "工作", *LIMITS), ("时限", "期限", "时限要求"))))
    add(("deadline", None), *(a + b for a, b in product(LIMITS, ("时间", "日期", "时间要求"))))
    add(("time", None), *(a + b for a, b in product(SPANS, TIMES)))
    add(
        ("measures", None),
        *listed("整改措施 工作措施 具体措施 主要措施 下步措施 措施 整改情况 整改要求 整改内容 整改举措"),
    )
    add(("contact", None), *listed("联系人 联系电话 联络员 电话 邮箱 传真 地址 地点 活动地点"))
    add(("content", None), *(a + b for a, b in product(MATTERS, CONTENTS)))
    add(("content", None), *listed("备注 参加人员 存在问题 问题表现 责任追究 保障措施 预期成果 考核标准 说明"))
    return found


WORDS = _table()
ENDINGS = frozenset(word[-2:] for word in WORDS)
# The lengths of the words that end in two characters, the longest first: most places end none.
LENGTHS = {end: sorted({len(word) for word in WORDS if word.endswith(end)}, reverse=True) for end in ENDINGS}
BARE: dict[str, Role] = {
    **{"牵头": "lead_unit", "主办": "lead_unit", "配合": "support_unit", "协办": "support_unit"},
    **{"参与": "support_unit", "协同": "support_unit", "责任": "unit", "承办": "unit", "负责": "person"},
}
AFTERTHOUGHT = re.compile(r"(?:(?:及其?|和|与|、|/)[^\W\d_]{2,7})?(?:[（(][^\W\d_、]{1,8}[）)])?[ \u3000]?\Z")
OPENER = re.compile(r"[:：】]|(?<=[时期]限)为|(?<=[^\W\d_])[ \u3000]{1,4}(?=[^\W\d_])")
MAY_PRECEDE = (*CLOSING, *BLANKS)
DATED = re.compile(r"[（(][^（）()]{0,6}\d{1,2}\s?月[^（）()]{0,12}[）)]")
WHEN = re.compile(r"\s?(?:20\d\d年|\d{1,2}月|长期(?:坚持|推进)?|持续(?:推进|坚持)|立行立改|全年|年底)")
REACH = 24
LONGEST = 600


class Label(NamedTuple):
    """A label and the value that it opens: `role` for duties only."""

    kind: Kind
    role: Role | None
    name: str
    span: Span
    value: Span


def label_of(title: str) -> Meaning | None:
    """What a heading labels if it is nothing but a label (责任单位, 时间安排), else None."""
    found = _word_before(title, 0, len(title)) if len(title) <= REACH else None
    return found[0] if found and found[1] == 0 else None


def find_labels(text: str, start: int, end: int) -> list[Label]:
    """The labels with a colon in text[start:end], in order, each with its value's span."""
    heads: list[tuple[Meaning, Span]] = []
    floor = start
    for opener in OPENER.finditer(text, start, end):
        at = opener.start()
        if not text[at - 1 : at].isalpha() and text[at - 1 : at] not in MAY_PRECEDE:
            continue
        if text[at] in BLANKS:
            found = _word_alone(text, max(floor, at - REACH), at)
            if found:
                heads.append((found[0], Span(found[1], at)))
                floor = at + 1
            continue
        found = _word_before(text, max(floor, at - REACH), at) or _bare_before(text, floor, at)
        if found and (text[at] != "】" or text[found[1] - 1 : found[1]] == "【"):
            heads.append((found[0], Span(found[1], at)))
            floor = at + 1
    labels = []
    for i, ((kind, role), span) in enumerate(heads):
        stop = heads[i + 1][1].start if i + 1 < len(heads) else end
        labels.append(
            Label(kind, role, text[span.start : span.end].strip(), span, _value(text, span.end + 1, stop, kind))
        )
    return labels


def _word_alone(text: str, floor: int, at: int) -> tuple[Meaning, int] | None:
    """A label that a blank parts from its value, alone at the start of its line or bracket."""
    found = _word_before(text, floor, at)
    if found is None or found[0][0] not in ("duty", "deadline"):
        return None
    before = (
        text[: found[1]].rstrip(BLANKS)[-1:]
        if found[1] < REACH
        else text[found[1] - REACH : found[1]].rstrip(BLANKS)[-1:]
    )
    return found if before in ("", "\n", *OPENING) else None


def _word_before(text: str, floor: int, at: int) -> tuple[Meaning, int] | None:
    """The label that ends at the offset and where it begins; what may stand behind its noun is passed over."""
    tail = AFTERTHOUGHT.search(text, floor, at)
    for stop in dict.fromkeys((at, tail.start() if tail else at)):
        while stop > floor and text[stop - 1] in BLANKS + "为是":
            stop -= 1
        for length in LENGTHS.get(text[stop - 2 : stop], ()):
            meaning = WORDS.get(text[stop - length : stop]) if length <= stop - floor else None
            if meaning:
                start = stop - length
                level = next((w for w in LEVELS if text.endswith(w, floor, start)), "") if meaning[0] == "duty" else ""
                if len(level) == 1 and start - 1 > floor and text[start - 2] not in OPENING + BLANKS + "\n；;。，,":
                    level = ""
                start -= len(level)
                return None if _ends_a_phrase(text, start, meaning) else (meaning, start)
    return None


def _ends_a_phrase(text: str, at: int, meaning: Meaning) -> bool:
    """True for a noun that merely ends a longer phrase (重点任务：), which is a heading, not a label."""
    return meaning[0] in ("content", "measures", "time") and at > 0 and "\u4e00" <= text[at - 1] <= "\u9fff"


def _bare_before(text: str, floor: int, at: int) -> tuple[Meaning, int] | None:
    """牵头： and the like directly after a bracket, a semicolon or a line break."""
    role = BARE.get(text[at - 2 : at])
    if role and at - 2 >= floor and (at == 2 or text[at - 3] in OPENING + "；;。，,\n "):
        return ("duty", role), at - 2
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
            if kind == "duty" and DATED.match(text, at, end):
                break
            depth += 1
        elif c in CLOSING:
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and (c == "。" or (kind == "duty" and c in "，,；;" and WHEN.match(text, at + 1, end))):
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
