"""Reads what an item counts: so many of a thing, at least, at most, per whom. See docs/reading/targets.md."""

import re
from collections.abc import Iterable, Iterator

from luoshi.kit.numerals import read_number
from luoshi.kit.spans import Span
from luoshi.plan.grammar.texts import Cover
from luoshi.plan.model import Comparator, Target

DIGITS = r"\d{1,3}(?:[,，]\d{3})+|\d+(?:[.．]\d+)?"
NUMBER = rf"(?:(?:{DIGITS})\s?[万亿]?|[一二两三四五六七八九十百千]+万?)"
MEASURE = (
    "人次|场次|批次|个百分点|个工作日|工作日|课时|学时|小时|分钟|平方公里|平方米|立方米|公里|千米|公顷|千瓦时?|兆瓦|万元|亿元|元"
    "|次|场|轮|个|名|人|篇|项|条|处|座|家|户|件|份|期|张|部|套|台|辆|艘|米|亩|吨|遍|堂|节|支|门|所|间|本|册|幅|块|面|株|棵"
    "|头|例|宗|起|天|日|字|分|对|类|种|站|镇|村|孔|眼|栋|幢|盏|只|颗|片|届|队|组|班|版|段|词|组织"
)
BOUND = (
    "不少于|不低于|不得少于|不得低于|不小于|至少|最少|不超过|不得超过|不高于|不多于|不大于|控制在"
    "|超过|突破|高于|大于|多于|低于|少于|小于"
)
COUNT = re.compile(
    rf"(?:(?P<before>{BOUND})[\u4e00-\u9fff]{{0,6}}?|达到?)?\s?"
    rf"(?:(?P<hundredths>百分之)(?P<of>{NUMBER})"
    rf"|(?P<low>{NUMBER})\s?(?:[-—~～－–]{{1,2}}|至|到)\s?(?P<high>{NUMBER})\s?(?P<span>[%％]|{MEASURE})"
    rf"|(?P<value>{NUMBER})\s?(?P<unit>[%％]|{MEASURE}))"
    r"(?P<after>(?:及其?|或)?以上|(?:及其?|或)?以下|以内|之内|内|左右)?"
)
PERCENT = ("%", "％")
LIST_SIGNS = ("、", "和", "，", "及", "以及")
LEAST = frozenset(["不少于", "不低于", "不得少于", "不得低于", "不小于", "至少", "最少"])
MOST = frozenset(["不超过", "不得超过", "不高于", "不多于", "不大于", "控制在"])
MORE = frozenset(["超过", "突破", "高于", "大于", "多于"])
LESS = frozenset(["低于", "少于", "小于"])
ORDINAL_BEFORE = re.compile(
    r"(?:第|每|这|那|同|唯|某|另|任何|新|上|下|前|近|又|再|逐|统|之|零|〔|号|\d|[A-Za-z.]|专)\Z"
)
OWN_PARTS = re.compile(
    r"(?:方面|环节|阶段|步骤|层面|层次|维度|角度|关键|抓手|着力|坚持|意识|自信|维护|结合|到位|统一|字|月|年|一|部分|要点|批"
    r"|别|人(?!员|才|民)|性|体(?!系)|大|小时|重点(?=[，。、；：])|主题|字头|问题导向)"
)
SLOGAN = re.compile(
    r"(?:任务|工作|措施|行动|工程|机制|制度|内容|要求|举措|方面|体系|原则|目标|计划|能力|领域|清单|重点|指标)"
)
PRODUCING = re.compile(
    r"(?:建立|形成|打造|建成|培育|组建|成立|编制|制[定作]|出台|撰写|提交|完成|新[建增]|创建|确定|选[取定树择出派]|选择|推荐|培养|解决|办"
    r"|举办|组织|开展|召开|设立|设置|抽调|配备|报送|收集|征集|拍摄|建设|梳理|推出|落实|安排|明确|建好?|领办|认领|联系|帮扶|结对|包[联保]"
    r"|走访|推动|领衔|实施|改造|增加|发放|张贴|悬挂|刊发|推送|参加|进行|筛选|提炼|总结|申报|争[取创]|引进|签[约订]|评选|表彰|印发|开设|上好"
    r"|讲好?|听取?|观看|读|写|交|做|搞|查|建设|种植|清理|整治|拆除|修[建复]|维修|检[查测]|排查|覆盖|对|将|达|及|各|有|由)[\u4e00-\u9fff“”]{0,6}\Z"
)
FACT = re.compile(
    r"存在|现有|共有|原有|目前|截[至止]|去年|上年|缴纳|已[有建经]|发现了|查出|被|罚款|处以|扣|以上(?:事故|违法)|曾|近年"
)
TO_ANSWER = re.compile(r"反馈|查出|发现|存在|涉及|指出|针对|对照|围绕|提出|交办|移交")
TO_FOLLOW = re.compile(r"[^，。；：、]{0,12}(?:方案|文件|通知|办法|规定|书|条例|法规)")
PER = re.compile(
    r"每(?:人|年度?|月|季度?|周|星期|天|日|半年|学期|次|期|村|镇|乡|县|区|户|校|班|组|科|站|所|局|处|支部|单位|部门"
    r"|[个名位家所支]?[\u4e00-\u9fff（）()]{1,10}?)"
    r"(?=[，\s]?(?:至少|不少|不低|不得|不超|要|需|须|应|均|都|确定|开展|组织|举办|召开|撰写|完成|联系|培育|选|推|提交|参加|建|打造|报|领|走访|集中|安排"
    r"|深入|解决|办|帮|结对|包|学习|听|写|讲|上|进行|调研|轮|\d|[一二两三四五六七八九十]))"
)
EACH = re.compile(
    r"\s?(?P<who>(?:[\u4e00-\u9fff]{0,5}?)各[^，。；：、的和与及\s]{1,12}?)"
    r"(?=需|要|应|须|至少|不少|推荐|抽调|确定|选|报|筛选|组织|开展|建成|建立|培育|打造|完成|每|举办|召开|撰写|提交|推出|分别|均)"
)
NO_EVENT = re.compile(
    r"性|又|[一1]次|轮|[、和]?[一二三四五六七八九十、和次]{0,4}(?:全会|全体|党代会|会议|常委会|代表大会)"
)
SENTENCE = re.compile(r"[。；;！\n]")
CLAUSE = re.compile(r"[，。；;：:！\n]")
SUBJECT = re.compile(
    r"[的]?(?P<noun>[^，。；：、,;:.\s“”《》（）()]{1,18}(?:[（(][^（）()]{1,8}[）)][^，。；：、,;:.\s]{0,6})?)"
)
DURATIONS = frozenset(["小时", "分钟", "工作日", "个工作日", "天", "日"])
NEEDS_BOUND = DURATIONS | frozenset("字分人元米起例类种届版段片队组班对站镇村面块只头")
EVENTS = frozenset(["次", "场", "轮", "遍", "堂", "期", "篇", "场次", "人次", "课时", "学时", "节"])


