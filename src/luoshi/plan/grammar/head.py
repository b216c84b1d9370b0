"""Reads the plan's head: issuer, number, date of issue, recipients, annexes. See docs/reading/head.md."""

import re
from typing import NamedTuple

from luoshi.kit.spans import Span
from luoshi.plan.grammar.dates import find_dates
from luoshi.plan.grammar.frame import Frame
from luoshi.plan.grammar.items import Item
from luoshi.plan.grammar.signatures import Signature
from luoshi.plan.grammar.texts import clean, is_organisation, same_letters, strip
from luoshi.plan.model import Annex

NUMBER = re.compile(r"[〔\[（(【]\s?(?:19|20)\d\d\s?[〕\]）)】]\s?第?\s?\d{1,5}\s?号")
LONGEST_CODE = 16
BODY_IN_TITLE = re.compile(
    r"(?:20\d\d年(?:度)?)?(?P<body>(?:中共)?(?:[^\W\d_]|[×*]){0,28}?(?:"
    r"(?:局|委员会|办公室|办公厅|人民政府|管委会|街道办事处)(?![长域部面内系机属直各、和及党])"
    r"|(?:厅|中心|公司|集团|学校|小学|中学|大学|学院|医院|法院|检察院|支队|大队|党委|党组|党工委|工委|乡政府|镇政府)"
    r"(?=关于|开展|学习|贯彻|20\d\d|深入|“|落实|推进|创建|实施|在|印发|加强)))"
)
WHO = r"(?P<who>(?:各|省|市|县|区|镇|局|有关|机关|直属|全|驻)[^\n。；：:《》]{1,240}?)[：:](?=\s|《|[^\W\d_])"
RECIPIENTS = re.compile(r"(?:^|(?<=[\s。]))" + WHO, re.M)
RUN_ON = re.compile(WHO)
WHOM = re.compile(r"单位|部门|政府|党委|委|局|处|科|室|企业|街道|镇|乡|村|校|直属|党组|机构|公司|团体|县|区")
BELOW_HEADING = 60
ENTRY = re.compile(
    r"\s*(?:附\s*[件表]\s*\d{0,2}\s*[：:.]?)?\s*(?:\d{1,2}\s?[.．、])?\s*(?P<title>[^\n]{2,90}?)"
    r"(?=\d{1,2}\s?[.．、](?!\d)|\n|附\s*[件表]\s*\d|[ \u3000]{2,}|\Z)"
)


class Head(NamedTuple):
    """The head's fields with their places."""

    issuer: str | None
    document_number: str | None
    issued: str | None
    recipients: tuple[str, ...]
    spans: tuple[tuple[str, Span], ...]


def read_head(frame: Frame) -> Head:
    """The head of the plan, from its signature, its disclosure record and its title, in that order."""
    signature = _signature(frame)
    spans: list[tuple[str, Span]] = []
    if frame.heading:
        spans.append(("title", frame.heading.span))
    issuer = _issuer(frame, signature, spans)
    number = _number(frame, spans)
    issued = _issued(frame, signature, spans)
    recipients = _recipients(frame, spans)
    return Head(issuer, number, issued, recipients, tuple(spans))


def _signature(frame: Frame) -> Signature | None:
    """The notice's signature above the plan, else the last one below it."""
    above = [s for s in frame.signatures if s.span.start < frame.body.start and s.issuer]
    below = [s for s in frame.signatures if s.span.start >= frame.body.start]
    dated = [s for s in frame.signatures if s.span.start < frame.body.start]
    return next(iter([*above[-1:], *below[-1:], *dated[-1:]]), None)


def _issuer(frame: Frame, signature: Signature | None, spans: list[tuple[str, Span]]) -> str | None:
    if signature and signature.issuer and signature.issuer_span:
        spans.append(("issuer", signature.issuer_span))
        return signature.issuer
    title = BODY_IN_TITLE.match(frame.heading.title) if frame.heading else None
    record = frame.record.get("issuer")
    if record and (is_organisation(record.value) or not title):
        spans.append(("issuer", record.span))
        return record.value
    if title and frame.heading:
        start = frame.heading.span.start
        spans.append(("issuer", Span(start + title.start("body"), start + title.end("body"))))
        return title["body"]
    return None


