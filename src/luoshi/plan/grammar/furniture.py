"""Keeps page furniture out: the disclosure record above, adverts below. See docs/reading/head.md."""

import re
from typing import NamedTuple

from luoshi.kit.spans import Span
from luoshi.plan.grammar.texts import BLANKS

REACH = 4000


class Field(NamedTuple):
    """A field of the disclosure record."""

    value: str
    span: Span


KEYS = {
    "title": r"标\s*题|名\s*称|信息名称|文件名称",
    "issuer": r"发布机构|发布部门|发文机关|发文单位|制发机关|发布单位|发文机构|责任部门|制定机关",
    "issued": r"成文日期|成文时间|生成日期|发文日期|制发日期|印发日期",
    "document_number": r"发文字号|文\s*号|文件编号|发文文号",
    "other": r"发布时间|发布日期|更新时间|上传时间|时间|日期|栏目|原文链接|本地目录|索\s*引\s*号|主题分类"
    r"|主\s*题\s*词|公开范围|公开方式|有效性|公开类别|分类|来源|作者|浏览量|浏览次数|阅读次数|点击[数量]"
    r"|字体|字号|导语|分享到|当前位置|您现在所在的位置|关键词",
}
RECORD = re.compile("(?<![^\\W\\d_])(?:" + "|".join(f"(?P<{k}>{w})" for k, w in KEYS.items()) + r")\s*[:：】]")
VALUE = re.compile(r"\s*([^\s:：]+)(?!\S*[:：]\s)")
LINE_VALUE = re.compile(r"\s*([^\n]+?)[ \t\u3000]*(?=\n|\Z)")
TAIL = re.compile(
    r"(?<=[\s>])(?:来源[:：]|附件下载|手机扫码|扫一扫|扫码|【?打印|【?关闭|责任编辑|编辑[:：]|审核[:：]|分享到"
    r"|分享[:：]|相关(?:附件|阅读|链接|稿件|文章|信息)|上一篇|下一篇|-->|<!--|主办[:：]|版权所有|浏览次数"
    r"|ICP备|网站地图|推荐阅读|联系我们|本文(?:来源|由)|更多(?:相关|精彩|文章))"
)

NAVIGATION = re.compile(
    r"\W*(?:浏览|字体|字号|来源|作者|发布|更新|(?:时间|日期)[:：]\s?20\d\d[-/.]|打印|分享|点击|阅读|访问|信息来源|编辑|责任编辑|20\d\d-\d\d)"
)
FIRST_ITEM = re.compile(r"(?<![^\s。：:”）)》方案])(?:一、|（一）|\(一\))")
LONGEST_NOTE = 60


def read_record(text: str) -> dict[str, Field]:
    """The fields of the disclosure record by our names; the first of each that has a value."""
    found: dict[str, Field] = {}
    first = FIRST_ITEM.search(text, 0, REACH)
    for match in RECORD.finditer(text, 0, first.start() if first else REACH):
        key = match.lastgroup or "other"
        value = (LINE_VALUE if key == "title" else VALUE).match(text, match.end())
        if value and key != "other" and key not in found and not RECORD.match(text, value.start(1)):
            found[key] = Field(value[1], Span(*value.span(1)))
    return found


def record_end(text: str) -> int:
    """Where the last line of the record ends: before it there is no heading of a plan."""
    rule = text.find("正文 ====", 0, REACH)
    if rule < 0:
        return 0
    end = rule + 3
    while end < len(text) and text[end] == "=":
        end += 1
    return end


def tail_start(text: str) -> int:
    """Where the page furniture below the document begins; the text's length if there is none."""
    reach = max(400, len(text) // 8)
    match = TAIL.search(text, max(len(text) - reach, 0))
    stop = match.start() if match else len(text)
    return len(text[:stop].rstrip())


def body_start(text: str, start: int, end: int) -> int:
    """Where the plan's text begins behind its heading, past lines of navigation and record."""
    while start < end:
        while start < end and text[start] in BLANKS + "\n":
            start += 1
        stop = text.find("\n", start, end)
        if stop < 0 or stop - start > LONGEST_NOTE or not NAVIGATION.match(text, start, stop):
            return start
        start = stop
    return start