def read_targets(text: str, stretches: Iterable[Span], skipped: Cover) -> list[Target]:
    """The targets in the stretches of one item's own text, labels' values and quotations left out."""
    found: list[Target] = []
    for stretch in stretches:
        carried: tuple[Comparator, int] | None = None
        for match in COUNT.finditer(text, stretch.start, stretch.end):
            at = _number_start(match)
            if skipped.holds(at) or not _counts(text, match, stretch):
                continue
            goes_on = carried is not None and match["unit"] in PERCENT and text[carried[1] : at].strip() in LIST_SIGNS
            targets = list(_targets(text, match, stretch, carried[0] if carried and goes_on else None))
            found += targets
            carried = (targets[-1].comparator, match.end()) if targets and match["unit"] in PERCENT else None
    return _once(found)


def _number_start(match: re.Match[str]) -> int:
    return match.start(next(name for name in ("hundredths", "low", "value") if match[name]))


def _unit(match: re.Match[str]) -> str:
    if match["hundredths"]:
        return "%"
    unit = match["span"] or match["unit"]
    return {"％": "%", "个工作日": "工作日"}.get(unit, unit)


def _targets(text: str, match: re.Match[str], stretch: Span, carried: Comparator | None) -> Iterator[Target]:
    unit, per = _unit(match), _per(text, _number_start(match), stretch)
    start = match.start("before") if match["before"] else _number_start(match)
    span = Span(start, match.end())
    subject = _subject(text, match, stretch)
    written = text[span.start : span.end].strip()
    if match["low"]:
        for name, comparator in (("low", ">="), ("high", "<=")):
            value = read_number(match[name])
            if value is not None:
                yield Target(written, subject, comparator, value, unit, per, span)  # type: ignore[arg-type]
        return
    value = read_number(match["of"] if match["hundredths"] else match["value"])
    if value is not None:
        yield Target(written, subject, _comparator(match, carried), value, unit, per, span)