def _number(frame: Frame, spans: list[tuple[str, Span]]) -> str | None:
    record = frame.record.get("document_number")
    if record and NUMBER.search(record.value):
        spans.append(("document_number", record.span))
        return record.value
    for match in NUMBER.finditer(frame.text, 0, frame.body.start + BELOW_HEADING):
        start = _code_start(frame.text, match.start())
        if start < match.start() and _stands_alone(frame.text, start):
            spans.append(("document_number", Span(start, match.end())))
            return re.sub(r"\s", "", frame.text[start : match.end()])
    return None


def _code_start(text: str, at: int) -> int:
    """Where the issuing body's code begins that stands before the year: 青政办, 青住建（规）."""
    start = at
    while start > max(at - LONGEST_CODE, 0) and ("\u4e00" <= text[start - 1] <= "\u9fff"):
        start -= 1
    return start


def _stands_alone(text: str, at: int) -> bool:
    """True if the number opens its line, or stands behind a blank or a bracket that does; not behind a cited title."""
    if text[at - 1 : at] in " \u3000\t":
        return True
    line = text.rfind("\n", 0, at) + 1
    return not any(c.isalnum() or c == "》" for c in text[line:at])


def _issued(frame: Frame, signature: Signature | None, spans: list[tuple[str, Span]]) -> str | None:
    record = frame.record.get("issued")
    if record:
        date = next(find_dates(frame.text, record.span.start, record.span.end), None)
        if date and date.points[0].grain == "day" and date.points[0].year:
            spans.append(("issued", record.span))
            return date.points[0].bounds(date.points[0].year)[0].iso()
    if signature:
        spans.append(("issued", signature.date_span))
        return signature.date
    return None


def _recipients(frame: Frame, spans: list[tuple[str, Span]]) -> tuple[str, ...]:
    first = frame.text.find("一、", frame.body.start, frame.body.end)
    reach = first if first >= 0 else frame.body.start + 600
    run_on = RUN_ON.match(frame.text, frame.body.start, reach)
    for match in (*RECIPIENTS.finditer(frame.text, 0, reach), *((run_on,) if run_on else ())):
        who = clean(match["who"]).strip()
        if WHOM.search(who) and not re.search(r"如下|方案|通知|时间|日期|来源|要求|活动", who):
            spans.append(("recipients", Span(match.start("who"), match.end("who"))))
            parts = re.split(r"[，,]", who) if re.search(r"[，,]", who) else [who]
            return tuple(part.strip() for part in parts if part.strip())
    return ()


def find_annexes(frame: Frame, items: list[Item]) -> list[Annex]:
    """The annexes that the plan lists or carries, in order, each once."""
    nodes = {item.title.text: item.id for item in items if item.kind == "annex"}
    found: list[Annex] = []
    own = [frame.heading.title, *frame.heading.forwarded] if frame.heading else []
    for zone in frame.lists:
        for entry in ENTRY.finditer(frame.text, zone.start, zone.end):
            span = strip(frame.text, entry.start("title"), entry.end("title"), "：:；;。")
            title = clean(frame.text[span.start : span.end])
            known = [*own, *(annex.title for annex in found)]
            if title not in ("", "附件", "附表") and not any(same_letters(title, name) for name in known):
                node = next((id_ for name, id_ in nodes.items() if same_letters(name, title)), None)
                found.append(Annex(title, node, span))
    listed = {annex.node for annex in found}
    carried = (item for item in items if item.kind == "annex" and item.id not in listed and item.title.text)
    found += [Annex(item.title.text, item.id, item.title.span) for item in carried]
    return sorted(found, key=lambda annex: annex.span)