def _comparator(match: re.Match[str], carried: Comparator | None) -> Comparator:
    before, after = match["before"] or "", match["after"] or ""
    if before in LEAST or after.endswith("以上"):
        return ">="
    if before in MOST or after in ("以内", "之内", "内") or after.endswith("以下"):
        return "<="
    if before in MORE:
        return ">"
    if before in LESS:
        return "<"
    return carried or "="


def _counts(text: str, match: re.Match[str], stretch: Span) -> bool:
    """True if the number counts what is to be done, rather than names, orders, dates or tells of what is."""
    at, end = _number_start(match), match.end()
    before = text[max(at - 8, stretch.start) : at]
    after = text[end : end + 14]
    bound = bool(match["before"] or match["after"])
    written = match["value"] or match["low"] or match["of"]
    unit = _unit(match)
    if ORDINAL_BEFORE.search(before) and not match["before"]:
        return False
    if _enclosed(text, at, stretch.start) or match["after"] == "左右":
        return False
    clause_start = _clause_start(text, at, stretch.start)
    clause = text[clause_start:at]
    if FACT.search(clause):
        return False
    if unit == "%":
        return True
    if match["low"]:
        return unit not in NEEDS_BOUND or unit in DURATIONS
    if unit in NEEDS_BOUND and not bound:
        return False
    if unit in DURATIONS and match["after"] not in ("内", "以内", "之内") and not match["before"]:
        return False
    if OWN_PARTS.match(after) and unit in ("个", "项", "大", "条", "类"):
        return False
    if text[at - 1 : at] == "的" and not bound:
        return False
    if re.match(r"[^，。；、]{0,8}(?:问题|建议|意见(?!书))", after) and TO_ANSWER.search(clause):
        return False
    if TO_FOLLOW.match(after) and not PRODUCING.search(before):
        return False
    return bound or written.isascii() or written[0].isdigit() or _chinese_counts(text, written, unit, before, after)


def _chinese_counts(text: str, written: str, unit: str, before: str, after: str) -> bool:
    """Counts in Chinese numerals: events always, things only where something is produced."""
    if unit in EVENTS:
        return not NO_EVENT.match(after) and not before.endswith(("一", "任何"))
    producing = PRODUCING.search(before)
    if written == "一":
        return producing is not None and not re.match(r"个|项|[张份]?蓝图|[、，。；]", after)
    return producing is not None and not SLOGAN.match(
        re.sub(r"^[^，。；、]{0,4}?(?=任务|工作|措施|行动|机制)", "", after)
    )


def _enclosed(text: str, at: int, floor: int) -> bool:
    """True inside quotation marks or 《》."""
    floor = max(floor, at - 60)
    for opening, closing in (("“", "”"), ("《", "》"), ("‘", "’"), ("〔", "〕")):
        begin = text.rfind(opening, floor, at)
        if begin >= 0 and text.find(closing, begin, at) < 0:
            return True
    return False


def _clause_start(text: str, at: int, floor: int) -> int:
    floor = max(floor, at - 60)
    start = floor
    for match in CLAUSE.finditer(text, floor, at):
        start = match.end()
    return start


def _per(text: str, at: int, stretch: Span) -> str | None:
    """The distribution in the number's sentence: 每…, or 各… as the plain subject of its clause."""
    floor = max(stretch.start, at - 80)
    for match in SENTENCE.finditer(text, floor, at):
        floor = match.end()
    clause = _clause_start(text, at, floor)
    near = list(PER.finditer(text, clause, at))
    if near:
        return near[-1][0]
    each = EACH.match(text, clause, at)
    return each["who"] if each else None


def _subject(text: str, match: re.Match[str], stretch: Span) -> str:
    behind = SUBJECT.match(text, match.end(), min(stretch.end, match.end() + 40))
    if behind:
        return behind["noun"]
    ahead = re.search(
        r"([\u4e00-\u9fff]{1,12}?)(?:率|数|量)?\Z",
        text[_clause_start(text, match.start(), stretch.start) : match.start()],
    )
    return ahead[0] if ahead else ""


def _once(targets: list[Target]) -> list[Target]:
    """Targets without those that only repeat an earlier one of the same number, unit and thing."""
    kept: list[Target] = []
    for target in targets:
        again = any(
            (t.comparator, t.value, t.unit) == (target.comparator, target.value, target.unit)
            and t.subject[:2] == target.subject[:2]
            for t in kept
        )
        if not again:
            kept.append(target)
    return kept
